import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, configPath, loadConfig, noConfiguration } from "../config.ts";
import { createLog, type Log } from "../log.ts";
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
 * @param quietest the least that is logged unless the configuration says otherwise
 * @throws BotError `invalid_config`
 */
export async function openSetting(terminal: Terminal, quietest: Config["log"]["level"]): Promise<Setting> {
  const { env, cwd } = terminal;
  const config = await loadConfig({ env, cwd });
  if (config !== undefined) return { config, log: logOf(config, terminal), isSample: false };
  if (env["NODE_ENV"] === "production") throw noConfiguration(configPath({ env, cwd }));
  const data = join(packageFolder(), "data");
  const folders = { catalog: join(data, "catalog"), data: join(data, "sample") };
  const sample = await sampleConfig(terminal, folders, quietest);
  return { config: sample, log: logOf(sample, terminal), isSample: true };
}

/** Says, beside the answer, that it is about an organisation that does not exist. */
export function sayIfSample({ isSample }: Setting, { errors }: Terminal): void {
  if (isSample)
    errors.write("No configuration here: this is the sample organisation Acme. callboard init makes one.\n");
}

/** The folder of our package.json, from the sources as from the build. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

function logOf({ log, secrets }: Config, { errors }: Terminal): Log {
  return createLog({ level: log.level, secrets, write: (line) => void errors.write(line) });
}
