import type { AuditEntry } from "../audit.ts";
import type { Clock } from "../clock.ts";

/** Refusals that were written within the last hour: the same again says nothing new. */
export interface Refusals {
  /** Does `write`, or gives what came of it for an equal refusal of the same person within the hour. */
  once(entry: AuditEntry, write: () => Promise<void>): Promise<void>;
}

const sameMs = 3_600_000;
const remembered = 10_000;

/** Remembered by this run alone. */
export function createRefusals(clock: Clock): Refusals {
  const written = new Map<string, { readonly atMs: number; readonly kept: Promise<void> }>();
  return {
    once(entry, write) {
      const key = JSON.stringify([entry.who, entry.what, entry.reason]);
      const before = written.get(key);
      if (before !== undefined && clock.monotonicMs() - before.atMs < sameMs) return before.kept;
      const mine = { atMs: clock.monotonicMs(), kept: write() };
      written.delete(key);
      const [oldest] = written.keys();
      if (written.size >= remembered && oldest !== undefined) written.delete(oldest);
      written.set(key, mine);
      mine.kept.catch(() => {
        if (written.get(key) === mine) written.delete(key);
      });
      return mine.kept;
    },
  };
}
