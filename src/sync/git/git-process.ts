import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { Clock } from "../../clock.ts";
import { BotError } from "../../errors.ts";

/** How a git process ended. `stderr` is the redacted end of what it said. */
export type GitEnd =
  | { readonly type: "succeeded" }
  | { readonly type: "failed"; readonly exitCode: number | undefined; readonly stderr: string }
  | { readonly type: "timed_out"; readonly stderr: string };

/** A git process under way. */
export interface GitProcess {
  readonly stdout: Readable;
  /** Settles when the process and its children are gone. Rejects with the signal's reason when aborted, and with a BotError without git. */
  readonly ended: Promise<GitEnd>;
  /** Ends it, because nobody wants the rest. */
  stop(): void;
}

const stderrLimit = 4096;
const graceMs = 2000;

/** Starts git in a process group of its own, without a terminal; it is ended at the deadline or on abort, with all its children. */
export function startGit(options: {
  args: readonly string[];
  environment: Record<string, string>;
  input?: string;
  deadlineMs: number;
  redact: (text: string) => string;
  clock: Clock;
  signal: AbortSignal;
}): GitProcess {
  options.signal.throwIfAborted();
  const child = spawn("git", options.args, {
    cwd: "/",
    env: options.environment,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  let stderr = Buffer.alloc(0);
  let timedOut = false;
  let closed = false;
  let cancelKill: (() => void) | undefined;

  function stop() {
    if (closed || cancelKill) return;
    killGroup(child.pid, "SIGTERM");
    cancelKill = options.clock.after(graceMs, () => killGroup(child.pid, "SIGKILL"));
    child.stdout.destroy();
  }
  const cancelDeadline = options.clock.after(options.deadlineMs, () => {
    timedOut = true;
    stop();
  });
  options.signal.addEventListener("abort", stop, { once: true });

  child.stdin.on("error", () => {}); // a process that ends early closes its input; its exit status says why
  child.stdin.end(options.input ?? "");
  child.stderr.on("data", (chunk: Buffer) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-stderrLimit);
  });

  const ended = new Promise<GitEnd>((resolve, reject) => {
    child.once("error", (cause) => reject(withoutGit(cause)));
    child.once("close", (exitCode) => {
      closed = true;
      const said = options.redact(stderr.toString("utf8"));
      if (options.signal.aborted) reject(options.signal.reason);
      else if (timedOut) resolve({ type: "timed_out", stderr: said });
      else if (exitCode === 0) resolve({ type: "succeeded" });
      else resolve({ type: "failed", exitCode: exitCode ?? undefined, stderr: said });
    });
  }).finally(() => {
    cancelDeadline();
    cancelKill?.();
    options.signal.removeEventListener("abort", stop);
  });
  ended.catch(() => {}); // a caller that stops early need not look at the end
  return { stdout: child.stdout, ended, stop };
}

function killGroup(pid: number | undefined, signal: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // the group is gone already
  }
}

function withoutGit(cause: Error): BotError {
  return new BotError("unavailable", "git could not be started. Install git 2.39 or later and put it on the PATH.", {
    cause,
  });
}
