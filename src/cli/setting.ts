import { join } from "node:path";
import { type Config, configPath, loadConfig, noConfiguration } from "../config.ts";
import { createLog, type Log } from "../log.ts";
import { packageFolder, programName } from "./program-name.ts";
import { sampleConfig } from "./sample.ts";
import type { Terminal } from "./terminal.ts";

/** What a command runs on: a configuration, or the sample organisation where nobody wrote one. */
export interface Setting {
  readonly config: Config;
  readonly log: Log;
  readonly isSample: boolean;
}

/**
 * The configuration; without one, the sample organisation, read through a Git repository made of it.
 * The sample is never used where `CALLBOARD_CONFIG` is set or `NODE_ENV` is `production`.
 * @param quietest the least that is logged of the sample
 * @throws BotError `invalid_config`
 */
export async function openSetting(terminal: Terminal, quietest: Config["log"]["level"]): Promise<Setting> {
  return (await configuredSetting(terminal, "info")) ?? (await sampleSetting(terminal, quietest));
}

/**
 * The configuration; undefined where nobody wrote one and the sample may be used.
 * @param level the least that is logged, unless the configuration says otherwise
 * @throws BotError `invalid_config`
 */
export async function configuredSetting(
  terminal: Terminal,
  level: Config["log"]["level"],
): Promise<Setting | undefined> {
  const { env, cwd } = terminal;
  const program = programName(cwd);
  const config = await loadConfig({ env, cwd, level, program });
  if (config !== undefined) return settingOf(config, terminal, false);
  if (env["NODE_ENV"] === "production") throw noConfiguration(configPath({ env, cwd }), program);
  return undefined;
}

/**
 * The sample organisation, read through a Git repository made of it.
 * @param level the least that is logged
 */
async function sampleSetting(terminal: Terminal, level: Config["log"]["level"]): Promise<Setting> {
  const data = join(packageFolder(), "data");
  const folders = { catalog: join(data, "catalog"), data: join(data, "sample") };
  return settingOf(await sampleConfig(terminal, folders, level), terminal, true);
}

/** Says, beside the answer, that it is about an organisation that does not exist. */
export function sayIfSample({ isSample }: Setting, { errors, cwd }: Terminal): void {
  if (!isSample) return;
  const program = programName(cwd);
  errors.write(`No configuration here: this is the sample organisation Acme. ${program} init makes one.\n`);
}

/** A configuration with a log of its own, on standard error. */
export function settingOf(config: Config, { errors }: Terminal, isSample: boolean): Setting {
  const { log, secrets } = config;
  const write = (line: string): void => void errors.write(line);
  return { config, log: createLog({ level: log.level, secrets, write }), isSample };
}
