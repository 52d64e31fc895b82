import { readdirSync, readFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";

/** The command lines of the processes that this one started, directly or not; Linux only. */
export interface CommandLineRecorder {
  readonly seen: ReadonlySet<string>;
  /** Adds those that run now. */
  look(): void;
  /** Looks again and again until `work` has settled. */
  during(work: Promise<unknown>): Promise<void>;
}

/** A recorder that has seen nothing yet. */
export function recordCommandLines(): CommandLineRecorder {
  const seen = new Set<string>();
  function look(): void {
    const parents = new Map(readdirSync("/proc").flatMap((pid) => (/^\d+$/.test(pid) ? [[pid, parentOf(pid)]] : [])));
    for (const pid of parents.keys()) {
      let ancestor = parents.get(pid);
      while (ancestor && ancestor !== String(process.pid)) ancestor = parents.get(ancestor);
      if (ancestor) seen.add(readProcess(pid, "cmdline").replaceAll("\0", " "));
    }
  }
  async function during(work: Promise<unknown>): Promise<void> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    while (!done) {
      look();
      await nextTurn();
    }
    await finished;
  }
  return { seen, look, during };
}

function parentOf(pid: string): string {
  return /\) \S (\d+)/.exec(readProcess(pid, "stat"))?.[1] ?? "";
}

function readProcess(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // it ended meanwhile
  }
}
