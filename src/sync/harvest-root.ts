import { isDeepStrictEqual } from "node:util";
import { breathe } from "../breathe.ts";
import type { Entity } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
import { repositoryKey } from "../event/delivery-event.ts";
import type { CatalogPaths } from "./catalog-paths.ts";
import { codeOwnersPlaces, harvestCodeOwners } from "./code-owners-harvest.ts";
import type { FileHarvest, RootHarvest } from "./harvest.ts";
import { createHeldContents, type HeldContents } from "./held-contents.ts";
import { locationTargets } from "./location-targets.ts";
import type { FileToParse, ParsedFile } from "./parse/parsed-file.ts";
import type { Parser } from "./parse/parser.ts";
import type { Root, TreeFile } from "./source.ts";
import { type TreeView, treeView } from "./tree-view.ts";
import { heldToStanding } from "./trust.ts";

/** Largest catalog file, in bytes. */
export const maxFileBytes = 512 * 1024;
/** Largest file that a placeholder may name, in bytes: API definitions are long. */
const maxAttachmentBytes = 2 * 1024 * 1024;
/** What of a root is kept for the second pass, in bytes. */
const mostHeldBytes = 1024 * 1024;
/** How many paths the patterns of all Locations of a tree are compared with: about a second, and plenty for any real tree. */
const mostComparisons = 1_000_000;

/** How a root is read. */
export interface HarvestOptions {
  readonly sourceName: string;
  readonly isTrusted: boolean;
  /** Which files are catalog files; Locations in them add others. */
  readonly paths: CatalogPaths;
  readonly parser: Parser;
  /** What the root gave last time, under the same rules. */
  readonly previous: RootHarvest | undefined;
  readonly signal: AbortSignal;
}

/**
 * Reads one tree: the catalog files, those that Locations in them point at, and who owns which of its files. A file whose
 * content is what it was is not read again. A file with an error keeps the things that it last gave, marked stale.
 * @throws BotError `unavailable` when the tree cannot be read; nothing of it is used then
 */
export async function harvestRoot(root: Root, options: HarvestOptions): Promise<RootHarvest> {
  const { paths, previous, signal } = options;
  const tree = treeView(root, signal);
  // One question for both, where single paths are asked for.
  const ownersToo = root.repository === undefined ? [] : codeOwnersPlaces;
  const { isTrusted = false } = root;
  const inTree =
    isTrusted || paths.literal === undefined ? await tree.all() : await tree.at([...paths.literal, ...ownersToo]);
  const catalogFiles = [...inTree.values()].filter(({ path }) => isTrusted || paths.isMatch(path));
  const files = await harvestFrom(root, tree, catalogFiles, options);
  const codeOwners = root.repository && (await harvestCodeOwners(root, tree, previous?.codeOwners, signal));
  return {
    rootId: root.id,
    name: root.name,
    revision: root.revision,
    ...(root.repository && { repository: root.repository }),
    ...(codeOwners && { codeOwners }),
    files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** These files, what Locations in them point at, what Locations in those point at, and so on. */
async function harvestFrom(
  root: Root,
  tree: TreeView,
  catalogFiles: readonly TreeFile[],
  options: HarvestOptions,
): Promise<ReadonlyMap<string, FileHarvest>> {
  const harvested = new Map<string, FileHarvest>();
  const pause = breathe();
  let comparisonsLeft = mostComparisons;
  const mayCompare = (paths: number) => {
    comparisonsLeft -= paths;
    return comparisonsLeft >= 0;
  };
  let wanted = catalogFiles;
  while (wanted.length > 0) {
    const found = await harvestFiles(root, tree, wanted, options);
    const next = new Set<string>();
    for (const file of found) {
      const locations = file.entities.filter((entity) => entity.kind.toLowerCase() === "location");
      const expanded =
        locations.length === 0 ? [] : await locationTargets(locations, tree, root.repository, mayCompare);
      for (const path of expanded.flatMap((location) => location.paths)) next.add(path);
      const problems = expanded.flatMap((location) => location.problems);
      harvested.set(file.path, problems.length === 0 ? file : { ...file, problems: [...file.problems, ...problems] });
      if (pause.isDue()) await pause.take();
    }
    const paths = [...next].filter((path) => !harvested.has(path));
    const inTree = await tree.at(paths);
    wanted = paths.flatMap((path) => inTree.get(path) ?? []);
  }
  return harvested;
}

async function harvestFiles(
  root: Root,
  tree: TreeView,
  wanted: readonly TreeFile[],
  options: HarvestOptions,
): Promise<readonly FileHarvest[]> {
  const last = wanted.map(({ path }) => options.previous?.files.get(path));
  const attached = await tree.at(last.flatMap((before) => before?.attachments.map(({ path }) => path) ?? []));
  const reused: FileHarvest[] = [];
  const toRead = new Map<string, TreeFile>();
  for (const [index, file] of wanted.entries()) {
    const before = last[index];
    if (before !== undefined && isSameContent(before, file, attached)) reused.push(withoutLocationProblems(before));
    else toRead.set(file.path, file);
  }
  if (toRead.size === 0) return reused;
  const unreadable: FileHarvest[] = [];
  const parsed: { file: ParsedFile; attachments: FileHarvest["attachments"] }[] = [];
  const withNeeds: ParsedFile[] = [];
  const context = root.repository === undefined ? {} : { repository: root.repository };
  const held = createHeldContents(mostHeldBytes);
  const contents = readForParsing(root, toRead, options, (problem, file) => {
    unreadable.push(toHarvest(file, [], [], [problem], options));
  });
  for await (const file of options.parser.parse(held.through(contents), context, options.signal)) {
    if (file.needs.length > 0) withNeeds.push(file);
    else {
      held.drop(file.path);
      parsed.push({ file, attachments: [] });
    }
  }
  parsed.push(...(await parseWithAttachments(root, tree, { toRead, withNeeds, held }, options)));
  const fresh = parsed.flatMap(({ file, attachments }) => {
    const treeFile = toRead.get(file.path);
    return treeFile === undefined ? [] : [assemble(root, treeFile, file, attachments, options)];
  });
  return [...reused, ...fresh, ...unreadable];
}

/** Problems of Locations depend on the whole tree and are found again each time. */
function withoutLocationProblems(file: FileHarvest): FileHarvest {
  const problems = file.problems.filter((problem) => problem.code !== "location_unresolved");
  return problems.length === file.problems.length ? file : { ...file, problems };
}

function isSameContent(before: FileHarvest, file: TreeFile, attached: ReadonlyMap<string, TreeFile>): boolean {
  return (
    before.blobId === file.blobId &&
    before.attachments.every((attachment) => attached.get(attachment.path)?.blobId === attachment.blobId)
  );
}

async function* readForParsing(
  root: Root,
  files: ReadonlyMap<string, TreeFile>,
  options: HarvestOptions,
  onUnreadable: (problem: Problem, file: TreeFile) => void,
): AsyncGenerator<FileToParse> {
  for await (const content of root.read([...files.values()], { maxBytes: maxFileBytes }, options.signal)) {
    const file = files.get(content.path);
    if (file === undefined) continue;
    if ("bytes" in content) yield content;
    else onUnreadable(unreadableProblem(root, content.path, content.missing, options), file);
  }
}

interface SecondPass {
  readonly toRead: ReadonlyMap<string, TreeFile>;
  readonly withNeeds: readonly ParsedFile[];
  readonly held: HeldContents;
}

/** The second pass for files whose placeholders name other files of the tree. */
async function parseWithAttachments(
  root: Root,
  tree: TreeView,
  { toRead, withNeeds, held }: SecondPass,
  options: HarvestOptions,
): Promise<{ file: ParsedFile; attachments: FileHarvest["attachments"] }[]> {
  if (withNeeds.length === 0) return [];
  const inTree = await tree.at(withNeeds.flatMap(({ needs }) => needs));
  const results: { file: ParsedFile; attachments: FileHarvest["attachments"] }[] = [];
  // Sixteen files at a time bound the memory that their attachments take.
  for (let start = 0; start < withNeeds.length; start += 16) {
    const group = withNeeds.slice(start, start + 16);
    const needed = [...new Set(group.flatMap((file) => file.needs))].flatMap((path) => inTree.get(path) ?? []);
    const attachments = new Map<string, Uint8Array | undefined>();
    for await (const content of root.read(needed, { maxBytes: maxAttachmentBytes }, options.signal)) {
      if ("bytes" in content) attachments.set(content.path, content.bytes);
    }
    const needsOf = new Map(group.map((file) => [file.path, file.needs]));
    const own = new Map<string, TreeFile>();
    for (const file of group.flatMap(({ path }) => toRead.get(path) ?? [])) own.set(file.path, file);
    const context = root.repository === undefined ? {} : { repository: root.repository };
    const files = readAgain(root, own, held, options);
    const again = attach(files, attachments, needsOf);
    for await (const file of options.parser.parse(again, context, options.signal)) {
      const needs = needsOf.get(file.path) ?? [];
      results.push({ file, attachments: needs.map((path) => ({ path, blobId: inTree.get(path)?.blobId })) });
    }
  }
  return results;
}

async function* readAgain(
  root: Root,
  files: ReadonlyMap<string, TreeFile>,
  held: HeldContents,
  options: HarvestOptions,
): AsyncGenerator<FileToParse> {
  const others = new Map(files);
  for (const path of files.keys()) {
    const content = held.get(path);
    if (content === undefined) continue;
    others.delete(path);
    yield content;
  }
  if (others.size > 0) yield* readForParsing(root, others, options, () => {});
}

async function* attach(
  files: AsyncIterable<FileToParse>,
  contents: ReadonlyMap<string, Uint8Array | undefined>,
  needsOf: ReadonlyMap<string, readonly string[]>,
): AsyncGenerator<FileToParse> {
  for await (const file of files) {
    const needs = needsOf.get(file.path) ?? [];
    yield { ...file, attachments: new Map(needs.map((path) => [path, contents.get(path)])) };
  }
}

function assemble(
  root: Root,
  file: TreeFile,
  parsed: ParsedFile,
  attachments: FileHarvest["attachments"],
  options: HarvestOptions,
): FileHarvest {
  const place = { source: options.sourceName, root: root.name, path: file.path };
  const entities: Entity[] = [];
  const problems: Problem[] = [];
  for (const document of parsed.documents) {
    if (document.type === "problem") {
      problems.push({ ...document.problem, ...place });
      continue;
    }
    const { line, ownerLine } = document;
    const origin = {
      source: options.sourceName,
      root: root.id,
      rootName: root.name,
      ...(root.repository && { repository: repositoryKey(root.repository) }),
      ...(root.host !== undefined && { host: root.host }),
      path: file.path,
      line,
      ...(ownerLine !== undefined && { ownerLine }),
    };
    const entity: Entity = { ...document.entity, origin };
    const isTrusted = options.isTrusted || root.isTrusted === true;
    const standing = { isTrusted, ...(root.repository && { repository: root.repository }) };
    const held = heldToStanding(entity, standing);
    if (held.entity !== undefined) entities.push(held.entity);
    problems.push(...held.problems);
  }
  return toHarvest(file, attachments, entities, problems, options);
}

/** Keeps what the file gave before where it is the same, and where the file now has errors. */
function toHarvest(
  file: TreeFile,
  attachments: FileHarvest["attachments"],
  fresh: readonly Entity[],
  problems: readonly Problem[],
  options: HarvestOptions,
): FileHarvest {
  const before = options.previous?.files.get(file.path)?.entities ?? [];
  const beforeByRef = new Map(before.map((entity) => [entity.ref, entity]));
  const entities = fresh.map((entity) => {
    const known = beforeByRef.get(entity.ref);
    return known !== undefined && isDeepStrictEqual(known, entity) ? known : entity;
  });
  if (problems.some((problem) => problem.severity === "error" && problem.code !== "untrusted_claim")) {
    const freshRefs = new Set(entities.map((entity) => entity.ref));
    const kept = before.filter((entity) => !freshRefs.has(entity.ref));
    entities.push(...kept.map((entity) => (entity.isStale ? entity : { ...entity, isStale: true as const })));
  }
  return { path: file.path, blobId: file.blobId, attachments, entities, problems };
}

function unreadableProblem(
  root: Root,
  path: string,
  reason: "absent" | "too_large" | "unreadable",
  options: HarvestOptions,
): Problem {
  const place = { source: options.sourceName, root: root.name, path, severity: "error" as const };
  return reason === "too_large"
    ? {
        ...place,
        code: "file_too_large",
        message: `${path} is larger than ${maxFileBytes / 1024} KB.`,
        fix: "Split it into smaller files.",
      }
    : {
        ...place,
        code: "file_unreadable",
        message: `${path} cannot be read.`,
        fix: "Check that the file is a regular file that Callboard may read.",
      };
}
