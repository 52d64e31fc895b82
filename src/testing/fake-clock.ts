import { setImmediate } from "node:timers/promises";
import type { Clock } from "../clock.ts";

/** A clock that moves only when told to. */
export interface FakeClock extends Clock {
  /** Lets time pass: wall and monotonic. Each timer that falls due runs at its time, and what it starts gets to settle. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock forward or back, as an administrator, NTP or a sleeping laptop does. Monotonic time stands. */
  stepWall(ms: number): void;
}

/** A fake clock that stands at `start`, by default a Thursday noon. */
export function createFakeClock(start: Date = new Date("2026-01-15T12:00:00Z")): FakeClock {
  let wallMs = start.getTime();
  let elapsedMs = 0;
  let timers: readonly { readonly dueMs: number; readonly run: () => void }[] = [];

  function passTo(targetMs: number): void {
    wallMs += targetMs - elapsedMs;
    elapsedMs = targetMs;
  }

  return {
    now: () => new Date(wallMs),
    monotonicMs: () => elapsedMs,
    after(delayMs, run) {
      const timer = { dueMs: elapsedMs + Math.max(delayMs, 0), run };
      timers = [...timers, timer].sort((a, b) => a.dueMs - b.dueMs);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(ms) {
      const targetMs = elapsedMs + ms;
      await setImmediate();
      for (let next = timers[0]; next && next.dueMs <= targetMs; next = timers[0]) {
        timers = timers.slice(1);
        passTo(next.dueMs);
        next.run();
        await setImmediate();
      }
      passTo(targetMs);
    },
    stepWall(ms) {
      wallMs += ms;
    },
  };
}
