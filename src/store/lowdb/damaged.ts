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
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
