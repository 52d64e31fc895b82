import { readFile } from "node:fs/promises";
import { BotError } from "../../errors.ts";

const restore =
  "Nothing was changed. Restore the folder from a backup, or move the file away to keep it and ask for help.";

/** A file of the store that cannot be trusted: why, where, and what to do. */
export function damaged(
  place: { readonly path: string; readonly line?: number },
  what: string,
  fix: string = restore,
): BotError {
  const where = place.line === undefined ? place.path : `${place.path} line ${place.line}`;
  return new BotError("unavailable", `${where} ${what}. ${fix}`);
}

/** The code that the operating system gave an error, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}

/** All of a file that the store needs. Throws `unavailable`, naming it, when it cannot be read. */
export async function readWhole(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw damaged({ path }, `cannot be read (${systemCode(error) ?? error})`);
  }
}
