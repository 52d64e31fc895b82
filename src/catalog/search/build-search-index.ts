import type { Entity } from "../entity.ts";
import type { EntityRef } from "../ref.ts";
import { commonAbbreviations, type Dictionary } from "./dictionary.ts";
import type { AcceptsDocument, SearchSpace } from "./find.ts";
import { changeLayers, firstLayers, type IndexLayers, searchSpace } from "./index-layers.ts";
import { resolveText, searchText, toMatch } from "./resolve.ts";
import type { SearchIndex } from "./search-index.ts";

/** How an index is built. */
export interface BuildOptions {
  readonly signal?: AbortSignal;
  /** Words that stand for each other; the abbreviations common in software when absent. */
  readonly dictionary?: Dictionary;
}

const DEFAULT_LIMIT = 10;

/**
 * Builds a search over things, in slices that leave the event loop free: about 35 µs and 600 bytes a thing.
 * Rejects with the signal's reason when called off.
 *
 * How a search goes: query.ts reads what was typed; exact.ts ends it for an exact name; plan.ts works out what each typed
 * word may stand for (expand.ts, dictionary.ts); retrieve.ts picks a few dozen candidates by keys, beginnings, words and
 * trigrams from the tables of segment.ts; score.ts compares them; tie-break.ts orders near equals; resolve.ts decides
 * between an answer, a choice and nothing. index-layers.ts keeps changes apart from the large tables.
 */
export async function buildSearchIndex(entities: Iterable<Entity>, options: BuildOptions = {}): Promise<SearchIndex> {
  const dictionary = options.dictionary ?? commonAbbreviations();
  return createSearchIndex(await firstLayers(entities, options.signal), dictionary);
}

function createSearchIndex(layers: IndexLayers, dictionary: Dictionary): SearchIndex {
  const space: SearchSpace = searchSpace(layers, dictionary);
  return {
    size: space.things,
    search(query, { limit = DEFAULT_LIMIT, accept } = {}) {
      return searchText(space, query, acceptDocument(accept)).slice(0, limit).map(toMatch);
    },
    resolve: (query, { accept } = {}) => resolveText(space, query, acceptDocument(accept)),
    async with(change) {
      return createSearchIndex(await changeLayers(layers, change), dictionary);
    },
  };
}

function acceptDocument(accept: ((ref: EntityRef) => boolean) | undefined): AcceptsDocument {
  return accept === undefined ? () => true : ({ entity }) => accept(entity.ref);
}
