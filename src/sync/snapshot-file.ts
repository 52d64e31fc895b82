import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { breathe } from "../breathe.ts";
import type { FileHarvest, RootHarvest, SourceHarvest } from "./harvest.ts";

/** Changes whenever an older or newer Callboard could misread the file; it is then read from Git again. */
const format = 2;

/** What the sources gave, kept in the data folder so that a restart answers before any network. Rebuildable from Git. */
export interface SnapshotFile {
  /** Undefined when there is none or when it is damaged, cut short or of another format. */
  load(): Promise<readonly SourceHarvest[] | undefined>;
  /** Replaces it in one step. When `isContentSame`, only the times and failures of the sources are written. */
  save(sources: readonly SourceHarvest[], options: { isContentSame: boolean }): Promise<void>;
}

const stateSchema = z.array(
  z.object({
    name: z.string(),
    syncedAt: z.iso.datetime().optional(),
    failure: z.object({ code: z.string(), message: z.string() }).optional(),
    held: z.object({ removed: z.number(), of: z.number() }).optional(),
    roots: z
      .array(
        z.object({
          rootId: z.string(),
          isMissed: z.literal(true).optional(),
          failure: z.object({ code: z.string(), message: z.string(), since: z.iso.datetime() }).optional(),
        }),
      )
      .optional(),
  }),
);

/** What changes about a source while its content stays. */
interface KeptState {
  readonly source: Pick<SourceHarvest, "syncedAt" | "failure" | "held">;
  readonly roots: ReadonlyMap<string, Pick<RootHarvest, "isMissed" | "failure">>;
}

/** @param folder the data folder; made when it does not exist */
export function createSnapshotFile(folder: string): SnapshotFile {
  const contentPath = join(folder, "catalog.jsonl");
  const statePath = join(folder, "catalog-state.json");
  return {
    async load() {
      const sources = await readContent(contentPath);
      if (sources === undefined) return undefined;
      const states = await readState(statePath);
      return sources.map((source) => withState(source, states.get(source.name)));
    },
    async save(sources, { isContentSame }) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!isContentSame) await replaceFile(contentPath, contentLines(sources));
      await replaceFile(statePath, [JSON.stringify(sources.map(stateOf))]);
    },
  };
}

function stateOf({ name, syncedAt, failure, held, roots }: SourceHarvest): unknown {
  const troubled = roots.filter((root) => root.isMissed || root.failure !== undefined);
  return {
    name,
    syncedAt,
    failure,
    held,
    ...(troubled.length > 0 && {
      roots: troubled.map((root) => ({ rootId: root.rootId, isMissed: root.isMissed, failure: root.failure })),
    }),
  };
}

function withState(source: SourceHarvest, state: KeptState | undefined): SourceHarvest {
  if (state === undefined) return source;
  const { roots } = state;
  return {
    ...source,
    ...state.source,
    ...(roots.size > 0 && { roots: source.roots.map((root) => ({ ...root, ...roots.get(root.rootId) })) }),
  };
}

/** One line a record: header, then each source, its roots and their files in order, then a footer with the checksum of all before. */
function* contentLines(sources: readonly SourceHarvest[]): Generator<string> {
  const hash = createHash("sha256");
  function line(record: unknown): string {
    // readline also ends lines at U+2028 and U+2029, which JSON leaves as they are.
    const json = JSON.stringify(record).replace(/[\u2028\u2029]/g, (separator) =>
      separator === "\u2028" ? "\\u2028" : "\\u2029",
    );
    const text = `${json}\n`;
    hash.update(text);
    return text;
  }
  yield line({ format });
  for (const { name, fingerprint, isTrusted, roots } of sources) {
    yield line({ source: { name, fingerprint, isTrusted } });
    for (const { files, isMissed: _isMissed, failure: _failure, ...root } of roots) {
      yield line({ root });
      for (const file of files.values()) yield line({ file });
    }
  }
  yield `${JSON.stringify({ sha256: hash.digest("hex") })}\n`;
}

interface ContentReader {
  readonly sources: (SourceHarvest & { roots: RootHarvest[] })[];
  readonly hash: ReturnType<typeof createHash>;
  isWhole: boolean;
}

async function readContent(path: string): Promise<readonly SourceHarvest[] | undefined> {
  const reader: ContentReader = { sources: [], hash: createHash("sha256"), isWhole: false };
  const pause = breathe();
  const input = createReadStream(path);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (!readRecord(reader, line)) return undefined;
      if (pause.isDue()) await pause.take();
    }
  } catch {
    // Absent or damaged: Git has everything, so there is nothing to save and nobody to tell.
    return undefined;
  } finally {
    input.destroy();
  }
  return reader.isWhole ? reader.sources : undefined;
}

/** False when the record shows that the file is of no use. */
function readRecord(reader: ContentReader, line: string): boolean {
  const record: Record<string, unknown> = JSON.parse(line);
  if (record.sha256 !== undefined) {
    reader.isWhole = record.sha256 === reader.hash.digest("hex");
    return reader.isWhole;
  }
  reader.hash.update(`${line}\n`);
  if (record.format !== undefined) return record.format === format;
  const source = reader.sources.at(-1);
  if (record.source !== undefined) {
    reader.sources.push({ ...(record.source as Omit<SourceHarvest, "roots">), roots: [] });
  } else if (record.root !== undefined && source !== undefined) {
    source.roots.push({ ...(record.root as Omit<RootHarvest, "files">), files: new Map() });
  } else if (record.file !== undefined) {
    const file = record.file as FileHarvest;
    (source?.roots.at(-1)?.files as Map<string, FileHarvest> | undefined)?.set(file.path, file);
  }
  return true;
}

async function readState(path: string): Promise<ReadonlyMap<string, KeptState>> {
  try {
    const states = stateSchema.parse(JSON.parse(await readFile(path, "utf8")));
    return new Map(states.map((state) => [state.name, keptState(state)]));
  } catch {
    // Without it the catalog only looks older than it is, until the next sync.
    return new Map();
  }
}

function keptState({ syncedAt, failure, held, roots = [] }: z.infer<typeof stateSchema>[number]): KeptState {
  const kept = roots.map(({ rootId, isMissed, failure: why }): [string, Pick<RootHarvest, "isMissed" | "failure">] => [
    rootId,
    { ...(isMissed && { isMissed }), ...(why && { failure: { ...why, since: new Date(why.since) } }) },
  ]);
  return {
    source: { ...(syncedAt && { syncedAt: new Date(syncedAt) }), ...(failure && { failure }), ...(held && { held }) },
    roots: new Map(kept),
  };
}

/** Written beside, made durable, then renamed: a reader sees the old file or the new one, whole. */
async function replaceFile(path: string, lines: Iterable<string>): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const pause = breathe();
  const file = await open(temporary, "w", 0o600);
  try {
    let buffer = "";
    for (const line of lines) {
      buffer += line;
      if (buffer.length > 256 * 1024) {
        await file.write(buffer);
        buffer = "";
      }
      if (pause.isDue()) await pause.take();
    }
    await file.write(buffer);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await file.close();
  await rename(temporary, path);
  const directory = await open(dirname(path), "r");
  await directory.sync().finally(() => directory.close());
}
