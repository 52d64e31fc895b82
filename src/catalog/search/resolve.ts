import type { SearchDocument } from "./document.ts";
import { findByReference, findExact, readReference, type TypedReference } from "./exact.ts";
import { type AcceptsDocument, compareFound, type Found, find, type SearchSpace } from "./find.ts";
import { type Query, readChatLine, readQuery } from "./query.ts";
import type { Match, Resolution } from "./search-index.ts";

const SURE = 0.75;
const CLEAR_MARGIN = 0.1;
const LIKELY = 0.55;
const CHOICE_MARGIN = 0.3;
const MOST_CHOICES = 5;
const LEAST_CHOICES = 3;
const MOST_NEAREST = 3;
const NEAR = 0.35;
/** Of four letters two are enough to be near something, and there is always something. */
const SHORT = { length: 4, near: 0.52 };
const NOTHING: Resolution = { type: "none", nearest: [] };

/**
 * What a person meant. One thing of exactly that name answers; so does the best match when it is good and clearly
 * better than the next. A fair match is one of a choice; less than that is nothing found.
 */
export function resolveText(space: SearchSpace, text: string, accepts: AcceptsDocument): Resolution {
  const reference = readReference(text);
  if (reference !== undefined) return resolveReference(space, reference, accepts);
  for (const query of readings(text)) {
    const exact = findExact(space, query, accepts);
    if (exact.length > 0) return fromExact(exact);
  }
  const query = bestReading(text);
  return query === undefined ? NOTHING : decide(query, find(space, query, accepts));
}

/** A reference is exact or nothing; the nearest are those near its name. */
function resolveReference(space: SearchSpace, reference: TypedReference, accepts: AcceptsDocument): Resolution {
  const referred = findByReference(space, reference, accepts);
  if (referred.length > 0) return fromExact(referred);
  const query = readQuery(reference.name);
  return query === undefined ? NOTHING : { type: "none", nearest: nearestOf(query, find(space, query, accepts)) };
}

/** What is nearest to a text, best first; empty for a blank one. */
export function searchText(space: SearchSpace, text: string, accepts: AcceptsDocument): readonly Found[] {
  const readingsOfText = readings(text);
  const named = readingsOfText.find((query) => findExact(space, query, accepts).length > 0);
  const query = named ?? bestReading(text);
  return query === undefined ? [] : find(space, query, accepts);
}

/** A thing as the callers of the search see it. */
export function toMatch(found: Found): Match {
  return { ref: found.document.entity.ref, score: found.score };
}

/** As typed first: something may well be called `the-owner`. */
function readings(text: string): readonly Query[] {
  return [readQuery(text), readChatLine(text)].filter((query) => query !== undefined);
}

function bestReading(text: string): Query | undefined {
  return readChatLine(text) ?? readQuery(text);
}

function fromExact(documents: readonly SearchDocument[]): Resolution {
  const found = documents
    .map((document) => ({ document, name: document.entity.name, score: 1, isComplete: true }))
    .sort(compareFound);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { type: "answer", match: toMatch(only) };
  return { type: "choice", matches: found.slice(0, MOST_CHOICES).map(toMatch) };
}

function decide(query: Query, found: readonly Found[]): Resolution {
  const [first, second] = found;
  if (first === undefined || first.score < LIKELY) return { type: "none", nearest: nearestOf(query, found) };
  if (first.isComplete && first.score >= SURE && first.score - (second?.score ?? 0) >= CLEAR_MARGIN) {
    return { type: "answer", match: toMatch(first) };
  }
  if (second === undefined) return { type: "none", nearest: nearestOf(query, found) };
  const choices = found.filter(
    ({ score }, place) => place < LEAST_CHOICES || (place < MOST_CHOICES && first.score - score < CHOICE_MARGIN),
  );
  return { type: "choice", matches: choices.map(toMatch) };
}

function nearestOf({ joined }: Query, found: readonly Found[]): readonly Match[] {
  const near = joined.length <= SHORT.length ? SHORT.near : NEAR;
  return found
    .filter(({ score }) => score >= near)
    .slice(0, MOST_NEAREST)
    .map(toMatch);
}
