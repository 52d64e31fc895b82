import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

/** A `git` of the test's own, first on the PATH. */
export interface GitOnPath {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The subcommands that were run with it so far, in order. */
  commands(): Promise<string[]>;
}

/**
 * Puts a `git` on a PATH that records each subcommand, then runs `script` (POSIX shell; `$1` is the subcommand), then the
 * real git. git's own children find the real one. It is removed with the running test.
 */
export async function gitOnPath(script = ""): Promise<GitOnPath> {
  const folder = await temporaryFolder();
  const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  const record = join(folder, "commands");
  await writeFile(record, "");
  const text = `#!/bin/sh\nprintf '%s\\n' "$1" >> '${record}'\n${script}\nexec '${real}' "$@"\n`;
  await addCommand(folder, "git", text);
  return {
    environment: { ...process.env, PATH: [join(folder, "bin"), process.env["PATH"]].join(delimiter) },
    commands: async () => (await readFile(record, "utf8")).split("\n").filter((line) => line !== ""),
  };
}

/** Writes an executable into `<folder>/bin`. */
export async function addCommand(folder: string, name: string, text: string): Promise<void> {
  await mkdir(join(folder, "bin"), { recursive: true });
  await writeFile(join(folder, "bin", name), text);
  await chmod(join(folder, "bin", name), 0o755);
}
