import Fuse from "fuse.js";
import type { Query } from "./query.ts";

/** Something found, before its place is final. */
export interface Scored {
  readonly name: string;
  readonly score: number;
}

const NEAR = 0.015;
const MOST = 8;
const SHARE = 0.02;

/**
 * Lets Fuse.js order what is too near to call: the best few within 0.015 of the first, by their names, for 2 % of the
 * score. Takes and gives best first: a thing that moves up takes the score of its new place, for near equals are as sure.
 */
export function breakTies<T extends Scored>(query: Query, found: readonly T[]): readonly T[] {
  const first = found[0];
  if (first === undefined || first.score === 1) return found;
  let count = 1;
  while (count < Math.min(MOST, found.length) && first.score - (found[count]?.score ?? 0) < NEAR) count++;
  if (count < 2) return found;
  const near = found.slice(0, count);
  const fuse = new Fuse(
    near.map(({ name }) => name),
    { includeScore: true, ignoreLocation: true, threshold: 0.6 },
  );
  const likeness = new Map<number, number>();
  for (const { refIndex, score } of fuse.search(query.words.join(" "))) likeness.set(refIndex, 1 - (score ?? 1));
  const blended = near.map((item, place) => ({
    item,
    place,
    score: (1 - SHARE) * item.score + SHARE * (likeness.get(place) ?? 0),
  }));
  blended.sort((left, right) => right.score - left.score || left.place - right.place);
  const ordered = blended.map(({ item }, place) => ({ ...item, score: near[place]?.score ?? item.score }));
  return [...ordered, ...found.slice(count)];
}
