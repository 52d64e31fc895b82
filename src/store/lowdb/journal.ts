import { type FileHandle, open } from "node:fs/promises";
import { z } from "zod";
import { checkedLine, checkedLines } from "./checked-line.ts";
import { damaged, readWhole } from "./damaged.ts";
import { parsedJson } from "./parsed-json.ts";
import type { Change } from "./state.ts";
import { journalPath, replaceFile, writeFully } from "./store-files.ts";

const headerSchema = z.object({
  format: z.literal("callboard-journal"),
  schemaVersion: z.int().positive(),
  writtenBy: z.string(),
  seq: z.int().nonnegative(),
});

const recordSchema = z.object({
  seq: z.int().positive(),
  writes: z.array(z.object({ key: z.string(), value: z.unknown().optional() })),
});

/** The first line of a journal: it holds the changes after `seq`. */
export type JournalHeader = z.infer<typeof headerSchema>;

/** What was read of a journal file. */
export interface JournalContent {
  readonly header: JournalHeader;
  readonly records: number;
  /** How many bytes of whole records there are; what follows them is torn. */
  readonly wholeBytes: number;
  readonly torn?: { readonly line: number; readonly bytes: number };
}

/** A journal open for appending. */
export interface Journal {
  readonly path: string;
  /** The number of changes before it. */
  readonly seq: number;
  /** Bytes and records that are durable. */
  readonly bytes: number;
  readonly records: number;
  /** Appends records and makes them durable. When it throws, `repair` must succeed before the next append. */
  append(lines: readonly string[]): Promise<void>;
  /** Takes away what a failed append left behind. */
  repair(): Promise<void>;
  close(): Promise<void>;
}

/** The writes of a commit as JSON, made once when it is asked for: `recordLine` adds its number. */
export function changesJson(changes: readonly Change[]): string {
  const parts = changes.map(({ key, json }) =>
    json === undefined ? `{"key":${JSON.stringify(key)}}` : `{"key":${JSON.stringify(key)},"value":${json}}`,
  );
  return `[${parts.join(",")}]`;
}

/** A commit as a line of the journal. */
export const recordLine = (seq: number, changes: string): string => checkedLine(`{"seq":${seq},"writes":${changes}}`);

/** Creates the journal of the changes after `seq`, replacing one without changes. */
export async function createJournal(
  folder: string,
  header: { readonly seq: number; readonly schemaVersion: number; readonly writtenBy: string },
): Promise<Journal> {
  const path = journalPath(folder, header.seq);
  const line = checkedLine(JSON.stringify({ format: "callboard-journal", ...header } satisfies JournalHeader));
  await replaceFile(path, (file) => file.writeFile(line));
  return openJournal(path, { seq: header.seq, bytes: Buffer.byteLength(line), records: 0 });
}

/** Opens a journal to go on after its whole records; what is torn behind them is taken away first. */
export async function openJournal(
  path: string,
  found: { readonly seq: number; readonly bytes: number; readonly records: number },
): Promise<Journal> {
  const file = await open(path, "r+");
  let { bytes, records } = found;
  try {
    if ((await file.stat()).size !== bytes) await cut(file, bytes);
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    path,
    seq: found.seq,
    get bytes() {
      return bytes;
    },
    get records() {
      return records;
    },
    async append(lines) {
      const block = Buffer.from(lines.join(""));
      await writeFully(file, block, bytes);
      await file.datasync();
      bytes += block.length;
      records += lines.length;
    },
    repair: () => cut(file, bytes),
    close: () => file.close(),
  };
}

async function cut(file: FileHandle, bytes: number): Promise<void> {
  await file.truncate(bytes);
  await file.sync();
}

/**
 * Reads a journal; `onHeader` and `onRecord` get its parts in order. Throws `unavailable`, with file and line, at a
 * record that is complete and wrong, and at a number that does not follow the one before.
 */
export async function readJournal(
  path: string,
  on: { header(header: JournalHeader): void; record(seq: number, changes: readonly Change[]): void },
): Promise<JournalContent> {
  const bytes = await readWhole(path);
  let header: JournalHeader | undefined;
  let records = 0;
  let wholeBytes = 0;
  for (const item of checkedLines(bytes)) {
    const place = { path, line: item.line };
    if (item.type === "torn" && header !== undefined) {
      return { header, records, wholeBytes, torn: { line: item.line, bytes: bytes.length - item.start } };
    }
    if (item.type !== "line") throw damaged(place, item.type === "torn" ? "is cut short" : item.why);
    if (header === undefined) {
      header = readHeader(item.json, place);
      on.header(header);
    } else {
      const record = readRecord(item.json, header.seq + records + 1, place);
      on.record(record.seq, record.changes);
      records += 1;
    }
    wholeBytes = item.end;
  }
  if (header === undefined) throw damaged({ path, line: 1 }, "is empty");
  return { header, records, wholeBytes };
}

function readHeader(json: string, place: { path: string; line: number }): JournalHeader {
  const header = headerSchema.safeParse(parsedJson(json));
  if (!header.success) throw damaged(place, "is no header of a journal");
  return header.data;
}

function readRecord(json: string, expected: number, place: { path: string; line: number }) {
  const record = recordSchema.safeParse(parsedJson(json));
  if (!record.success) throw damaged(place, "is no change");
  const { seq, writes } = record.data;
  if (seq !== expected) throw damaged(place, `is change ${seq}, where change ${expected} should be`);
  return {
    seq,
    changes: writes.map(({ key, value }) => ({ key, json: value === undefined ? undefined : JSON.stringify(value) })),
  };
}
