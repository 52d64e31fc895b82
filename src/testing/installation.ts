import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { CommandEnd } from "./fake-terminal.ts";

/** Callboard as it is installed, in a folder of its own: what it writes beside itself is nobody else's. */
export interface Installation {
  readonly path: string;
  /** Starts `callboard <args>` as a process of its own, with `command` in front. Its environment is `PATH` and what is given. */
  start(
    args: readonly string[],
    options: { cwd: string; env?: Readonly<Record<string, string>>; command?: readonly string[] },
  ): RunningCommand;
  remove(): Promise<void>;
}

/** A process under way. */
export interface RunningCommand {
  readonly process: ChildProcess;
  readonly ended: Promise<CommandEnd & { readonly signal: NodeJS.Signals | null }>;
}

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Builds what is stale and installs it. */
export async function install(): Promise<Installation> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "callboard-installed-")));
  await promisify(execFile)(process.execPath, [join(repository, "scripts", "build.js"), "--if-stale"]);
  await copyBuild(join(path, "dist"));
  await mkdir(join(path, "data"));
  for (const part of ["bin", "package.json", "manifest.json", join("data", "catalog"), join("data", "repositories")]) {
    await cp(join(repository, part), join(path, part), { recursive: true });
  }
  await symlink(join(repository, "node_modules"), join(path, "node_modules"));
  return {
    path,
    start(args, { cwd, env = {}, command = [] }) {
      const program = [process.execPath, join(path, "bin", "callboard.js"), ...args] as const;
      const [file = process.execPath, ...rest] = [...command, ...program];
      const child = spawn(file, rest, {
        cwd,
        env: { PATH: process.env["PATH"], ...env },
        stdio: ["pipe", "pipe", "pipe"],
      });
      child.stdin.on("error", () => {}); // a process that ended does not read the rest
      return { process: child, ended: endOf(child) };
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** A build that another process replaces meanwhile is copied again. */
async function copyBuild(target: string): Promise<void> {
  const dist = join(repository, "dist");
  for (let attempt = 1; ; attempt += 1) {
    const before = await builtAt(dist);
    const isCopied = await cp(dist, target, { recursive: true }).then(
      () => true,
      () => false,
    );
    if (isCopied && before !== undefined && before === (await builtAt(dist))) return;
    if (attempt === 100) throw new Error("dist/ is not a complete build. Run npm run build.");
    await rm(target, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function builtAt(dist: string): Promise<number | undefined> {
  return (await stat(join(dist, ".built")).catch(() => undefined))?.mtimeMs;
}

async function endOf(child: ChildProcess): Promise<Awaited<RunningCommand["ended"]>> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the process has no output");
  const closed = new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once("close", (...end) => resolve(end)),
  );
  const [output, errors] = await Promise.all([text(stdout), text(stderr)]);
  const [exitCode, signal] = await closed;
  return { exitCode: exitCode ?? -1, signal, output, errors };
}
