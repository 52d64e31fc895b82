import { createBestFew } from "./best-few.ts";
import { groupSize } from "./groups.ts";
import { nextStamp } from "./scratch.ts";
import type { Segment } from "./segment.ts";
import { trigramCodes } from "./trigram.ts";

const MOST = 14;
const LEAST_SHARE = 0.25;
const LEAST_BUDGET = 8_000;
const BUDGET_SHARE = 0.08;

/** Things whose joined names share most three-letter pieces with the typed text; finds what several slips have bent. */
export function findByTrigrams(
  segment: Segment,
  joined: string,
  accepts: (position: number) => boolean,
  give: (position: number) => void,
): void {
  const codes = trigramCodes(joined);
  countShared(segment, codes);
  const { scratch, nameLengths } = segment;
  const least = Math.max(2, codes.length * LEAST_SHARE);
  const best = createBestFew(MOST, accepts);
  for (let i = 0; i < scratch.metCount; i++) {
    const position = scratch.met[i] as number;
    const shared = scratch.sums[position] as number;
    if (shared >= least) best.offer(position, shared / (codes.length + (nameLengths[position] as number)));
  }
  best.each(give);
}

/** Counts in the scratch, the rarest pieces first, within a budget. */
function countShared({ scratch, trigrams, documents }: Segment, codes: number[]): void {
  const { sums, sumStamps, met } = scratch;
  const { starts, values } = trigrams;
  const stamp = nextStamp(scratch);
  let budget = Math.max(LEAST_BUDGET, documents.length * BUDGET_SHARE);
  let metCount = 0;
  codes.sort((left, right) => groupSize(trigrams, left) - groupSize(trigrams, right));
  for (const code of codes) {
    const start = starts[code] as number;
    const end = starts[code + 1] as number;
    budget -= end - start;
    if (budget < 0) break;
    for (let i = start; i < end; i++) {
      const position = values[i] as number;
      if (sumStamps[position] === stamp) {
        sums[position] = (sums[position] as number) + 1;
      } else {
        sumStamps[position] = stamp;
        sums[position] = 1;
        met[metCount++] = position;
      }
    }
  }
  scratch.metCount = metCount;
}
