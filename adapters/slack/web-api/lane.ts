import type { Clock } from "../../../src/clock.ts";

/** What one host bears: whom it told to wait, and whether it answers at all. */
export interface Lane {
  /** How long a request must wait now, in milliseconds; 0 claims the way for one request. */
  claim(method: string): number;
  succeeded(): void;
  failed(): void;
  /** The host asked for a pause for one method; the others go on. */
  limit(method: string, ms: number): void;
  /** True while requests are held back because the last ones failed. */
  isOpen(): boolean;
}

const failuresToOpen = 5;
const firstOpenMs = 5_000;
const maxOpenMs = 60_000;
const probeMs = 15_000;

/** A circuit that opens after five failures in a row and then lets a single request through to see. */
export function createLane(clock: Clock): Lane {
  const waits = new Map<string, number>();
  let failures = 0;
  let closedUntil = 0;
  let openMs = firstOpenMs;

  function claimCircuit(nowMs: number): number {
    if (failures < failuresToOpen) return 0;
    if (closedUntil > nowMs) return closedUntil - nowMs;
    // One probe at a time; should it never report back, the next one goes after this.
    closedUntil = nowMs + probeMs;
    return 0;
  }

  return {
    claim(method) {
      const nowMs = clock.monotonicMs();
      const limitedMs = (waits.get(method) ?? 0) - nowMs;
      if (limitedMs > 0) return limitedMs;
      waits.delete(method);
      return claimCircuit(nowMs);
    },
    succeeded() {
      failures = 0;
      openMs = firstOpenMs;
    },
    failed() {
      failures += 1;
      if (failures < failuresToOpen) return;
      closedUntil = clock.monotonicMs() + openMs;
      openMs = Math.min(openMs * 2, maxOpenMs);
    },
    limit(method, ms) {
      // Method names come from our own code, so the map stays small.
      waits.set(method, clock.monotonicMs() + ms);
    },
    isOpen: () => failures >= failuresToOpen,
  };
}

/** How long to wait before attempt `attempt` (from 1): doubling from a second to five minutes, with jitter. */
export function backoffMs(attempt: number): number {
  const step = Math.min(1000 * 2 ** (attempt - 1), 300_000);
  return Math.min(step + Math.random() * step * 0.5, 300_000);
}
