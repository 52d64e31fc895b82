import type { FileContent, TreeFile } from "../source.ts";
import { type ByteReader, createByteReader } from "./byte-reader.ts";
import type { Git } from "./git.ts";

/** How reading went: how many files were delivered, and whether the next one is simply not in the mirror. */
export interface BlobStreamEnd {
  readonly delivered: number;
  readonly missing: boolean;
}

const readDeadlineMs = 600_000;

/**
 * Yields the content of each file, in order, from one `git cat-file`; it stops at the first that the mirror cannot give.
 * A file over `maxBytes` is passed over without being kept in memory.
 */
export async function* streamBlobs(
  git: Git,
  gitDir: string,
  files: readonly TreeFile[],
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<FileContent, BlobStreamEnd, undefined> {
  const input = files.map((file) => `${file.blobId}\n`).join("");
  const args = ["cat-file", "--batch", "--buffer"];
  const process = git.stream({ args, gitDir, input, deadlineMs: readDeadlineMs }, signal);
  const reader = createByteReader(process.stdout);
  let delivered = 0;
  try {
    for (const { path } of files) {
      const content = await readBlob(reader, path, maxBytes);
      if (typeof content === "string") return { delivered, missing: content === "missing" };
      delivered += 1;
      yield content;
      signal.throwIfAborted();
    }
    return { delivered, missing: false };
  } catch (error) {
    signal.throwIfAborted();
    if (isStreamEnd(error)) return { delivered, missing: false };
    throw error;
  } finally {
    process.stop();
    await process.ended;
  }
}

async function readBlob(
  reader: ByteReader,
  path: string,
  maxBytes: number,
): Promise<FileContent | "missing" | "broken"> {
  const header = parseHeader(await reader.line());
  if (header.type !== "blob") return header.type;
  const bytes = header.size > maxBytes ? await reader.skip(header.size) : await reader.exactly(header.size);
  if (!bytes || !(await reader.skip(1))) return "broken";
  return bytes === true ? { path, missing: "too_large" } : { path, bytes };
}

type Header = { readonly type: "blob"; readonly size: number } | { readonly type: "missing" | "broken" };

function parseHeader(line: string | undefined): Header {
  const size = /^[0-9a-f]+ blob (\d+)$/.exec(line ?? "")?.[1];
  if (size !== undefined) return { type: "blob", size: Number(size) };
  return { type: line?.endsWith(" missing") ? "missing" : "broken" };
}

function isStreamEnd(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}
