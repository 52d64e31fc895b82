import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A `git` that writes down that it was started, and then is git. */
export interface GitCount {
  /** The folder it is in. */
  readonly folder: string;
  /** How often it was started since this was asked last. */
  take(): Promise<number>;
}

/** Makes it in a new folder; what it counts was tried out. */
export async function createGitCount(folder: string): Promise<GitCount> {
  const log = join(folder, "started");
  const program = join(folder, "git");
  await mkdir(folder, { recursive: true });
  await writeFile(log, "");
  await writeFile(
    program,
    `#!/bin/sh\necho "$1" >> '${log}'\nPATH='${process.env["PATH"]}'\nexport PATH\nexec git "$@"\n`,
  );
  await chmod(program, 0o755);
  const take = async () => {
    const lines = (await readFile(log, "utf8")).split("\n").filter((line) => line !== "");
    await writeFile(log, "");
    return lines.length;
  };
  await run("git", ["--version"], { env: { ...process.env, PATH: `${folder}:${process.env["PATH"]}` } });
  if ((await take()) !== 1) throw new Error("the starts of git are not counted");
  return { folder, take };
}
