import { constants } from "node:fs";
import { type FileHandle, open, readlink, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { FileContent } from "./source.ts";

/** Regular files only: a link is refused by the open itself, and opening a pipe or a device does not wait. */
const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * Reads one file of a folder without ever leaving it, even when a directory on the way is swapped for a link meanwhile:
 * what was opened is asked where it really is. `folder` is a real path.
 */
export async function readFolderFile(folder: string, path: string, maxBytes: number): Promise<FileContent> {
  const full = join(folder, path);
  let file: FileHandle;
  try {
    file = await open(full, openFlags);
  } catch (error) {
    return { path, missing: isAbsence(error) ? "absent" : "unreadable" };
  }
  try {
    const found = await file.stat();
    if (!found.isFile() || !(await isAt(file, found, full))) return { path, missing: "unreadable" };
    if (found.size > maxBytes) return { path, missing: "too_large" };
    const bytes = await readAtMost(file, maxBytes + 1, found.size);
    return bytes.length > maxBytes ? { path, missing: "too_large" } : { path, bytes };
  } catch {
    return { path, missing: "unreadable" };
  } finally {
    await file.close();
  }
}

async function isAt(file: FileHandle, found: { dev: number; ino: number }, full: string): Promise<boolean> {
  if (process.platform === "linux") return (await readlink(`/proc/self/fd/${file.fd}`)) === full;
  const there = await stat(full);
  return there.dev === found.dev && there.ino === found.ino && (await realpath(full)) === full;
}

async function readAtMost(file: FileHandle, limit: number, expected: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  for (let room = Math.min(limit, expected + 1); room > 0; room = Math.min(limit - length, 65_536)) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(room), 0, room, null);
    if (bytesRead === 0) break;
    parts.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
  }
  return new Uint8Array(Buffer.concat(parts, length));
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
