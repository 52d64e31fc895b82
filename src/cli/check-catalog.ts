import { join, relative, sep } from "node:path";
import type { Problem } from "../catalog/problem.ts";
import { BotError } from "../errors.ts";
import { createFolderSource } from "../sync/folder-source.ts";
import { harvestRoot, maxFileBytes } from "../sync/harvest-root.ts";
import { createParser } from "../sync/parse/parser.ts";
import { resolve } from "../sync/resolve/resolve.ts";
import type { Root } from "../sync/source.ts";

/** A problem as `check` prints it; `file` is absolute. */
export interface FoundProblem {
  readonly file: string;
  readonly line: number;
  readonly entity?: string;
  readonly code: Problem["code"] | "invalid_config";
  readonly severity: Problem["severity"];
  readonly message: string;
  readonly fix: string;
}

/** What only the whole organisation's catalog can tell; one repository knows neither the teams nor its neighbours. */
const needsWholeCatalog = new Set<Problem["code"]>(["owner_unknown", "owner_other_namespace", "relation_dangling"]);

/**
 * Checks the catalog files at `path` (a folder or one file) inside the tree at `folder`. A reference to something outside
 * is judged only where the tree itself defines teams.
 * @throws BotError `usage` for a file that a sync would never read either
 */
export async function checkCatalog(
  folder: string,
  { path, isFile }: { path: string; isFile: boolean },
): Promise<{ entities: number; problems: readonly FoundProblem[] }> {
  const signal = AbortSignal.timeout(10 * 60_000);
  const source = createFolderSource({ name: "check", path: folder });
  const { roots } = await source.read(new Map(), signal);
  const [state] = roots;
  if (state?.type === "failed") throw state.error;
  if (state?.type !== "changed") throw new BotError("not_found", `There is nothing to check at ${path}.`);
  const parser = createParser();
  try {
    const within = relative(folder, path).split(sep).join("/");
    const wanted = await catalogFiles(state.root, within, signal);
    if (isFile && wanted.size === 0) throw notChecked(path);
    const harvest = await harvestRoot(state.root, {
      sourceName: "check",
      isTrusted: true,
      paths: { isMatch: (file) => wanted.has(file) },
      parser,
      previous: undefined,
      signal,
    });
    const { entities, problems } = await resolve([
      { name: "check", fingerprint: "", isTrusted: true, roots: [harvest] },
    ]);
    const definesTeams = [...entities.keys()].some((ref) => ref.startsWith("group:"));
    const judged = problems.filter(({ code }) => definesTeams || !needsWholeCatalog.has(code));
    return { entities: entities.size, problems: judged.map((problem) => found(problem, folder)) };
  } finally {
    await parser.close();
  }
}

function notChecked(path: string): BotError {
  return new BotError(
    "usage",
    `${path} is never read: links, and what is in .git or node_modules, are left out. Name the file itself.`,
  );
}

/** One named file, whatever it is called; of a folder, what is called like a catalog file or reads like one. */
async function catalogFiles(root: Root, within: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const files = (await root.list(signal)).filter(
    ({ path }) => within === "" || path === within || path.startsWith(`${within}/`),
  );
  const yaml = files.filter(({ path }) => path === within || /\.ya?ml$/.test(path));
  const wanted = new Set(
    yaml.filter(({ path }) => path === within || isCalledCatalogFile(path)).map(({ path }) => path),
  );
  const others = yaml.filter(({ path }) => !wanted.has(path));
  for await (const content of root.read(others, { maxBytes: maxFileBytes }, signal)) {
    if ("bytes" in content && isDescriptor(Buffer.from(content.bytes).toString("utf8"))) wanted.add(content.path);
  }
  return wanted;
}

function isCalledCatalogFile(path: string): boolean {
  return /(^|\/)catalog-info\.ya?ml$/.test(path);
}

/** An `apiVersion` of Backstage at the start of a line, also as JSON. */
function isDescriptor(text: string): boolean {
  return /^(?:\{\s*)?["']?apiVersion["']?\s*:\s*["']?(backstage\.io|scaffolder\.backstage\.io)\//m.test(text);
}

function found({ path, line, entity, code, severity, message, fix }: Problem, folder: string): FoundProblem {
  return { file: join(folder, path ?? ""), line: line ?? 1, ...(entity && { entity }), code, severity, message, fix };
}
