import { constants } from "node:fs";
import { access, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type Config, complete } from "./config/complete.ts";
import { decode } from "./config/decode.ts";
import { type ConfigMistake, formatMistakes, formatPath, type PlacedMistake } from "./config/mistake.ts";
import { readConfigText } from "./config/read-yaml.ts";
import { hideReferences } from "./config/reference.ts";
import { type SlackOutline, slackOutline } from "./config/slack-outline.ts";
import { substitute } from "./config/substitute.ts";
import { BotError } from "./errors.ts";
import { redactor } from "./log.ts";

export type { Config, SourceConfig } from "./config/complete.ts";
export type { ConfigMistake } from "./config/mistake.ts";
export type { SlackOutline } from "./config/slack-outline.ts";

/** The environment's variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const maxBytes = 1_048_576;

/**
 * The configuration of `path`, else of `CALLBOARD_CONFIG`, else of `callboard.yaml` in `cwd`. Undefined only when none
 * of the three names a file that exists and none was asked for: nobody configured anything yet.
 * @throws BotError `invalid_config`: a file that was asked for is missing, or the list of all mistakes, one a line.
 */
export async function loadConfig(options: {
  env?: Environment;
  cwd: string;
  path?: string;
}): Promise<Config | undefined> {
  const env = options.env ?? process.env;
  const path = configPath({ ...options, env });
  const text = await readText(path);
  if (text === undefined) {
    if (options.path === undefined && !env["CALLBOARD_CONFIG"]) return undefined;
    throw noConfiguration(path);
  }
  const checked = await checkConfig({ text, path, env });
  if (checked.config === undefined) throw new BotError("invalid_config", formatMistakes(path, checked.mistakes));
  return checked.config;
}

/**
 * What the Slack app's manifest follows from, of the configuration that `loadConfig` would load; defaults where there is none.
 * Tokens need not be there yet.
 * @throws BotError `invalid_config` when what the manifest follows from is wrong
 */
export async function loadSlackOutline(options: { env: Environment; cwd: string }): Promise<SlackOutline> {
  const path = configPath(options);
  const text = await readText(path);
  if (text === undefined && options.env["CALLBOARD_CONFIG"]) throw noConfiguration(path);
  const { outline, mistakes } = await slackOutline(text ?? "{}", { env: options.env, folder: dirname(path) });
  if (outline === undefined) throw new BotError("invalid_config", formatMistakes(path, mistakes));
  return outline;
}

/** Where the configuration is looked for; absolute. */
export function configPath(options: { env?: Environment; cwd: string; path?: string }): string {
  const env = options.env ?? process.env;
  return resolve(options.cwd, options.path ?? (env["CALLBOARD_CONFIG"] || "callboard.yaml"));
}

/** What a command that needs a configuration says without one. */
export function noConfiguration(path: string): BotError {
  return new BotError("invalid_config", `No configuration at ${path}. Run callboard init, or set CALLBOARD_CONFIG.`);
}

/** The configuration in a text, or every mistake in it, in line order. `path` is where the text came from: relative paths start there. */
export async function checkConfig(options: {
  text: string;
  path: string;
  env: Environment;
}): Promise<{ config?: Config; mistakes: readonly ConfigMistake[] }> {
  const read = readConfigText(hideReferences(options.text));
  if (read.type === "mistake") return { mistakes: [inWords(read.mistake, read.mistake.line)] };
  const data = await substitute(read.value, { env: options.env, folder: dirname(options.path) });
  const decoded = decode(data);
  const config =
    decoded.type === "file" ? complete(decoded.file, { path: options.path, secrets: data.secrets }) : undefined;
  const mistakes = decoded.type === "file" ? await unreadable(config?.network.caFile) : decoded.mistakes;
  if (config !== undefined && mistakes.length === 0) return { config, mistakes: [] };
  const redact = redactor(data.secrets);
  const located = mistakes.map((mistake) => inWords(mistake, read.lineOf(mistake.at), redact));
  return { mistakes: located.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

function inWords(mistake: PlacedMistake, line: number | undefined, redact = (text: string) => text): ConfigMistake {
  return {
    path: formatPath(mistake.at),
    ...(line === undefined ? {} : { line }),
    message: redact(mistake.message),
  };
}

async function unreadable(caFile: string | undefined): Promise<readonly PlacedMistake[]> {
  if (caFile === undefined) return [];
  try {
    await access(caFile, constants.R_OK);
    return [];
  } catch {
    // Why it cannot be read does not matter: the answer is the same.
    return [
      { at: ["network", "caFile"], message: "found a file that cannot be read; allowed: the path of a PEM file" },
    ];
  }
}

/** Undefined when there is no such file. */
async function readText(path: string): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile())
        throw new BotError("invalid_config", `${path} is not a file. Name the configuration file itself.`);
      if (stats.size > maxBytes)
        throw new BotError("invalid_config", `${path} is over 1 MiB: that is no configuration.`);
      bytes = await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof BotError) throw error;
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw new BotError("invalid_config", `${path} cannot be read. Check its permissions.`, { cause: error });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new BotError("invalid_config", `${path} is not UTF-8 text. Save it as UTF-8.`, { cause: error });
  }
}
