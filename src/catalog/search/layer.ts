import { groupSize } from "./groups.ts";
import type { Segment } from "./segment.ts";

/** A segment as part of an index: some of its things may be gone, and others have been counted elsewhere. */
export interface Layer {
  readonly segment: Segment;
  /** Positions of things that are no longer there or have a newer form in another layer. */
  readonly removed: ReadonlySet<number>;
  /** By word: how many more (or fewer) things have it in the whole index than in this segment. */
  readonly moreThings: ReadonlyMap<number, number>;
}

/** How many things of the whole index have a word. */
export function thingsWith(layer: Layer, word: number): number {
  return groupSize(layer.segment.postings, word) + (layer.moreThings.get(word) ?? 0);
}

/** How much a word tells: 0 when everything has it, most when nothing has. */
export function rarity(thingCount: number, things: number): number {
  return Math.log(1 + things / (thingCount + 0.5));
}
