import { constants } from "node:fs";
import { access, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type Config, complete, dataFolderOf } from "./config/complete.ts";
import { crossWarnings } from "./config/cross-check.ts";
import { decode } from "./config/decode.ts";
import { type ConfigMistake, formatMistakes, formatPath, type PlacedMistake } from "./config/mistake.ts";
import type { OutlineSurroundings } from "./config/outline.ts";
import { readConfigText } from "./config/read-yaml.ts";
import { hideReferences } from "./config/reference.ts";
import { type SlackOutline, slackOutline } from "./config/slack-outline.ts";
import { substitute } from "./config/substitute.ts";
import { type TeamsOutline, teamsOutline } from "./config/teams-outline.ts";
import { valueAt } from "./config/value-at.ts";
import { BotError } from "./errors.ts";
import { redactor } from "./log.ts";

export type { Config, SourceConfig } from "./config/complete.ts";
export { type ConfigMistake, placeOf } from "./config/mistake.ts";
export type { SlackOutline } from "./config/slack-outline.ts";
export type { TeamsOutline } from "./config/teams-outline.ts";

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
  /** The least that is logged unless the file says otherwise. */
  level?: Config["log"]["level"];
  /** How this program is called here. */
  program?: string;
}): Promise<Config | undefined> {
  const env = options.env ?? process.env;
  const path = configPath({ ...options, env });
  const text = await readText(path);
  if (text === undefined) {
    if (options.path === undefined && !env["CALLBOARD_CONFIG"]) return undefined;
    throw noConfiguration(path, options.program);
  }
  const checked = await checkConfig({ text, path, env, ...(options.level && { level: options.level }) });
  if (checked.config === undefined) throw new BotError("invalid_config", formatMistakes(path, checked.mistakes));
  return checked.config;
}

/**
 * What the Slack app's manifest follows from, of the configuration that `loadConfig` would load; defaults where there is none.
 * Tokens need not be there yet.
 * @throws BotError `invalid_config` when what the manifest follows from is wrong
 */
export function loadSlackOutline(options: { env: Environment; cwd: string }): Promise<SlackOutline> {
  return loadOutline(options, slackOutline);
}

/**
 * The same for the Teams app's manifest. Its secret need not be there yet.
 * @throws BotError `invalid_config` when what the manifest follows from is wrong
 */
export function loadTeamsOutline(options: { env: Environment; cwd: string }): Promise<TeamsOutline> {
  return loadOutline(options, teamsOutline);
}

async function loadOutline<T>(
  options: { env: Environment; cwd: string },
  read: (
    text: string,
    surroundings: OutlineSurroundings,
  ) => Promise<{ readonly outline?: T; readonly mistakes: readonly ConfigMistake[] }>,
): Promise<T> {
  const path = configPath(options);
  const text = await readText(path);
  if (text === undefined && options.env["CALLBOARD_CONFIG"]) throw noConfiguration(path);
  const { outline, mistakes } = await read(text ?? "{}", { env: options.env, folder: dirname(path) });
  if (outline === undefined) throw new BotError("invalid_config", formatMistakes(path, mistakes));
  return outline;
}

/**
 * The data folder of the configuration that `loadConfig` would load; absolute. Whatever else is wrong or missing in it does
 * not matter: who asks a running bot needs none of its secrets. Undefined where it cannot be told.
 */
export async function loadDataFolder(options: { env: Environment; cwd: string }): Promise<string | undefined> {
  const path = configPath(options);
  const text = await readText(path).catch(() => undefined); // whoever loads all of it says why
  if (text === undefined) return undefined;
  const read = readConfigText(hideReferences(text));
  if (read.type === "mistake" || !isMapping(read.value)) return undefined;
  const { data } = read.value;
  const filled = await substitute({ data }, { env: options.env, folder: dirname(path) });
  const named = valueAt(filled.value, ["data"]);
  const isNamed = named === undefined || (typeof named === "string" && named.trim() !== "");
  return isNamed && filled.mistakes.length === 0 ? dataFolderOf(named, path) : undefined;
}

/** Where the configuration is looked for; absolute. */
export function configPath(options: { env?: Environment; cwd: string; path?: string }): string {
  const env = options.env ?? process.env;
  return resolve(options.cwd, options.path ?? (env["CALLBOARD_CONFIG"] || "callboard.yaml"));
}

/** What a command that needs a configuration says without one. */
export function noConfiguration(path: string, program = "callboard"): BotError {
  return new BotError("invalid_config", `No configuration at ${path}. Run ${program} init, or set CALLBOARD_CONFIG.`);
}

/** A checked text. */
export interface CheckedConfig {
  readonly config?: Config;
  /** In line order. */
  readonly mistakes: readonly ConfigMistake[];
  /** What works, and most probably not as it was meant; in line order. */
  readonly warnings: readonly ConfigMistake[];
}

/**
 * The configuration in a text, or every mistake in it. `path` is where the text came from: relative paths start there.
 * With `commands`, slash commands are for these alone.
 */
export async function checkConfig(options: {
  text: string;
  path: string;
  env: Environment;
  level?: Config["log"]["level"];
  commands?: readonly string[];
}): Promise<CheckedConfig> {
  const { text, path, env, level, commands } = options;
  const read = readConfigText(hideReferences(text));
  if (read.type === "mistake") return { mistakes: [inWords(read.mistake, read.mistake.line)], warnings: [] };
  const data = await substitute(read.value, { env, folder: dirname(path) });
  const decoded = decode(data, commands);
  const config =
    decoded.type === "file"
      ? complete(decoded.file, { path, secrets: data.secrets, ...(level && { level }) })
      : undefined;
  const mistakes = decoded.type === "file" ? await unreadable(config?.network.caFile) : decoded.mistakes;
  const redact = redactor(data.secrets);
  const located = (placed: readonly PlacedMistake[]): readonly ConfigMistake[] =>
    placed
      .map((mistake) => inWords(mistake, read.lineOf(mistake.at), redact))
      .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const warnings = located(crossWarnings(data));
  if (config !== undefined && mistakes.length === 0) return { config, mistakes: [], warnings };
  return { mistakes: located(mistakes), warnings };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inWords(mistake: PlacedMistake, line: number | undefined, redact = (text: string) => text): ConfigMistake {
  return {
    path: formatPath(mistake.at),
    ...(line === undefined ? {} : { line }),
    message: redact(mistake.message),
    ...(mistake.isMissing && { isMissing: mistake.isMissing }),
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
