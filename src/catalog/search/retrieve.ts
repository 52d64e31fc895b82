import { beginningSimilarity } from "./expand.ts";
import { at, groupSize } from "./groups.ts";
import { bucketRange } from "./hash.ts";
import { initialsKey, nameKey, wordSetKey } from "./keys.ts";
import type { LayerPlan, Plan, Probe } from "./plan.ts";
import { FIELD_WORTH } from "./score.ts";
import type { Segment } from "./segment.ts";
import { trigramCodes } from "./trigram.ts";

/** True when a thing may be in the result. */
export type Accepts = (position: number) => boolean;

const MOST_BY_KEY = 64;
const MOST_BY_WORDS = 24;
const MOST_BY_TRIGRAMS = 14;
const MOST_LONGER_WORDS = 600;

/** Positions of the things of one layer that are worth comparing: a few dozen, whatever the size of the catalog. */
export function retrieve(plan: Plan, layerPlan: LayerPlan, accepts: Accepts): Set<number> {
  const { segment } = layerPlan.layer;
  const found = new Set<number>();
  addByKeys(plan, segment, accepts, found);
  addByWords(plan, layerPlan, accepts, found);
  addByTrigrams(plan, segment, accepts, found);
  return found;
}

function addByKeys(plan: Plan, segment: Segment, accepts: Accepts, found: Set<number>): void {
  const { joined, words } = plan.query;
  const hashes = [nameKey(joined)];
  if (words.length > 1) hashes.push(wordSetKey(words));
  if (joined.length <= 12) hashes.push(initialsKey(joined));
  for (const hash of hashes) {
    const [start, end] = bucketRange(segment.keys, hash);
    for (let i = start, taken = 0; i < end && taken < MOST_BY_KEY; i++) {
      const position = at(segment.keys.values, i);
      if (!accepts(position)) continue;
      found.add(position);
      taken++;
    }
  }
}

interface Term {
  readonly word: number;
  readonly gain: number;
}

function addByWords(plan: Plan, { layer, probes }: LayerPlan, accepts: Accepts, found: Set<number>): void {
  const { segment } = layer;
  const { scratch, documents } = segment;
  const stamp = ++scratch.stamp;
  const met: number[] = [];
  let budget = Math.max(20_000, documents.length * 0.12);
  const groups = probes.map((probe) => probeTerms(plan, segment, probe));
  groups.sort((left, right) => left.size - right.size);
  for (const group of groups) {
    const probeStamp = ++scratch.stamp;
    for (const { word, gain } of group.terms) {
      const size = groupSize(segment.postings, word);
      addPostings(segment, { word, gain, stamp, probeStamp, onlyMet: size > budget && met.length > 0 }, met);
      budget -= size;
    }
  }
  const top = createTop(MOST_BY_WORDS, accepts);
  const length = plan.query.joined.length;
  for (const position of met) {
    const apart = Math.abs((documents[position]?.name.length ?? 0) - length);
    top.offer(position, at(scratch.sums, position) - 0.004 * Math.min(apart, 40));
  }
  top.each((position) => found.add(position));
}

function probeTerms(plan: Plan, segment: Segment, probe: Probe): { size: number; terms: readonly Term[] } {
  let weight = 0;
  for (let i = probe.first; i < probe.end; i++) weight += plan.weights[i] ?? 0;
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
  readonly stamp: number;
  readonly probeStamp: number;
  /** Only things that another word has brought up already. */
  readonly onlyMet: boolean;
}

function addPostings(segment: Segment, addition: Addition, met: number[]): void {
  const { sums, best, sumOf, bestOf } = segment.scratch;
  const { starts, values } = segment.postings;
  const { word, gain, stamp, probeStamp, onlyMet } = addition;
  for (let i = at(starts, word), end = at(starts, word + 1); i < end; i++) {
    const posting = at(values, i);
    const position = posting >>> 3;
    const worth = gain * at(FIELD_WORTH, posting & 7);
    if (sumOf[position] !== stamp) {
      if (onlyMet) continue;
      sumOf[position] = stamp;
      sums[position] = 0;
      met.push(position);
    }
    if (bestOf[position] !== probeStamp) {
      bestOf[position] = probeStamp;
      best[position] = worth;
      sums[position] = at(sums, position) + worth;
    } else if (worth > at(best, position)) {
      sums[position] = at(sums, position) + worth - at(best, position);
      best[position] = worth;
    }
  }
}

function addByTrigrams(plan: Plan, segment: Segment, accepts: Accepts, found: Set<number>): void {
  const { scratch, documents, trigrams } = segment;
  const { sums, sumOf } = scratch;
  const stamp = ++scratch.stamp;
  const met: number[] = [];
  let budget = Math.max(12_000, documents.length * 0.2);
  const codes = trigramCodes(plan.query.joined);
  codes.sort((left, right) => groupSize(trigrams, left) - groupSize(trigrams, right));
  for (const code of codes) {
    const size = groupSize(trigrams, code);
    if (size > budget) break;
    budget -= size;
    for (let i = at(trigrams.starts, code), end = at(trigrams.starts, code + 1); i < end; i++) {
      const position = at(trigrams.values, i);
      if (sumOf[position] === stamp) {
        sums[position] = at(sums, position) + 1;
      } else {
        sumOf[position] = stamp;
        sums[position] = 1;
        met.push(position);
      }
    }
  }
  const top = createTop(MOST_BY_TRIGRAMS, accepts);
  for (const position of met) {
    top.offer(position, at(sums, position) / (codes.length + (documents[position]?.name.length ?? 0)));
  }
  top.each((position) => found.add(position));
}

/** The best few of many, asking whether one is accepted only when it is good enough. Equals: the earlier stays. */
function createTop(size: number, accepts: Accepts) {
  const positions: number[] = [];
  const scores: number[] = [];
  return {
    offer(position: number, score: number): void {
      if (positions.length === size && score <= at(scores, size - 1)) return;
      if (!accepts(position)) return;
      let place = positions.length === size ? size - 1 : positions.length;
      for (; place > 0 && at(scores, place - 1) < score; place--) {
        positions[place] = at(positions, place - 1);
        scores[place] = at(scores, place - 1);
      }
      positions[place] = position;
      scores[place] = score;
    },
    each(give: (position: number) => void): void {
      positions.forEach(give);
    },
  };
}
