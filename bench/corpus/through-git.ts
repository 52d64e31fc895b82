import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "../../src/log.ts";
import { createGitSource } from "../../src/sync/git/git-source.ts";
import type { FileHarvest, SourceHarvest } from "../../src/sync/harvest.ts";
import type { ParsedFile } from "../../src/sync/parse/parsed-file.ts";
import type { Parser } from "../../src/sync/parse/parser.ts";
import { syncSource } from "../../src/sync/sync-source.ts";
import { createGitRepository } from "../../src/testing/git-repository.ts";
import type { CorpusTree } from "./tree.ts";

/**
 * Commits a tree to a repository, syncs it through a real git source, and says in which files the outcome differs from
 * the parser's alone, and which files give neither a thing nor a problem.
 */
export async function gitDisagreements(
  tree: CorpusTree,
  parser: Parser,
  parsed: ReadonlyMap<string, ParsedFile>,
): Promise<readonly string[]> {
  const harvest = await syncThroughGit(tree, parser);
  if (harvest.failure !== undefined) return [`${tree.name}: ${harvest.failure.message}`];
  const files = harvest.roots[0]?.files ?? new Map<string, FileHarvest>();
  return tree.paths.flatMap((path) => {
    const why = compare(files.get(path), parsed.get(path));
    return why === undefined ? [] : [`${tree.name}/${path}: ${why}`];
  });
}

async function syncThroughGit(tree: CorpusTree, parser: Parser): Promise<SourceHarvest> {
  const repository = await createGitRepository();
  const folder = await mkdtemp(join(tmpdir(), "callboard-corpus-"));
  const log = createLog({ level: "fatal", secrets: [] });
  try {
    const entries = tree.paths.map(async (path) => [path, await readFile(join(tree.folder, path))] as const);
    await repository.commit(Object.fromEntries(await Promise.all(entries)));
    const source = createGitSource({
      name: "corpus",
      url: repository.path,
      mirrorDir: join(folder, "mirror.git"),
      network: {},
      log,
      environment: { PATH: process.env["PATH"] },
    });
    const signal = AbortSignal.timeout(60_000);
    const configured = { source, isTrusted: true, paths: ["**/*"] };
    const options = { parser, log, now: () => new Date(), signal, isAccepted: false };
    return (await syncSource(configured, undefined, options)).harvest;
  } finally {
    await repository.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

function compare(file: FileHarvest | undefined, parsed: ParsedFile | undefined): string | undefined {
  if (file === undefined) return "the git source does not give it";
  if (file.entities.length + file.problems.length === 0) return "it gives neither a thing nor a problem";
  if (file.problems.some((problem) => problem.path !== file.path)) return "a problem does not name it";
  const expected = (parsed?.documents ?? []).flatMap((document) =>
    document.type === "entity" ? [document.entity.ref] : [document.problem.code],
  );
  const found = [
    ...file.entities.map(({ ref }) => ref),
    // Where a Location leads is no matter of the verdict on its document.
    ...file.problems.map(({ code }) => code).filter((code) => code !== "location_unresolved"),
  ];
  const [theirs, own] = [expected.sort().join(" "), found.sort().join(" ")];
  return theirs === own ? undefined : `through git it gives ${own || "nothing"}, not ${theirs}`;
}
