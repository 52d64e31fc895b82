import { isCalled, type SearchDocument } from "./document.ts";
import { findByTrigrams } from "./find-by-trigrams.ts";
import { findByWords } from "./find-by-words.ts";
import { bucketRange } from "./hash.ts";
import { initialsKey, nameKey, wordSetKey } from "./keys.ts";
import type { LayerPlan, Plan } from "./plan.ts";
import type { Query } from "./query.ts";
import type { Segment } from "./segment.ts";
import { initials, splitWords } from "./words.ts";

/** True when the thing at a position may be in the result. */
export type Accepts = (position: number) => boolean;

const MOST_BY_KEY = 48;
const MOST_BY_BEGINNING = 16;
const SHORTEST_BEGINNING = 2;
const LONGEST_INITIALS = 12;
const LAST_UNIT = "\uffff";

/** Positions of the things of one layer that are worth comparing: a few dozen, whatever the size of the catalog. */
export function retrieve(plan: Plan, layerPlan: LayerPlan, accepts: Accepts): ReadonlySet<number> {
  const { segment } = layerPlan.layer;
  const found = new Set<number>();
  const add = (position: number) => found.add(position);
  findByKeys(segment, plan.query, accepts, add);
  findByBeginning(segment, plan.query.joined, accepts, add);
  findByWords(plan, layerPlan, accepts, add);
  findByTrigrams(segment, plan.query.joined, accepts, add);
  return found;
}

/** A key, and what tells a thing that has it from a stranger in the same bucket. */
interface Lookup {
  readonly hash: number;
  readonly has: (document: SearchDocument) => boolean;
}

function findByKeys(segment: Segment, query: Query, accepts: Accepts, give: (position: number) => void): void {
  for (const { hash, has } of lookupsOf(query)) {
    const [start, end] = bucketRange(segment.keys, hash);
    let taken = 0;
    for (let i = start; i < end && taken < MOST_BY_KEY; i++) {
      const position = segment.keys.values[i] as number;
      const document = segment.documents[position];
      if (document === undefined || !has(document) || !accepts(position)) continue;
      give(position);
      taken++;
    }
  }
}

function lookupsOf({ joined, words }: Query): readonly Lookup[] {
  const lookups: Lookup[] = [{ hash: nameKey(joined), has: (document) => isCalled(document, joined) }];
  if (words.length > 1) {
    const hash = wordSetKey(words);
    lookups.push({ hash, has: ({ entity }) => wordSetKey(splitWords(entity.name)) === hash });
  }
  if (joined.length <= LONGEST_INITIALS) {
    const has = ({ entity }: SearchDocument) => initials(splitWords(entity.name)).startsWith(joined);
    lookups.push({ hash: initialsKey(joined), has });
  }
  return lookups;
}

function findByBeginning(segment: Segment, joined: string, accepts: Accepts, give: (position: number) => void): void {
  if (joined.length < SHORTEST_BEGINNING) return;
  const end = lowerNameBound(segment, joined + LAST_UNIT);
  let taken = 0;
  for (let i = lowerNameBound(segment, joined); i < end && taken < MOST_BY_BEGINNING; i++) {
    const position = segment.byName[i] as number;
    if (!accepts(position)) continue;
    give(position);
    taken++;
  }
}

function lowerNameBound({ byName, documents }: Segment, text: string): number {
  let low = 0;
  let high = byName.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((documents[byName[middle] as number]?.name ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
