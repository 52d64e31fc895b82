import type { ChatUser } from "../chat/event.ts";
import type { Clock } from "../clock.ts";
import { createRecentUsers } from "./recent-users.ts";

/** How much one user may do. */
export interface RateLimit {
  /** `go`; over the limit `tell` them, once a minute, else `drop` it without a word. */
  take(user: ChatUser): "go" | "tell" | "drop";
}

const tellEveryMs = 60_000;
const rememberedUsers = 10_000;

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
  readonly toldAtMs?: number;
}

/**
 * A token bucket for each user, on monotonic time: `burst` at once, then `perSecond`. What is dropped costs nothing, so
 * whoever slows down is heard again. Whoever runs the process has no limit.
 */
export function createRateLimit(options: {
  readonly clock: Clock;
  readonly burst: number;
  readonly perSecond: number;
}): RateLimit {
  const { clock, burst, perSecond } = options;
  const buckets = createRecentUsers<Bucket>(rememberedUsers);
  return {
    take(user) {
      if (user.isOperator) return "go";
      const nowMs = clock.monotonicMs();
      const before: Bucket = buckets.get(user) ?? { tokens: burst, atMs: nowMs };
      const tokens = Math.min(burst, before.tokens + ((nowMs - before.atMs) / 1000) * perSecond);
      if (tokens >= 1) {
        buckets.set(user, { ...before, tokens: tokens - 1, atMs: nowMs });
        return "go";
      }
      const isTold = before.toldAtMs !== undefined && nowMs - before.toldAtMs < tellEveryMs;
      buckets.set(user, { ...before, tokens, atMs: nowMs, ...(!isTold && { toldAtMs: nowMs }) });
      return isTold ? "drop" : "tell";
    },
  };
}
