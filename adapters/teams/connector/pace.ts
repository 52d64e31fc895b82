import type { Lane } from "../../../src/chat/outgoing/lane.ts";
import type { Clock } from "../../../src/clock.ts";

/** At most `count` in any `ms`. */
interface Window {
  readonly count: number;
  readonly ms: number;
}

/** What one conversation bears: https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit */
const paces = {
  write: [
    { count: 7, ms: 1_000 },
    { count: 8, ms: 2_000 },
    { count: 60, ms: 30_000 },
  ],
  read: [
    { count: 14, ms: 1_000 },
    { count: 16, ms: 2_000 },
    { count: 120, ms: 30_000 },
  ],
} as const satisfies Readonly<Record<string, readonly Window[]>>;

/** Conversations come from outside, so there may be many; what was forgotten is limited by Teams itself. */
const mostKeys = 1_000;

/**
 * The lane with a pace for each key: more than Teams takes is not even sent. Keys begin with the name of their pace, as in
 * `write 19:…`.
 */
export function pacedLane(lane: Lane, clock: Clock): Lane {
  const sent = new Map<string, readonly number[]>();

  return {
    ...lane,
    claim(key) {
      const windows = key.startsWith("read ") ? paces.read : paces.write;
      const nowMs = clock.monotonicMs();
      const times = (sent.get(key) ?? []).filter((atMs) => nowMs - atMs < longest(windows));
      const waitMs = Math.max(...windows.map((window) => waitFor(window, times, nowMs)));
      if (waitMs > 0) return waitMs;
      const laneMs = lane.claim(key);
      if (laneMs > 0) return laneMs;
      sent.delete(key);
      sent.set(key, [...times, nowMs]);
      const [oldest] = sent.keys();
      if (sent.size > mostKeys && oldest !== undefined) sent.delete(oldest);
      return 0;
    },
  };
}

function longest(windows: readonly Window[]): number {
  return Math.max(...windows.map(({ ms }) => ms));
}

/** Until the one that is `count` back has left the window; 0 when there is room. */
function waitFor({ count, ms }: Window, times: readonly number[], nowMs: number): number {
  const first = times.at(-count);
  return first === undefined ? 0 : Math.max(first + ms - nowMs, 0);
}
