import { execFileSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A small disk at a folder, there for one process alone. */
export interface SmallDisk {
  /** Stands in front of the process that is to have it. */
  readonly command: readonly string[];
  /** Stands in front of further processes that are to see it too. */
  beside(pid: number): readonly string[];
  /** Leaves no room on the disk of that process. */
  fill(pid: number): void;
  /** Makes the room again. */
  empty(pid: number): void;
}

/**
 * A disk for the folder; undefined where the system allows none.
 * @param options how it is mounted: 4 MB unless told
 */
export function smallDisk(folder: string, options = "size=4m"): SmallDisk | undefined {
  const mount = `mount -t tmpfs -o ${options} tmpfs "$1" && shift && exec "$@"`;
  const ballast = (pid: number): string => `/proc/${pid}/root${join(folder, "ballast")}`;
  for (const { enter, join: joining } of [
    { enter: ["-m"], join: ["-m"] },
    { enter: ["-r", "-m"], join: ["-U", "--preserve-credentials", "-m"] },
  ]) {
    const command = ["unshare", ...enter, "sh", "-c", mount, "sh", folder];
    try {
      execFileSync(command[0] ?? "", [...command.slice(1), "true"], { stdio: "ignore" });
    } catch {
      // The next way may be allowed.
      continue;
    }
    return {
      command,
      beside: (pid) => ["nsenter", "-t", String(pid), ...joining],
      fill(pid) {
        const file = openSync(ballast(pid), "w");
        try {
          for (const size of [65_536, 4096, 1]) writeUntilFull(file, size);
        } finally {
          closeSync(file);
        }
      },
      empty: (pid) => rmSync(ballast(pid)),
    };
  }
  return undefined;
}

function writeUntilFull(file: number, size: number): void {
  const block = Buffer.alloc(size, 1);
  try {
    while (writeSync(file, block) === size);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
