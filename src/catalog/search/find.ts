import type { Dictionary } from "./dictionary.ts";
import { isPerson, isPlumbing, type SearchDocument } from "./document.ts";
import type { Layer } from "./layer.ts";
import { planQuery } from "./plan.ts";
import type { Query } from "./query.ts";
import { retrieve } from "./retrieve.ts";
import { scoreDocument } from "./score.ts";
import { breakTies } from "./tie-break.ts";

/** A thing found, with how well it fits. */
export interface Found {
  readonly document: SearchDocument;
  readonly name: string;
  /** 0 to 1. */
  readonly score: number;
  /** False for a guess: something telling was typed of which the thing has nothing. */
  readonly isComplete: boolean;
}

/** What is searched. */
export interface SearchSpace {
  readonly layers: readonly Layer[];
  readonly things: number;
  readonly dictionary: Dictionary;
}

/** True when a thing may be in the result. */
export type AcceptsDocument = (document: SearchDocument) => boolean;

/** Less than this is chance. */
const LEAST_SCORE = 0.3;
const PLUMBING_SHARE = 0.97;
const PERSON_SHARE = 0.985;

/** Finds what fits a question best, the best first. */
export function find(space: SearchSpace, query: Query, accepts: AcceptsDocument): readonly Found[] {
  const plan = planQuery(query, space.layers, space.things, space.dictionary);
  const found: Found[] = [];
  for (const layerPlan of plan.layers) {
    const { segment, removed } = layerPlan.layer;
    const isWanted = (position: number) => {
      const document = segment.documents[position];
      return document !== undefined && !removed.has(position) && accepts(document);
    };
    for (const position of retrieve(plan, layerPlan, isWanted)) {
      const document = segment.documents[position];
      if (document === undefined) continue;
      const { value, isComplete } = scoreDocument(plan, layerPlan, position);
      const score = Math.round(value * kindShare(document) * 1e6) / 1e6;
      if (score > LEAST_SCORE) found.push({ document, name: document.entity.name, score, isComplete });
    }
  }
  return breakTies(query, found.sort(compareFound));
}

/** Better first; of equals what people look for more, the default namespace before others, then by reference. */
export function compareFound(left: Found, right: Found): number {
  return (
    right.score - left.score ||
    left.document.rank - right.document.rank ||
    namespaceRank(left.document) - namespaceRank(right.document) ||
    (left.document.entity.ref < right.document.entity.ref ? -1 : 1)
  );
}

function namespaceRank({ entity }: SearchDocument): number {
  return entity.namespace === "default" ? 0 : 1;
}

function kindShare(document: SearchDocument): number {
  if (isPlumbing(document)) return PLUMBING_SHARE;
  return isPerson(document) ? PERSON_SHARE : 1;
}
