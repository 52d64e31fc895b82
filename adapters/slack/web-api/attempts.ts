import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import { botErrorOf, type Verdict, verdictOf } from "./errors.ts";
import { backoffMs, type Lane } from "./lane.ts";
import { pause } from "./pause.ts";

/** How long and how often something may be tried. */
export interface Patience {
  /** For all attempts together. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
  /** It is tried again even when Slack may have done it: twice is as good as once, or the second says that it is one. */
  readonly isRepeatable: boolean;
}

/**
 * Does `run`, which is told whether an earlier attempt may have worked, until it works, Slack refuses it or patience ends. What is not repeatable ends with the first doubt.
 * Rejects with a BotError whose cause is what was thrown.
 */
export async function attempt<T>(
  run: (isDoubtful: boolean) => Promise<T>,
  parts: { readonly lane: Lane; readonly key: string; readonly clock: Clock },
  patience: Patience,
): Promise<T> {
  const { lane, key, clock } = parts;
  const deadlineMs = clock.monotonicMs() + patience.withinMs;
  let lastThrown: unknown;
  let isDoubtful = false;
  for (let count = 1; ; count += 1) {
    await awaitTurn(parts, deadlineMs, patience.signal, lastThrown);
    try {
      const result = await run(isDoubtful);
      lane.succeeded();
      return result;
    } catch (thrown) {
      lastThrown = thrown;
      const verdict = verdictOf(thrown);
      isDoubtful ||= verdict.type === "in-doubt";
      note(verdict, lane, key);
      const waitMs = waitBefore(verdict, patience.isRepeatable, count);
      if (waitMs === undefined || clock.monotonicMs() + waitMs > deadlineMs) throw botErrorOf(thrown);
      await pause(clock, waitMs, patience.signal);
    }
  }
}

function note(verdict: Verdict, lane: Lane, key: string): void {
  if (verdict.type === "limited") lane.limit(key, verdict.afterMs);
  if (verdict.type === "limited" || verdict.type === "refused") lane.succeeded();
  else lane.failed();
}

function waitBefore(verdict: Verdict, isRepeatable: boolean, count: number): number | undefined {
  if (verdict.type === "refused" || (verdict.type === "in-doubt" && !isRepeatable)) return undefined;
  return verdict.type === "limited" ? verdict.afterMs : backoffMs(count);
}

async function awaitTurn(
  { lane, key, clock }: { readonly lane: Lane; readonly key: string; readonly clock: Clock },
  deadlineMs: number,
  signal: AbortSignal,
  cause: unknown,
): Promise<void> {
  for (;;) {
    if (signal.aborted) throw new BotError("unavailable", "This was stopped before Slack answered.", { cause });
    const waitMs = lane.claim(key);
    if (waitMs === 0) return;
    if (clock.monotonicMs() + waitMs > deadlineMs)
      throw new BotError("unavailable", "Slack does not answer. Try again in a minute.", { cause });
    await pause(clock, waitMs, signal);
  }
}
