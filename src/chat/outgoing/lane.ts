import type { Clock } from "../../clock.ts";

/** What one host bears: whom it told to wait, and whether it answers at all. */
export interface Lane {
  /** How long a request must wait now, in milliseconds; 0 claims the way for one request. */
  claim(key: string): number;
  succeeded(): void;
  failed(): void;
  /** The host asked for a pause for one key, such as a method in one channel; the others go on. */
  limit(key: string, ms: number): void;
}

const failuresToOpen = 5;
const firstOpenMs = 5_000;
const maxOpenMs = 60_000;
const probeMs = 15_000;
/** Channels come from outside, so there may be many; who is forgotten is told once more to wait. */
const mostWaits = 1_000;

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

  /** Zero for a key that need not wait. */
  function limitedMs(key: string, nowMs: number): number {
    const untilMs = waits.size === 0 ? undefined : waits.get(key);
    if (untilMs === undefined) return 0;
    if (untilMs > nowMs) return untilMs - nowMs;
    waits.delete(key);
    return 0;
  }

  function makeRoom(nowMs: number): void {
    for (const [key, untilMs] of waits) if (untilMs <= nowMs) waits.delete(key);
    const [oldest] = waits.keys();
    if (waits.size >= mostWaits && oldest !== undefined) waits.delete(oldest);
  }

  return {
    claim(key) {
      const nowMs = clock.monotonicMs();
      const waitMs = limitedMs(key, nowMs);
      return waitMs > 0 ? waitMs : claimCircuit(nowMs);
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
    limit(key, ms) {
      const nowMs = clock.monotonicMs();
      if (waits.size >= mostWaits) makeRoom(nowMs);
      waits.set(key, nowMs + ms);
    },
  };
}

/** How long to wait before attempt `attempt` (from 1): doubling from a second to five minutes, with jitter. */
export function backoffMs(attempt: number): number {
  const step = Math.min(1000 * 2 ** (attempt - 1), 300_000);
  return Math.min(step + Math.random() * step * 0.5, 300_000);
}
