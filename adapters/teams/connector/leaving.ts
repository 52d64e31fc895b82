import type { Clock } from "../../../src/clock.ts";

/** The last moments of a run: what would have to wait beyond them is ended at once, so that nobody waits for it in vain. */
export interface Leaving {
  /** From now on there are `ms` left. */
  begin(ms: number): void;
  /** The clock by which a call waits for its turn and between its attempts; `end` ends a call that would wait too long. */
  clockOf(end: () => void): Clock;
}

interface Wait {
  readonly untilMs: number;
  readonly end: () => void;
}

/** Nobody leaves yet. */
export function createLeaving(clock: Clock): Leaving {
  const waits = new Set<Wait>();
  let lastMs = Number.POSITIVE_INFINITY;

  return {
    begin(ms) {
      lastMs = clock.monotonicMs() + ms;
      for (const { untilMs, end } of [...waits]) if (untilMs > lastMs) end();
    },
    clockOf: (end) => ({
      ...clock,
      after(delayMs, run) {
        const wait = { untilMs: clock.monotonicMs() + delayMs, end };
        if (wait.untilMs > lastMs) {
          end();
          // Whoever waits finds that it was ended.
          return clock.after(0, run);
        }
        waits.add(wait);
        const cancel = clock.after(delayMs, () => {
          waits.delete(wait);
          run();
        });
        return () => {
          waits.delete(wait);
          cancel();
        };
      },
    }),
  };
}
