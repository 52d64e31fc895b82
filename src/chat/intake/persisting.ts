import type { Clock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import { backoffMs } from "../outgoing/lane.ts";
import { pause } from "../outgoing/pause.ts";

/** What came of a form is told for an hour; after that it is found where it was sent. */
const patienceMs = 3_600_000;
const longestPauseMs = 60_000;

/**
 * Says what has to be said through an outage, too: a form is gone, and what it did is done. Never rejects; `failed` is told
 * of each attempt that reached nobody.
 */
export async function persist(
  say: () => Promise<void>,
  parts: { readonly clock: Clock; readonly signal: AbortSignal; readonly failed: (error: unknown) => void },
): Promise<void> {
  const { clock, signal, failed } = parts;
  const untilMs = clock.monotonicMs() + patienceMs;
  for (let count = 1; ; count += 1) {
    try {
      return await say();
    } catch (error) {
      failed(error);
      const isAway = error instanceof BotError && error.code === "unavailable";
      if (!isAway || signal.aborted || clock.monotonicMs() > untilMs) return;
    }
    await pause(clock, Math.min(backoffMs(count), longestPauseMs), signal);
  }
}
