import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number;
  /** Sends a message and waits for the answer. */
  ask(message: string): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** Starts `file` with Node, through tsx where it is TypeScript; it sends its port once it listens, and ends on `stop`. */
export async function startServer(file: string, args: readonly string[]): Promise<ServerProcess> {
  const loader = file.endsWith(".ts") ? ["--import", "tsx"] : [];
  const profile = process.env["BENCH_PROFILE"] ? ["--cpu-prof", `--cpu-prof-dir=${process.env["BENCH_PROFILE"]}`] : [];
  const child = spawn(process.execPath, [...profile, ...loader, file, ...args], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const { port } = await next(child);
  return {
    port: Number(port),
    ask(message) {
      const answer = next(child);
      child.send(message);
      return answer;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.send("stop");
      const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
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
