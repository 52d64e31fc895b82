import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import { readFolderFile } from "./read-folder-file.ts";
import type { TreeFile } from "./source.ts";
import { readTreePath } from "./tree-path.ts";

/** Lists a folder; it remembers what it hashed, so that a second listing reads only what changed. */
export interface FolderListing {
  /** The regular files under `folder`, a real path, in byte order. @throws the file system's error when any directory cannot be read */
  list(folder: string, signal: AbortSignal): Promise<readonly TreeFile[]>;
  /** Whether `bytes` are what `blobId` was given for; always true for an id that is not made from content. */
  isContentOf(blobId: string, bytes: Uint8Array): boolean;
}

/** A catalog file is smaller; hashing what nobody can want would make every sync as slow as the largest file. */
const maxHashedBytes = 1024 * 1024;

/** A file touched this shortly before it was hashed may be written again within the same tick of the file system's clock. */
const racyNs = 2_000_000_000n;

/**
 * A listing whose `blobId` is the hash of the content. The hash is kept as long as device, inode, size, mtime and ctime are
 * the same (a program cannot set ctime). A file over 1 MiB, or one that cannot be read, is known by those five instead.
 */
export function createFolderListing(clock: Clock): FolderListing {
  let remembered = new Map<string, { identity: string; blobId: string }>();

  async function blobIdOf(folder: string, path: string, found: BigIntStats): Promise<string> {
    const identity = identityOf(found);
    const before = remembered.get(path);
    if (before?.identity === identity) return before.blobId;
    const content = found.size > maxHashedBytes ? undefined : await readFolderFile(folder, path, maxHashedBytes);
    return content && "bytes" in content ? hashOf(content.bytes) : `stat-${identity}`;
  }

  return {
    async list(folder, signal) {
      const startedNs = BigInt(clock.now().getTime()) * 1_000_000n;
      const fresh: typeof remembered = new Map();
      const files: TreeFile[] = [];
      for await (const { path, found } of walk(folder, "", signal)) {
        const blobId = await blobIdOf(folder, path, found);
        files.push({ path, blobId });
        if (startedNs - found.ctimeNs > racyNs) fresh.set(path, { identity: identityOf(found), blobId });
      }
      remembered = fresh;
      return inByteOrder(files);
    },
    isContentOf: (blobId, bytes) => blobId.startsWith("stat-") || blobId === hashOf(bytes),
  };
}

/** Names are read as bytes, so that one which is not UTF-8 is left out and not mistaken for another. */
async function* walk(
  folder: string,
  below: string,
  signal: AbortSignal,
): AsyncGenerator<{ path: string; found: BigIntStats }> {
  signal.throwIfAborted();
  for (const name of await readdir(join(folder, below), { encoding: "buffer" })) {
    const text = readTreePath(name);
    if (text === undefined || text === "node_modules") continue;
    const path = below === "" ? text : `${below}/${text}`;
    const found = await lstat(join(folder, path), { bigint: true }).catch(ignoreVanished);
    if (found?.isDirectory()) yield* walk(folder, path, signal);
    else if (found?.isFile()) yield { path, found };
  }
}

function identityOf(found: BigIntStats): string {
  return [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join("-");
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 40);
}

function inByteOrder(files: readonly TreeFile[]): TreeFile[] {
  return files
    .map((file) => ({ file, key: Buffer.from(file.path) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ file }) => file);
}

function ignoreVanished(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
  return undefined; // removed since its folder was listed: it is simply not there
}
