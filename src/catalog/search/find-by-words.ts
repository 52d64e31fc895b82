import { createBestFew } from "./best-few.ts";
import { FIELD_WORTH } from "./document.ts";
import { beginningSimilarity } from "./expand.ts";
import { groupSize } from "./groups.ts";
import type { LayerPlan, Plan, Probe } from "./plan.ts";
import { nextStamp } from "./scratch.ts";
import type { Segment } from "./segment.ts";

const MOST = 24;
const MOST_LONGER_WORDS = 600;
const LEAST_BUDGET = 20_000;
const BUDGET_SHARE = 0.12;
/** Of things with the same words the one whose name is about as long as what was typed is likeliest. */
const LENGTH_COST = 0.004;
const MOST_LENGTH_APART = 40;

/** Things with most of the typed words, the rare words counting more. */
export function findByWords(
  plan: Plan,
  layerPlan: LayerPlan,
  accepts: (position: number) => boolean,
  give: (position: number) => void,
): void {
  const { segment } = layerPlan.layer;
  const { scratch, nameLengths } = segment;
  addUp(plan, layerPlan);
  const best = createBestFew(MOST, accepts);
  const length = plan.query.joined.length;
  for (let i = 0; i < scratch.metCount; i++) {
    const position = scratch.met[i] as number;
    const apart = Math.min(Math.abs((nameLengths[position] as number) - length), MOST_LENGTH_APART);
    best.offer(position, (scratch.sums[position] as number) - LENGTH_COST * apart);
  }
  best.each(give);
}

/** Sums in the scratch. A word with more postings than the budget has left only adds to things met before. */
function addUp(plan: Plan, { layer, probes }: LayerPlan): void {
  const { segment } = layer;
  const { scratch, documents } = segment;
  const sumStamp = nextStamp(scratch);
  scratch.metCount = 0;
  let budget = Math.max(LEAST_BUDGET, documents.length * BUDGET_SHARE);
  const groups = probes.map((probe) => termsOf(plan, segment, probe));
  groups.sort((left, right) => left.size - right.size);
  for (const group of groups) {
    const partStamp = nextStamp(scratch);
    for (const { word, gain } of group.terms) {
      const size = groupSize(segment.postings, word);
      addPostings(segment, { word, gain, sumStamp, partStamp, onlyMet: size > budget && scratch.metCount > 0 });
      budget -= size;
    }
  }
}

interface Term {
  readonly word: number;
  readonly gain: number;
}

function termsOf(plan: Plan, segment: Segment, probe: Probe): { size: number; terms: readonly Term[] } {
  let weight = 0;
  for (let typed = probe.first; typed < probe.end; typed++) weight += plan.weights[typed] ?? 0;
  const terms: Term[] = [];
  let size = 0;
  const add = (word: number, similarity: number) => {
    terms.push({ word, gain: similarity * weight });
    size += groupSize(segment.postings, word);
  };
  for (const [word, similarity] of probe.similarities) add(word, similarity);
  const { start, end } = probe.longer;
  if (end - start <= MOST_LONGER_WORDS) {
    for (let word = start; word < end; word++) {
      if (probe.similarities.has(word)) continue;
      add(word, beginningSimilarity(probe.text.length, segment.vocabulary[word]?.length ?? 1));
    }
  }
  terms.sort((left, right) => right.gain - left.gain);
  return { size, terms };
}

interface Addition extends Term {
  readonly sumStamp: number;
  readonly partStamp: number;
  readonly onlyMet: boolean;
}

function addPostings({ scratch, postings }: Segment, addition: Addition): void {
  const { sums, sumStamps, parts, partStamps, met } = scratch;
  const { starts, values } = postings;
  const { word, gain, sumStamp, partStamp, onlyMet } = addition;
  const gains = FIELD_WORTH.map((worth) => worth * gain);
  const end = starts[word + 1] as number;
  for (let i = starts[word] as number; i < end; i++) {
    const posting = values[i] as number;
    const position = posting >>> 3;
    const part = gains[posting & 7] as number;
    if (sumStamps[position] !== sumStamp) {
      if (onlyMet) continue;
      sumStamps[position] = sumStamp;
      sums[position] = 0;
      met[scratch.metCount++] = position;
    }
    if (partStamps[position] !== partStamp) {
      partStamps[position] = partStamp;
      parts[position] = part;
      sums[position] = (sums[position] as number) + part;
    } else if (part > (parts[position] as number)) {
      sums[position] = (sums[position] as number) + part - (parts[position] as number);
      parts[position] = part;
    }
  }
}
