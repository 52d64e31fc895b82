import type { Clock } from "../../clock.ts";
import { joinedSignal } from "./joined-signal.ts";
import { within } from "./pause.ts";

/** Attempts of which the newest alone goes on. */
export interface Newest {
  /** Ends the one that is under way; resolves when it ended. */
  supersede(): Promise<void>;
  /** Supersedes, then runs. Rejects as `attempt` does, unless a newer one took its place. */
  run(attempt: (signal: AbortSignal) => Promise<void>): Promise<void>;
}

/** What is almost shown is worth a moment: it can be replaced then, instead of standing beside what is newer. */
const graceMs = 300;

/** @param stopping ends every attempt */
export function createNewest(clock: Clock, stopping: AbortSignal): Newest {
  let current: { readonly ending: AbortController; readonly settled: Promise<void> } | undefined;

  async function supersede(): Promise<void> {
    for (let older = current; older !== undefined; older = current) {
      await within(clock, graceMs, older.settled);
      older.ending.abort();
      await older.settled;
    }
  }

  return {
    supersede,
    async run(attempt) {
      await supersede();
      const ending = new AbortController();
      const { signal, release } = joinedSignal([stopping, ending.signal]);
      const work = attempt(signal).finally(release);
      const own = { ending, settled: work.catch(() => undefined) };
      current = own;
      try {
        await work;
      } catch (error) {
        // A newer one took its place.
        if (!ending.signal.aborted) throw error;
      } finally {
        if (current === own) current = undefined;
      }
    },
  };
}
