import type { Quality } from "./measure.ts";

/** A line of the report. */
export interface ReportRow {
  readonly name: string;
  readonly asked: number;
  readonly quality: Quality;
  readonly p50: number;
  /** Of the medians by question: what the search takes. */
  readonly p99: number;
  /** Of all single searches: what else the machine did included. */
  readonly rawP99: number;
}

const WORST = 6;

/** Prints what was measured, and the classes that fare worst. */
export function printRows(title: string, rows: readonly ReportRow[]): void {
  console.log(`\n${title}`);
  console.log(
    `  ${"".padEnd(34)}${["asked", "r@1", "r@5", "p50 ms", "p99 ms", "raw p99"].map((head) => head.padStart(9)).join("")}`,
  );
  for (const { name, asked, quality, p50, p99, rawP99 } of rows) {
    const cells = [
      String(asked),
      quality.first.toFixed(3),
      quality.firstFive.toFixed(3),
      p50.toFixed(2),
      p99.toFixed(2),
      rawP99.toFixed(2),
    ];
    console.log(`  ${name.padEnd(34)}${cells.map((cell) => cell.padStart(9)).join("")}`);
    const worst = quality.classes.filter(({ first }) => first < 1).sort((left, right) => left.first - right.first);
    if (worst.length > 0) {
      const shown = worst
        .slice(0, WORST)
        .map((result) => `${result.class} ${percent(result.first)}/${percent(result.firstFive)}`);
      console.log(`    worst, r@1/r@5 in %: ${shown.join(", ")}`);
    }
  }
}

function percent(share: number): string {
  return (share * 100).toFixed(0);
}
