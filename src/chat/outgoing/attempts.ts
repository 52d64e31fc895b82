import type { Clock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import { backoffMs, type Lane } from "./lane.ts";
import { pause } from "./pause.ts";

/** What became of a request that failed, and so whether it may be made again. */
export type Verdict =
  /** The platform understood and said no: the same again gets the same answer. */
  | { readonly type: "refused"; readonly code: string }
  /** The platform did nothing and says when to come again. */
  | { readonly type: "limited"; readonly afterMs: number }
  /** It never reached the platform. */
  | { readonly type: "unsent" }
  /** The platform may or may not have done it. */
  | { readonly type: "in-doubt" };

/** How a platform's failures are read. */
export interface Judge {
  /** As people call it. */
  readonly platform: string;
  verdictOf(thrown: unknown): Verdict;
  /** What went wrong in words that people can use; the cause is for the log. */
  botErrorOf(thrown: unknown): BotError;
}

/** How long and how often something may be tried. */
export interface Patience {
  /** For all attempts together. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
  /** It is tried again even when the platform may have done it: twice is as good as once, or the second says that it is one. */
  readonly isRepeatable: boolean;
}

/** The way on which something is tried. */
export interface Attempted {
  readonly lane: Lane;
  /** What a 429 of it is for. */
  readonly key: string;
  readonly clock: Clock;
  readonly judge: Judge;
}

/**
 * Does `run`, which is told whether an earlier attempt may have worked, until it works, the platform refuses it or patience
 * ends. What is not repeatable ends with the first doubt. Rejects with a BotError whose cause is what was thrown.
 */
export async function attempt<T>(
  run: (isDoubtful: boolean) => Promise<T>,
  parts: Attempted,
  patience: Patience,
): Promise<T> {
  const { lane, key, clock, judge } = parts;
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
      const verdict = judge.verdictOf(thrown);
      isDoubtful ||= verdict.type === "in-doubt";
      // What was ended by us says nothing of the platform.
      if (!patience.signal.aborted) note(verdict, lane, key);
      const waitMs = waitBefore(verdict, patience.isRepeatable, count);
      if (waitMs === undefined || clock.monotonicMs() + waitMs > deadlineMs) throw judge.botErrorOf(thrown);
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
  { lane, key, clock, judge }: Attempted,
  deadlineMs: number,
  signal: AbortSignal,
  cause: unknown,
): Promise<void> {
  for (;;) {
    if (signal.aborted)
      throw new BotError("unavailable", `This was stopped before ${judge.platform} answered.`, { cause });
    const waitMs = lane.claim(key);
    if (waitMs === 0) return;
    if (clock.monotonicMs() + waitMs > deadlineMs)
      throw new BotError("unavailable", `${judge.platform} does not answer. Try again in a minute.`, { cause });
    await pause(clock, waitMs, signal);
  }
}
