import type { Clock } from "../../../src/clock.ts";

const maxMs = 300_000;

/** When a host said to come again: its Retry-After in seconds or as a date, else `otherwiseMs` from now. */
export function retryAfterMs({ headers }: Pick<Response, "headers">, clock: Clock, otherwiseMs: number): number {
  const said = headers.get("retry-after")?.trim() ?? "";
  const ms = /^\d+(\.\d+)?$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - clock.now().getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), maxMs) : otherwiseMs;
}
