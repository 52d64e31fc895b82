import { createHash } from "node:crypto";
import { lstat, mkdir, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BotError } from "../../errors.ts";

/** The system takes at most 104 to 108 bytes as the path of a socket: https://man7.org/linux/man-pages/man7/unix.7.html */
const maxBytes = 100;

/**
 * Where the bot of a data folder listens: in that folder, or, where that path is too long for a socket, in a folder of our
 * own among the temporary ones, whose name follows from the data folder's.
 */
export function socketPath(dataFolder: string): string {
  const path = join(dataFolder, "callboard.sock");
  return Buffer.byteLength(path) <= maxBytes ? path : join(substituteFolder(dataFolder), "callboard.sock");
}

/**
 * Makes sure that nobody else can have put the socket where it is looked for.
 * @throws BotError `not_allowed` for a folder among the temporary ones that is not ours alone
 */
export async function secureSocketFolder(dataFolder: string, { make }: { readonly make: boolean }): Promise<void> {
  const folder = dirname(socketPath(dataFolder));
  if (folder === dataFolder) return;
  if (make) await mkdir(folder, { mode: 0o700 }).catch(ignoreExisting);
  const stats = await lstat(folder).catch(() => undefined);
  if (stats === undefined) return;
  const isOurs = stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0;
  if (!isOurs)
    throw new BotError("not_allowed", `${folder} is not ours alone. Remove it, or use a shorter data folder.`);
}

/** Removes what `secureSocketFolder` made. */
export async function removeSocketFolder(dataFolder: string): Promise<void> {
  const folder = dirname(socketPath(dataFolder));
  // Another bot may already be in it.
  if (folder !== dataFolder) await rmdir(folder).catch(() => undefined);
}

function substituteFolder(dataFolder: string): string {
  return join(tmpdir(), `callboard-${createHash("sha256").update(dataFolder).digest("hex").slice(0, 16)}`);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
