/** A figure, what stands beside it, and what it should be. */
export interface Row {
  readonly what: string;
  readonly value: string;
  /** What the same costs a plain reader in this run. */
  readonly plain?: string;
  readonly goal?: string;
  readonly isMet?: boolean;
}

/** A figure with a goal that is a most. */
export function atMost(what: string, value: number, most: number, unit = ""): Row {
  return { what, value: `${short(value)}${unit}`, goal: `<= ${most}${unit}`, isMet: value <= most };
}

/** Prints them below a title; whether all goals were met. */
export function print(title: string, rows: readonly Row[]): boolean {
  console.log(`\n${title}`);
  for (const { what, value, plain = "", goal = "", isMet } of rows) {
    const verdict = isMet === undefined ? "" : isMet ? "met" : "MISSED";
    console.log(
      `  ${what.padEnd(46)} ${value.padStart(12)}  ${plain.padEnd(30)} ${goal.padEnd(12)} ${verdict}`.trimEnd(),
    );
  }
  return rows.every(({ isMet }) => isMet !== false);
}

/** `0.12`, `3.4`, `128` */
export function short(value: number): string {
  return value.toFixed(Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2);
}
