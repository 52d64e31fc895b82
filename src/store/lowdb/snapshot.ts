import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { z } from "zod";
import { damaged, readWhole } from "./damaged.ts";
import { parsedJson } from "./parsed-json.ts";
import type { Entry, State } from "./state.ts";
import { replaceFile, writeFully } from "./store-files.ts";

const headerSchema = z.object({
  format: z.literal("callboard-snapshot"),
  schemaVersion: z.int().positive(),
  writtenBy: z.string(),
  seq: z.int().nonnegative(),
  entries: z.array(z.never()).length(0),
});

const footer = /^\],"count":(\d+),"sha256":"([0-9a-f]{64})"\}\n$/;
const hashEnd = ',"sha256":"';
const chunkLength = 256 * 1024;

/**
 * Writes the state to a file: one JSON document, with an entry a line, so that neither writing nor reading needs it as one
 * text. Entries are those at the call; what is written meanwhile is for the next snapshot. Resolves with the file's size.
 */
export async function writeSnapshot(
  path: string,
  state: State,
  { writtenBy, signal }: { writtenBy: string; signal: AbortSignal },
): Promise<number> {
  const { schemaVersion, seq } = state;
  const entries = [...state.entries.values()];
  const header = JSON.stringify({ format: "callboard-snapshot", schemaVersion, writtenBy, seq });
  let size = 0;
  await replaceFile(path, async (file) => {
    const out = hashedOutput(file, signal);
    let text = `${header.slice(0, -1)},"entries":[\n`;
    for (const [index, { key, version, json }] of entries.entries()) {
      text += `${index === 0 ? "" : ","}[${JSON.stringify(key)},${version},${json}]\n`;
      if (text.length > chunkLength) {
        await out.write(text); // also lets everybody else have their turn
        text = "";
      }
    }
    size = await out.end(`${text}],"count":${entries.length}`);
  });
  return size;
}

function hashedOutput(file: FileHandle, signal: AbortSignal) {
  const hash = createHash("sha256");
  let position = 0;
  async function write(text: string, isHashed = true): Promise<void> {
    signal.throwIfAborted();
    const bytes = Buffer.from(text);
    if (isHashed) hash.update(bytes);
    await writeFully(file, bytes, position);
    position += bytes.length;
  }
  return {
    write,
    async end(text: string): Promise<number> {
      await write(text);
      await write(`${hashEnd}${hash.digest("hex")}"}\n`, false);
      return position;
    },
  };
}

/** Reads a snapshot. Throws `unavailable`, naming the file, unless every byte of it is as it was written. */
export async function readSnapshot(path: string): Promise<{ state: State; bytes: number }> {
  const bytes = await readWhole(path);
  const lastLine = bytes.lastIndexOf("\n", -2) + 1;
  const end = footer.exec(bytes.toString("latin1", lastLine));
  const [, count, sha256] = end ?? [];
  if (sha256 === undefined) throw damaged({ path, line: lineAt(bytes, lastLine) }, "is not the end of a snapshot");
  const hashed = bytes.subarray(0, bytes.lastIndexOf(hashEnd));
  if (createHash("sha256").update(hashed).digest("hex") !== sha256) {
    throw damaged({ path, line: wrongLine(bytes, lastLine) }, "or a line after it was changed: the checksum is wrong");
  }
  const state = readState(bytes, lastLine, path);
  if (state.entries.size !== Number(count)) throw damaged({ path }, `has not the ${count} entries that it says`);
  return { state, bytes: bytes.length };
}

function readState(bytes: Buffer, end: number, path: string): State {
  const headerEnd = bytes.indexOf("\n");
  const header = headerSchema.safeParse(parsedJson(`${bytes.toString("utf8", 0, headerEnd)}]}`));
  if (!header.success) throw damaged({ path, line: 1 }, "is no header of a snapshot");
  const entries = new Map<string, Entry>();
  for (let start = headerEnd + 1, line = 2; start < end; line += 1) {
    const next = bytes.indexOf("\n", start);
    const entry = readEntry(bytes.toString("utf8", line === 2 ? start : start + 1, next));
    if (entry === undefined) throw damaged({ path, line }, "is no entry");
    entries.set(entry.key, entry);
    start = next + 1;
  }
  return { schemaVersion: header.data.schemaVersion, seq: header.data.seq, entries };
}

const entrySchema = z.tuple([z.string(), z.int().positive(), z.unknown()]);

function readEntry(line: string): Entry | undefined {
  const entry = entrySchema.safeParse(parsedJson(line));
  if (!entry.success) return undefined;
  const [key, version, value] = entry.data;
  return { key, version, json: JSON.stringify(value) };
}

/** The first line that cannot be an entry, for somebody who looks for the damage; else the first. */
function wrongLine(bytes: Buffer, end: number): number {
  for (let start = bytes.indexOf("\n") + 1, line = 2; start < end; line += 1) {
    const next = bytes.indexOf("\n", start);
    if (readEntry(bytes.toString("utf8", line === 2 ? start : start + 1, next)) === undefined) return line;
    start = next + 1;
  }
  return 1;
}

const lineAt = (bytes: Buffer, offset: number): number => {
  let line = 1;
  for (let at = bytes.indexOf("\n"); at !== -1 && at < offset; at = bytes.indexOf("\n", at + 1)) line += 1;
  return line;
};
