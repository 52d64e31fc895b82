import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Makes an empty folder beside the mirror, on the same disk, so that it can take the mirror's place by a rename. */
export async function createSibling(mirrorDir: string): Promise<string> {
  await mkdir(dirname(mirrorDir), { recursive: true });
  return mkdtemp(`${mirrorDir}${siblingMark}${process.pid}-`);
}

/** Puts `fresh` in the mirror's place. A crash in between leaves no mirror, which the next sync makes again. */
export async function replaceMirror(mirrorDir: string, fresh: string): Promise<void> {
  const old = await mkdtemp(`${mirrorDir}${siblingMark}${process.pid}-`);
  await rename(mirrorDir, join(old, "mirror")).catch(ignoreAbsent);
  await rename(fresh, mirrorDir);
  await removeFolder(old);
}

/** Removes what an interrupted process or fetch left: half-made mirrors beside it and half-received packs in it. Nothing may be under way. */
export async function sweepLeftovers(mirrorDir: string): Promise<void> {
  const parent = dirname(mirrorDir);
  const prefix = basename(mirrorDir) + siblingMark;
  for (const name of await namesIn(parent)) {
    if (name.startsWith(prefix) && !isOfAnother(name.slice(prefix.length))) await removeFolder(join(parent, name));
  }
  const packs = join(mirrorDir, "objects", "pack");
  for (const name of await namesIn(packs)) {
    if (name.startsWith("tmp_")) await removeFolder(join(packs, name));
  }
}

/** How many packs the mirror has; every fetch adds one. 0 when there is no mirror. */
export async function countPacks(mirrorDir: string): Promise<number> {
  const names = await namesIn(join(mirrorDir, "objects", "pack"));
  return names.filter((name) => name.endsWith(".pack")).length;
}

/** Removes a folder and all that is in it; it need not exist. */
export function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}

const siblingMark = ".tmp-";

/** Whether another process, which still runs, is making the folder with this ending. */
function isOfAnother(ending: string): boolean {
  const pid = Number(/^(\d+)-/.exec(ending)?.[1]);
  if (!Number.isInteger(pid) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process that we may not signal runs all the same.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return []; // no such folder, or a file in its place: git itself will say so and the mirror is made again
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
