import { loadavg } from "node:os";

/** The value below which `share` of the values are. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Prints a goal with what came of it, and returns whether it was met. */
export function goal(what: string, value: number, isMet: boolean, wanted: string): boolean {
  console.log(`${isMet ? "met   " : "MISSED"} ${what}: ${value.toFixed(2)} (goal ${wanted})`);
  return isMet;
}

/** What else the machine does, which a figure should be read with. */
export function load(): string {
  const [minute = 0] = loadavg();
  return `load ${minute.toFixed(1)}${minute > 2 ? ", the machine has much else to do" : ""}`;
}
