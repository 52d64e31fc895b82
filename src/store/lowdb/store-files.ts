import { chmod, type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BotError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { systemCode } from "./damaged.ts";

/** The store's files of one kind, each by the number of changes it starts after, rising. */
export type NumberedFiles = ReadonlyMap<number, string>;

/** What lies in the folder of a store. */
export interface StoreFiles {
  readonly snapshots: NumberedFiles;
  readonly journals: NumberedFiles;
  readonly temporary: readonly string[];
}

const ownName = /^(?:(snapshot)-(\d+)\.json|(journal)-(\d+)\.jsonl|marker\.json|.*\.tmp)$/;

/** Where the state after `seq` changes lies as a whole. */
export const snapshotPath = (folder: string, seq: number): string => join(folder, `snapshot-${seq}.json`);
/** Where the changes after `seq` lie. */
export const journalPath = (folder: string, seq: number): string => join(folder, `journal-${seq}.jsonl`);
/** Says that the folder is a store, and how much at least is in it. */
export const markerPath = (folder: string): string => join(folder, "marker.json");

/** The files of the store in `folder`; files of other names are nobody's business. */
export async function listStoreFiles(folder: string): Promise<StoreFiles> {
  const names = await readdir(folder);
  const numbered = (kind: RegExp): NumberedFiles =>
    new Map(
      names
        .flatMap((name): [number, string][] => {
          const seq = kind.exec(name)?.[1];
          return seq === undefined ? [] : [[Number(seq), join(folder, name)]];
        })
        .sort(([a], [b]) => a - b),
    );
  return {
    snapshots: numbered(/^snapshot-(\d+)\.json$/),
    journals: numbered(/^journal-(\d+)\.jsonl$/),
    temporary: names
      .filter((name) => /^(snapshot|journal|marker)\b.*\.tmp$/.test(name))
      .map((name) => join(folder, name)),
  };
}

/**
 * Makes the folder where it is absent, and sees to it that only we may read what is in it: what is open to others is
 * closed and logged, what belongs to somebody else is refused.
 */
export async function secureFolder(folder: string, log: Log): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncUpwards(dirname(folder), dirname(made));
    await secure(folder, 0o700, log);
    for (const name of await readdir(folder)) if (ownName.test(name)) await secure(join(folder, name), 0o600, log);
  } catch (error) {
    const code = systemCode(error);
    if (code !== "EACCES" && code !== "EPERM" && code !== "EROFS" && code !== "ENOTDIR" && code !== "EEXIST")
      throw error;
    const us = process.getuid?.();
    throw new BotError(
      "not_allowed",
      `The store's folder ${folder} cannot be used (${code}). Give it to the user that runs Callboard${us === undefined ? "" : ` (uid ${us})`}, with mode 700.`,
      { cause: error },
    );
  }
}

async function secure(path: string, mode: number, log: Log): Promise<void> {
  const found = await stat(path).catch((error) => {
    if (systemCode(error) === "ENOENT") return undefined; // another process may be cleaning up
    throw error;
  });
  if (found === undefined) return;
  const us = process.getuid?.();
  const isFolder = found.isDirectory();
  // A mounted volume often belongs to root and is opened to us by its group: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
  if (us !== undefined && found.uid !== us && !isFolder) {
    throw new BotError(
      "not_allowed",
      `${path} belongs to uid ${found.uid}, and Callboard runs as uid ${us}. Run it as uid ${found.uid}, or give it the folder: chown -R ${us} ${dirname(path)}.`,
    );
  }
  if ((found.mode & 0o077) === 0 || process.platform === "win32") return;
  const facts = { path, mode: (found.mode & 0o777).toString(8), owner: found.uid };
  if (us !== undefined && found.uid !== us) {
    log.warn(facts, "the store's folder belongs to somebody else and is open to others");
    return;
  }
  await chmod(path, mode);
  log.warn(facts, "the store was open to other users; now it is not");
}

/**
 * Replaces a file as a whole: written beside, made durable, renamed, and the name made durable. Whoever reads sees the
 * old file or the new one. When it fails, the old one stays and nothing is left beside.
 */
export async function replaceFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, "w", 0o600);
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes names that were created, renamed or removed in a folder durable. */
async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, "r");
  await directory.sync().finally(() => directory.close());
}

/** Makes the folders durable that were made above `folder`, up to `top`, which was there. */
async function syncUpwards(folder: string, top: string): Promise<void> {
  await syncFolder(folder);
  if (folder !== top && dirname(folder) !== folder) await syncUpwards(dirname(folder), top);
}

/** Writes all of `bytes` at `position`, however many calls it takes. */
export async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
