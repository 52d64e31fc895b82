/** One thing that must hold. */
export interface Goal {
  readonly name: string;
  readonly isMet: boolean;
  readonly is: string;
  readonly mustBe: string;
}

/** What is asked of a catalog of some size; milliseconds, megabytes, shares from 0 to 1. */
export interface SizeGoals {
  readonly first: number;
  readonly firstFive: number;
  readonly p99Ms: number;
  readonly buildMs: number;
  readonly heapMb: number;
  readonly blockMs?: number;
  readonly changeMs?: number;
}

/** The goals by number of things; the ones for 10,000 hold for fewer. */
export function goalsFor(things: number): SizeGoals {
  if (things > 10_000) return { first: 0.94, firstFive: 0.985, p99Ms: 5, buildMs: 4000, heapMb: 160 };
  return { first: 0.98, firstFive: 0.995, p99Ms: 1, buildMs: 500, heapMb: 25, blockMs: 50, changeMs: 20 };
}

/** Met when it is this much or more. */
export function atLeast(name: string, is: number, least: number): Goal {
  return { name, isMet: is >= least, is: is.toFixed(3), mustBe: `at least ${least}` };
}

/** Met when it is below. */
export function below(name: string, is: number, limit: number): Goal {
  return { name, isMet: is < limit, is: is.toFixed(3), mustBe: `below ${limit}` };
}
