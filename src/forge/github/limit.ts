import type { Answered } from "./fault.ts";

/** How long GitHub wants to be left alone. */
export interface Limit {
  /** One kind of request, such as GraphQL, or everything. */
  readonly scope: "resource" | "all";
  /** Absent where GitHub does not say. */
  readonly afterMs?: number;
}

/**
 * Reads a limit from an answer; undefined when it is none.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit and, of GraphQL, which says it
 * in a success too, https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function limitOf({ status, headers, message }: Answered, now: Date): Limit | undefined {
  const isRefused = status === 403 || status === 429;
  // A 403 for want of a permission says nothing of these, and their text is all that tells a secondary limit without headers.
  const isSecondary = /secondary rate limit|abuse detection/i.test(message);
  const isPrimary = headers.get("x-ratelimit-remaining") === "0" || message === rateLimited;
  if (!isRefused && !isSecondary && message !== rateLimited) return undefined;
  const retryAfter = headers.get("retry-after");
  if (retryAfter !== null) return { scope: "all", ...inSeconds(retryAfter, now) };
  if (isPrimary) return { scope: "resource", ...untilReset(headers, now) };
  return isSecondary || status === 429 ? { scope: "all" } : undefined;
}

/** What stands for a GraphQL error of that type. */
export const rateLimited = "RATE_LIMITED";

function inSeconds(retryAfter: string, now: Date): Pick<Limit, "afterMs"> {
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now.getTime();
  return Number.isFinite(ms) ? { afterMs: Math.max(ms, 0) } : {};
}

/** By the host's own clock where it tells it: ours may be wrong. A second more, for the reset is told in whole ones. */
function untilReset(headers: Headers, now: Date): Pick<Limit, "afterMs"> {
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN) * 1000;
  const told = Date.parse(headers.get("date") ?? "");
  const ms = reset - (Number.isNaN(told) ? now.getTime() : told) + 1000;
  return Number.isFinite(ms) ? { afterMs: Math.max(ms, 1000) } : {};
}
