import type { ExchangeLine } from "../../wire/exchange.ts";

/** `to the app over Socket Mode` */
export function wayOf({ direction, via }: ExchangeLine): string {
  return `${direction === "to app" ? "to" : "from"} the app over ${via === "socket" ? "Socket Mode" : "HTTP"}`;
}

/** `acknowledged in 12 ms` */
export function outcomeOf({ direction, ms, failure }: ExchangeLine): string {
  if (ms === undefined) return failure === undefined ? "no answer yet" : `failed: ${failure}`;
  if (failure !== undefined) return `failed after ${duration(ms)}: ${failure}`;
  // The log's way to say that none was due.
  if (ms === 0) return "no answer due";
  return `${direction === "to app" ? "acknowledged" : "ok"} in ${duration(ms)}`;
}

function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)}\u00a0s`;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)}\u00a0ms`;
}
