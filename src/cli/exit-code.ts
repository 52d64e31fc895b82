import type { ErrorCode } from "../errors.ts";

/** 2: wrong use. 3: something that it depends on cannot be reached. 1: everything else. */
export function exitCodeOf(code: ErrorCode | "internal"): number {
  if (code === "usage" || code === "invalid_config") return 2;
  return code === "unavailable" ? 3 : 1;
}
