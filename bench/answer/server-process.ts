import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number;
  /** Sends a message and waits for the answer. */
  ask(message: string): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** Starts Node with these arguments, a program that sends its port once it listens, and ends on `stop`. */
export async function startServer(args: readonly string[]): Promise<ServerProcess> {
  const child = launch(args);
  const { port } = await next(child);
  return serverProcess(child, Number(port));
}

/** Bundles a TypeScript program as the bot is bundled: what tsx adds to each function would be measured, too. */
export async function bundled(file: URL): Promise<string> {
  const outfile = fileURLToPath(
    new URL(`../../node_modules/.cache/callboard-bench/${process.pid}.mjs`, import.meta.url),
  );
  const entryPoints = [fileURLToPath(file)];
  await build({ entryPoints, outfile, bundle: true, packages: "external", platform: "node", format: "esm" });
  return outfile;
}

/** Starts the bot as it is installed, with the configuration in `folder`; ready when it answers from its catalog. */
export async function startBot(folder: string, port: number): Promise<ServerProcess> {
  const hook = new URL("figures-hook.js", import.meta.url).href;
  const program = fileURLToPath(new URL("../../bin/callboard.js", import.meta.url));
  const child = launch(["--import", hook, program, "start"], folder);
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the bot ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return serverProcess(child, port);
    await setTimeout(100);
  }
  throw new Error("the bot did not get ready");
}

function launch(args: readonly string[], cwd?: string): ChildProcess {
  const folder = process.env["BENCH_PROFILE"];
  const profile = folder ? ["--cpu-prof", `--cpu-prof-dir=${folder}`] : [];
  const stdio = ["ignore", "inherit", "inherit", "ipc"] as const;
  return spawn(process.execPath, [...profile, ...args], { stdio: [...stdio], ...(cwd !== undefined && { cwd }) });
}

function serverProcess(child: ChildProcess, port: number): ServerProcess {
  return {
    port,
    ask(message) {
      const answer = next(child);
      child.send(message);
      return answer;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.send("stop");
      const timer = globalThis.setTimeout(() => child.kill("SIGKILL"), 20_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function next(child: ChildProcess): Promise<Record<string, number>> {
  const ending = new AbortController();
  const gone = once(child, "exit", { signal: ending.signal }).then(([code]) => {
    throw new Error(`a server of the bench ended with ${code}`);
  });
  gone.catch(() => undefined);
  const message = once(child, "message").then(([value]) => value as Record<string, number>);
  return Promise.race([message, gone]).finally(() => ending.abort());
}
