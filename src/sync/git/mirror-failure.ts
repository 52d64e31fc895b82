import { BotError } from "../../errors.ts";

/**
 * What went wrong with a mirror as people are told. What is no BotError yet comes from the file system: a full disk, a folder
 * that may not be written; anything else is a bug, and is thrown.
 */
export function mirrorFailure(error: unknown, mirrorDir: string): BotError {
  if (error instanceof BotError) return error;
  if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
  return new BotError(
    "unavailable",
    `The mirror ${mirrorDir} could not be written (${error.code}). Check the disk and its rights.`,
    {
      cause: error,
    },
  );
}
