import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path/posix";
import type { FileToParse, ParsedDocument, ParsedFile } from "../../src/sync/parse/parsed-file.ts";
import type { Parser } from "../../src/sync/parse/parser.ts";
import type { CorpusTree } from "./tree.ts";

/** What the parser makes of a tree's files, placeholders included. */
export async function parseTree(parser: Parser, tree: CorpusTree): Promise<ReadonlyMap<string, ParsedFile>> {
  const files = tree.paths.map((path): FileToParse => ({ path, bytes: readFileSync(join(tree.folder, path)) }));
  const parsed = await parseAll(parser, tree, files);
  const again = files.flatMap((file): FileToParse[] => {
    const needs = parsed.get(file.path)?.needs ?? [];
    return needs.length === 0
      ? []
      : [{ ...file, attachments: new Map(needs.map((path) => [path, readIn(tree, path)])) }];
  });
  return new Map([...parsed, ...(await parseAll(parser, tree, again))]);
}

/** One result a document: a note that only goes with an entity is left out. */
export function mainDocuments(file: ParsedFile): readonly ParsedDocument[] {
  return file.documents.filter(
    (document) =>
      document.type === "entity" ||
      document.problem.severity !== "warning" ||
      document.problem.code === "document_empty",
  );
}

async function parseAll(parser: Parser, { repository }: CorpusTree, files: readonly FileToParse[]) {
  const parsed = new Map<string, ParsedFile>();
  const context = repository === undefined ? {} : { repository };
  for await (const file of parser.parse(files, context, AbortSignal.timeout(120_000))) parsed.set(file.path, file);
  return parsed;
}

function readIn(tree: CorpusTree, path: string): Uint8Array | undefined {
  const whole = join(tree.folder, path);
  return existsSync(whole) ? readFileSync(whole) : undefined;
}
