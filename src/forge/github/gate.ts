import type { Clock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import type { Limit } from "./limit.ts";
import { pause } from "./pause.ts";

/** Where every request to one host passes before it leaves. */
export interface Gate {
  /**
   * Resolves once nothing holds requests back; at once as a rule.
   * @throws BotError `rate_limited` when that is more than a minute away; `unavailable` while the host is left alone after faults
   */
  enter(lane: Lane, signal: AbortSignal): Promise<void>;
  /** GitHub wants to be left alone. */
  limit(lane: Lane, limit: Limit): void;
  /** Nothing came, or a fault. */
  failed(error: BotError): void;
  /** An answer came. */
  answered(lane: Lane): void;
}

/** Whose limits a request is under, and which of them. */
export interface Lane {
  readonly credential: string;
  readonly resource: "core" | "graphql";
}

const longestWaitMs = 60_000;
const secondaryMs = 60_000;
const longestSecondaryMs = 15 * 60_000;
/** Limits are told by the hour: whatever says longer, or whose clock is wrong, is asked again after that. */
const longestLimitMs = 61 * 60_000;
const failuresBeforeRest = 5;
const longestRestMs = 5 * 60_000;

/** A gate that stands open. */
export function createGate(options: { readonly host: string; readonly clock: Clock }): Gate {
  const { host, clock } = options;
  const closed = new Map<string, number>();
  const strikes = new Map<string, number>();
  let failures = 0;
  let rest: { readonly untilMs: number; readonly error: BotError } | undefined;

  function keysOf({ credential, resource }: Lane): readonly [all: string, resource: string] {
    return [credential, `${credential}/${resource}`];
  }

  function restMs(): number {
    const ms = Math.min(1000 * 2 ** (failures - failuresBeforeRest), longestRestMs);
    return ms * (1 + Math.random() / 4);
  }

  return {
    async enter(lane, signal) {
      for (;;) {
        signal.throwIfAborted();
        const now = clock.monotonicMs();
        if (rest && now < rest.untilMs) throw rest.error;
        const waitMs = Math.max(...keysOf(lane).map((key) => (closed.get(key) ?? 0) - now));
        if (waitMs <= 0) return;
        if (waitMs > longestWaitMs) throw limitedError(host, waitMs);
        await pause(clock, waitMs, signal);
      }
    },
    limit(lane, { scope, afterMs }) {
      const [all, resource] = keysOf(lane);
      const key = scope === "all" ? all : resource;
      const strike = strikes.get(key) ?? 0;
      strikes.set(key, strike + 1);
      // Where no time is told: a minute, and longer each time. https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
      const ms = Math.min(afterMs ?? Math.min(secondaryMs * 2 ** strike, longestSecondaryMs), longestLimitMs);
      closed.set(key, Math.max(closed.get(key) ?? 0, clock.monotonicMs() + ms));
    },
    failed(error) {
      failures += 1;
      if (failures >= failuresBeforeRest) rest = { untilMs: clock.monotonicMs() + restMs(), error };
    },
    answered(lane) {
      failures = 0;
      rest = undefined;
      for (const key of keysOf(lane)) strikes.delete(key);
    },
  };
}

function limitedError(host: string, waitMs: number): BotError {
  const minutes = Math.ceil(waitMs / 60_000);
  const when = minutes < 90 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
  return new BotError("rate_limited", `${host} takes no more requests of ours for now. It does again in ${when}.`, {
    retryAfterMs: Math.ceil(waitMs),
  });
}
