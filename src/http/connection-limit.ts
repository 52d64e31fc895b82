import { readFile } from "node:fs/promises";

const MOST = 12_000;
const OPEN_FILES_USUALLY = 1024;

/**
 * How many connections may be open: half of the files that the process may open, so that those of the store and of Git
 * are never refused because of strangers' connections.
 */
export async function connectionLimit(): Promise<number> {
  return Math.min(MOST, Math.floor((await openFilesLimit()) / 2));
}

/** Node raises its soft limit to the hard one when it starts; Linux alone says what it is. */
async function openFilesLimit(): Promise<number> {
  try {
    const limits = await readFile("/proc/self/limits", "utf8");
    const soft = /^Max open files +(\d+|unlimited)/m.exec(limits)?.[1];
    return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft ?? OPEN_FILES_USUALLY);
  } catch {
    return OPEN_FILES_USUALLY;
  }
}
