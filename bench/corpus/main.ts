// Compares the verdict on every document of a data folder with Backstage's own. Run: npm run corpus -- ../shared/data
// Exit code 1 on a disagreement, 2 when the data is not there.
import type { ParsedDocument } from "../../src/sync/parse/parsed-file.ts";
import { createParser } from "../../src/sync/parse/parser.ts";
import { compareVerdicts, ourVerdict } from "./compare.ts";
import { mainDocuments, parseTree } from "./ours.ts";
import { type ReferenceVerdict, referenceVerdicts } from "./reference.ts";
import { gitDisagreements } from "./through-git.ts";
import { type CorpusTree, readCorpus } from "./tree.ts";

/** What a comparison found. */
interface Findings {
  readonly table: Map<string, Map<string, number>>;
  readonly disagreements: string[];
  readonly excused: string[];
  readonly gitDisagreements: string[];
  readonly manifestDisagreements: string[];
  readonly relationErrors: string[];
  readonly silentFiles: string[];
}

const nothing: readonly ParsedDocument[] = [];

async function compareTree(
  tree: CorpusTree,
  parser: ReturnType<typeof createParser>,
  findings: Findings,
): Promise<void> {
  const parsed = await parseTree(parser, tree);
  for (const path of tree.paths) {
    const place = `${tree.name}/${path}`;
    const file = parsed.get(path);
    const ours = file === undefined ? nothing : mainDocuments(file);
    if (ours.length === 0) findings.silentFiles.push(place);
    const reference = await referenceVerdicts(tree, path);
    compareFile(place, reference, ours, findings);
    compareManifest(place, reference, tree.expected.get(path), findings);
  }
  findings.gitDisagreements.push(...(await gitDisagreements(tree, parser, parsed)));
}

function compareFile(
  place: string,
  reference: readonly ReferenceVerdict[],
  ours: readonly ParsedDocument[],
  findings: Findings,
): void {
  // A file without content is one problem here, and any number of nothings there.
  const isEmpty = reference.every(({ verdict }) => verdict === "empty-document");
  const expected = isEmpty ? [{ verdict: "empty-document" }] : reference;
  for (let index = 0; index < Math.max(expected.length, ours.length); index++) {
    const [theirs, own] = [expected[index], ours[index]];
    const row = findings.table.get(theirs?.verdict ?? "nothing") ?? new Map<string, number>();
    findings.table.set(theirs?.verdict ?? "nothing", row.set(ourVerdict(own), (row.get(ourVerdict(own)) ?? 0) + 1));
    const comparison = compareVerdicts(theirs, own);
    const list = comparison.type === "excused" ? findings.excused : findings.disagreements;
    if (comparison.type !== "agrees") list.push(`${place}, document ${index + 1}: ${comparison.reason}`);
    if (theirs?.verdict === "relation-error")
      findings.relationErrors.push(`${place}, document ${index + 1}: ${theirs.reason}`);
  }
}

function compareManifest(
  place: string,
  reference: readonly ReferenceVerdict[],
  expected: ReadonlyMap<string, number> | undefined,
  findings: Findings,
): void {
  if (expected === undefined) return;
  const counts = new Map<string, number>();
  for (const { verdict } of reference) {
    // The manifest was made without reading placeholders and without relations.
    const word =
      verdict === "placeholder-error" ? "kind-schema-error" : verdict === "relation-error" ? "valid" : verdict;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = (of: ReadonlyMap<string, number>) =>
    [...of]
      .map(([word, count]) => `${word}:${count}`)
      .sort()
      .join(";");
  if (words(counts) !== words(expected))
    findings.manifestDisagreements.push(`${place}: ${words(counts)}, not ${words(expected)}`);
}

function print(title: string, lines: readonly string[]): void {
  console.log(`\n${title}: ${lines.length}`);
  for (const line of lines) console.log(`  ${line}`);
}

async function main(): Promise<number> {
  const data = process.argv[2] ?? "../shared/data";
  const trees = readCorpus(data);
  if (trees === undefined) {
    console.error(
      `There is no catalogs/MANIFEST.tsv and oddities/ in "${data}". Name the data folder: npm run corpus -- <folder>`,
    );
    return 2;
  }
  const findings: Findings = {
    table: new Map(),
    disagreements: [],
    excused: [],
    gitDisagreements: [],
    manifestDisagreements: [],
    relationErrors: [],
    silentFiles: [],
  };
  const parser = createParser();
  for (const tree of trees) await compareTree(tree, parser, findings);
  await parser.close();
  console.log("documents  Backstage          here");
  for (const [verdict, row] of [...findings.table].sort(([a], [b]) => a.localeCompare(b))) {
    for (const [own, count] of row) console.log(`${String(count).padStart(9)}  ${verdict.padEnd(18)} ${own}`);
  }
  print("Disagreements with Backstage", findings.disagreements);
  print("Disagreements with a reason", findings.excused);
  print("Files that give something else through a git source", findings.gitDisagreements);
  print("Files that yield nothing at all", findings.silentFiles);
  print("Files of which Backstage, run here, says something else than the manifest", findings.manifestDisagreements);
  print("Entities that Backstage drops while deriving relations (not the parser's part)", findings.relationErrors);
  const failures = [findings.disagreements, findings.silentFiles, findings.gitDisagreements];
  return failures.some((list) => list.length > 0) ? 1 : 0;
}

process.exitCode = await main();
