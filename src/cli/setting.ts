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
 * @param level the same of a configuration, unless it says otherwise
 * @throws BotError `invalid_config`
 */
export async function openSetting(
  terminal: Terminal,
  quietest: Config["log"]["level"],
  level: Config["log"]["level"] = "info",
): Promise<Setting> {
  const { env, cwd } = terminal;
  const program = programName(cwd);
  const config = await loadConfig({ env, cwd, level, program });
  if (config !== undefined) return { config, log: logOf(config, terminal), isSample: false };
  if (env["NODE_ENV"] === "production") throw noConfiguration(configPath({ env, cwd }), program);
  const data = join(packageFolder(), "data");
  const folders = { catalog: join(data, "catalog"), data: join(data, "sample") };
  const sample = await sampleConfig(terminal, folders, quietest);
  return { config: sample, log: logOf(sample, terminal), isSample: true };
}

/** Says, beside the answer, that it is about an organisation that does not exist. */
export function sayIfSample({ isSample }: Setting, { errors, cwd }: Terminal): void {
  if (!isSample) return;
  const program = programName(cwd);
  errors.write(`No configuration here: this is the sample organisation Acme. ${program} init makes one.\n`);
}

function logOf({ log, secrets }: Config, { errors }: Terminal): Log {
  return createLog({ level: log.level, secrets, write: (line) => void errors.write(line) });
}
