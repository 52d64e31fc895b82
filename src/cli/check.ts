import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { capital } from "../chat/phrase.ts";
import { oneLine } from "../chat/text.ts";
import { type ConfigMistake, checkConfig, placeOf } from "../config.ts";
import { BotError } from "../errors.ts";
import { slashNames } from "../main.ts";
import { checkCatalog, type FoundProblem } from "./check-catalog.ts";
import { registered } from "./registered.ts";
import { type CliCommand, print, type Terminal, toJson } from "./terminal.ts";

/**
 * `callboard check <path> [--json]`: catalog files, templates and callboard.yaml, for a repository's own CI. Exit 1 when
 * there is a problem; what a configuration lacks only here, as secrets do in CI, is a warning and no reason to fail.
 */
export const check: CliCommand = async (args, terminal) => {
  const { path, isJson } = readArgs(args, terminal.cwd);
  const kind = await stat(path).catch(() => undefined);
  if (kind === undefined) throw new BotError("not_found", `There is nothing at ${path}.`);
  const folder = kind.isDirectory() ? path : dirname(path);
  const isConfig = (file: string) => /^callboard\.ya?ml$/.test(basename(file));
  const catalog: Found = isConfig(path)
    ? { problems: [] }
    : await checkCatalog(treeAround(folder), { path, isFile: !kind.isDirectory() });
  const configPath = kind.isDirectory() ? resolve(path, "callboard.yaml") : path;
  const mistakes = isConfig(configPath) && existsSync(configPath) ? await configProblems(configPath, terminal) : [];
  const problems = [...mistakes, ...catalog.problems].map((problem) => ({
    ...problem,
    file: shown(problem.file, terminal.cwd),
  }));
  const { entities } = catalog;
  const text = isJson ? toJson({ entities: entities ?? 0, problems }) : report({ entities, problems });
  await print(terminal, `${text}\n`);
  return problems.some(isFailure) ? 1 : 0;
};

/** What was found; `entities` is absent where only a configuration was read. */
interface Found {
  readonly entities?: number | undefined;
  readonly problems: readonly FoundProblem[];
}

function isFailure({ severity, code }: FoundProblem): boolean {
  return severity === "error" || (severity === "warning" && code !== "invalid_config");
}

function readArgs(args: readonly string[], cwd: string): { path: string; isJson: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: "boolean" } },
      allowPositionals: true,
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) throw new Error("one path");
    return { path: resolve(cwd, path), isJson: values.json ?? false };
  } catch (error) {
    throw new BotError("usage", "Use: callboard check <path> [--json], for example callboard check .", {
      cause: error,
    });
  }
}

/** The repository that a folder is in, for placeholders reach as far as that; else the folder itself. */
function treeAround(folder: string): string {
  for (let at = folder; at !== dirname(at); at = dirname(at)) if (existsSync(resolve(at, ".git"))) return at;
  return folder;
}

async function configProblems(path: string, terminal: Terminal): Promise<readonly FoundProblem[]> {
  const commands = slashNames((await registered(terminal)).commands);
  const text = await readFile(path, "utf8");
  const { mistakes, warnings } = await checkConfig({ text, path, env: terminal.env, commands });
  const problem = (mistake: ConfigMistake, severity: "error" | "warning"): FoundProblem => ({
    file: path,
    line: mistake.line ?? 1,
    code: "invalid_config",
    severity,
    message: `${placeOf(mistake)}: ${mistake.message}`,
    fix: "docs/config.md explains each key.",
  });
  return [
    ...mistakes.map((mistake) => problem(mistake, mistake.isMissing ? "warning" : "error")),
    ...warnings.map((warning) => problem(warning, "warning")),
  ].sort((a, b) => a.line - b.line);
}

/** A path as it would be typed here. */
function shown(file: string, cwd: string): string {
  const near = relative(cwd, file);
  return near.startsWith(`..${sep}`) ? file : near;
}

function report({ entities, problems }: Found): string {
  const lines = problems.flatMap(({ file, line, severity, message, fix }) => [
    `${oneLine(file, 500)}:${line} ${severity}: ${oneLine(message, 500)}`,
    `  ${oneLine(fix, 500)}`,
  ]);
  const failures = problems.filter(isFailure).length;
  const warnings = problems.filter((problem) => problem.severity === "warning" && !isFailure(problem)).length;
  const summary = [
    ...(entities === undefined ? [] : [counted(entities, "thing")]),
    failures === 0 ? "no problems" : counted(failures, "problem"),
    ...(warnings === 0 ? [] : [counted(warnings, "warning")]),
  ].join(", ");
  return [...lines, `${capital(summary)}.`].join("\n");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
