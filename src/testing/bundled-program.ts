import { type ChildProcess, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A program of this folder as one file of JavaScript, which starts several times faster than its TypeScript. */
export interface BundledProgram {
  readonly path: string;
  /** Starts it with node, or with `command` in front. Its standard input ends with us, and so does it. */
  start(args: readonly string[], command?: readonly string[]): ChildProcess;
  remove(): Promise<void>;
}

/** Bundles the program at this address. */
export async function bundleProgram(entry: URL): Promise<BundledProgram> {
  const path = join(tmpdir(), `callboard-program-${process.pid}-${Math.random().toString(36).slice(2)}.mjs`);
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "error",
  });
  return {
    path,
    start(args, command = []) {
      const [file = process.execPath, ...rest] = [...command, process.execPath, path, ...args];
      return spawn(file, rest, { env: { PATH: process.env["PATH"] }, stdio: ["pipe", "pipe", "pipe"] });
    },
    remove: () => rm(path, { force: true }),
  };
}
