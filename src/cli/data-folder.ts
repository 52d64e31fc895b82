import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { BotError } from "../errors.ts";

/**
 * Makes the data folder where it is absent, and sees to it that it can be written to.
 * @throws BotError `invalid_config` with the reason
 */
export async function prepareDataFolder(path: string): Promise<void> {
  try {
    for (const folder of (await absentFolders(path)).reverse()) await make(folder, folder === path ? 0o700 : 0o755);
    if (!(await stat(path)).isDirectory()) throw refusal(path, "is not a folder");
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof BotError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw refusal(path, `cannot be ${code === "EROFS" || code === "EACCES" ? "written to" : "made"} (${code})`, error);
  }
}

/**
 * The folder and those it lies in, as far as there are none. One after the other: a recursive `mkdir` never ends in a
 * file system that makes no folders, as /proc: https://github.com/nodejs/node/issues/31481
 */
async function absentFolders(path: string): Promise<string[]> {
  const absent: string[] = [];
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    if (await exists(at)) break;
    absent.push(at);
  }
  return absent;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

async function make(path: string, mode: number): Promise<void> {
  await mkdir(path, { mode }).catch((error: NodeJS.ErrnoException) => {
    // Another process was faster.
    if (error.code !== "EEXIST") throw error;
  });
}

function refusal(path: string, what: string, cause?: unknown): BotError {
  const message = `The data folder ${path} ${what}. Correct data: in callboard.yaml, or the folder's permissions.`;
  return new BotError("invalid_config", message, { cause });
}
