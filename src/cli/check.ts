import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { oneLine } from "../chat/text.ts";
import { checkConfig } from "../config.ts";
import { BotError } from "../errors.ts";
import { checkCatalog, type FoundProblem } from "./check-catalog.ts";
import { type CliCommand, print, type Terminal, toJson } from "./terminal.ts";

/** `callboard check <path> [--json]`: catalog files, templates and callboard.yaml, for a repository's own CI. Exit 1 when there is a problem. */
export const check: CliCommand = async (args, terminal) => {
  const { path, isJson } = readArgs(args, terminal.cwd);
  const kind = await stat(path).catch(() => undefined);
  if (kind === undefined) throw new BotError("usage", `There is nothing at ${path}.`);
  const folder = kind.isDirectory() ? path : dirname(path);
  const isConfig = (file: string) => /^callboard\.ya?ml$/.test(basename(file));
  const catalog = isConfig(path)
    ? { entities: 0, problems: [] }
    : await checkCatalog(treeAround(folder), { path, isFile: !kind.isDirectory() });
  const configPath = kind.isDirectory() ? resolve(path, "callboard.yaml") : path;
  const mistakes = isConfig(configPath) && existsSync(configPath) ? await configProblems(configPath, terminal) : [];
  const problems = [...mistakes, ...catalog.problems].map((problem) => ({
    ...problem,
    file: shown(problem.file, terminal.cwd),
  }));
  const text = isJson ? toJson({ entities: catalog.entities, problems }) : report(catalog.entities, problems);
  await print(terminal, `${text}\n`);
  return problems.some(({ severity }) => severity !== "info") ? 1 : 0;
};

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

async function configProblems(path: string, { env }: Terminal): Promise<readonly FoundProblem[]> {
  const { mistakes } = await checkConfig({ text: await readFile(path, "utf8"), path, env });
  return mistakes.map((mistake) => ({
    file: path,
    line: mistake.line ?? 1,
    code: "invalid_config",
    severity: "error",
    message: `${mistake.path}: ${mistake.message}`,
    fix: "docs/config.md explains each key.",
  }));
}

/** A path as it would be typed here. */
function shown(file: string, cwd: string): string {
  const near = relative(cwd, file);
  return near.startsWith(`..${sep}`) ? file : near;
}

function report(entities: number, problems: readonly FoundProblem[]): string {
  const lines = problems.flatMap(({ file, line, severity, message, fix }) => [
    `${oneLine(file, 500)}:${line} ${severity}: ${oneLine(message, 500)}`,
    `  ${oneLine(fix, 500)}`,
  ]);
  const errors = problems.filter(({ severity }) => severity !== "info").length;
  const summary = `${entities} ${entities === 1 ? "thing" : "things"}, ${errors === 0 ? "no problems" : `${errors} ${errors === 1 ? "problem" : "problems"}`}.`;
  return [...lines, summary].join("\n");
}
