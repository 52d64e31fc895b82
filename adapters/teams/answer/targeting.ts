import type { Clock } from "../../../src/clock.ts";
import type { Target } from "../connector/connector.ts";
import { isDeadReference, isRefusal } from "../connector/errors.ts";

/** Where Teams takes no messages that one person alone sees: not every tenant has them, and not every kind of chat. */
export interface Targeting {
  isRefused(at: Target): boolean;
  /** Takes note of what came of one; true when Teams refused it for being one. */
  noteFailure(at: Target, error: unknown): boolean;
}

const rememberedMs = 3_600_000;
const maxRemembered = 1_000;

/** Tries each conversation once an hour. */
export function createTargeting(clock: Clock): Targeting {
  const refusedAtMs = new Map<string, number>();
  const keyOf = ({ tenant, id }: Target): string => `${tenant} ${id}`;
  return {
    isRefused(at) {
      const atMs = refusedAtMs.get(keyOf(at));
      return atMs !== undefined && clock.monotonicMs() - atMs < rememberedMs;
    },
    noteFailure(at, error) {
      if (!isRefusal(error) || isDeadReference(error)) return false;
      const [oldest] = refusedAtMs.keys();
      if (refusedAtMs.size >= maxRemembered && oldest !== undefined) refusedAtMs.delete(oldest);
      refusedAtMs.delete(keyOf(at));
      refusedAtMs.set(keyOf(at), clock.monotonicMs());
      return true;
    },
  };
}
