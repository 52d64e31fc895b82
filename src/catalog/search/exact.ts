import { isCalled, isPlumbing, type SearchDocument } from "./document.ts";
import type { AcceptsDocument, SearchSpace } from "./find.ts";
import { bucketRange } from "./hash.ts";
import { nameKey } from "./keys.ts";
import type { Query } from "./query.ts";
import { joinWords, splitWords } from "./words.ts";

const REFERENCE = /^(?:([\w.-]{1,63}):)?(?:([\w.-]{1,63})\/)?([\w.-]{1,63})$/;

/** A reference as people write it: `component:default/x`, `default/x` or `component:x`. */
export interface TypedReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Reads a reference; undefined for a plain name and for what is no reference at all. */
export function readReference(text: string): TypedReference | undefined {
  const [, kind, namespace, name] = REFERENCE.exec(text.trim()) ?? [];
  if (name === undefined || (kind === undefined && namespace === undefined)) return undefined;
  return { name, ...(kind === undefined ? {} : { kind }), ...(namespace === undefined ? {} : { namespace }) };
}

/** The things that a reference can mean. */
export function findByReference(
  space: SearchSpace,
  { kind, namespace, name }: TypedReference,
  accepts: AcceptsDocument,
): readonly SearchDocument[] {
  return lookUp(space, joinWords(splitWords(name)), (document) => {
    const { entity } = document;
    const isSame = isSameText(entity.name, name) && (kind === undefined || isSameText(entity.kind, kind));
    return isSame && (namespace === undefined || isSameText(entity.namespace, namespace)) && accepts(document);
  });
}

/**
 * The things called exactly so. A name comes before a title or an alias of something else, a name written the same way
 * before one that differs in separators, and everything else before a Location.
 */
export function findExact(space: SearchSpace, query: Query, accepts: AcceptsDocument): readonly SearchDocument[] {
  const called = lookUp(space, query.joined, accepts);
  const named = called.filter(({ name }) => name === query.joined);
  if (named.length === 0) return withoutPlumbing(called);
  const literal = named.filter(({ entity }) => isSameText(entity.name, query.text));
  return withoutPlumbing(literal.length > 0 ? literal : named);
}

function lookUp(space: SearchSpace, joined: string, accepts: AcceptsDocument): SearchDocument[] {
  // A set: two keys of one thing may share a bucket.
  const found = new Set<SearchDocument>();
  for (const { segment, removed } of space.layers) {
    const [start, end] = bucketRange(segment.keys, nameKey(joined));
    for (let i = start; i < end; i++) {
      const position = segment.keys.values[i] as number;
      const document = segment.documents[position];
      if (document === undefined || removed.has(position) || !isCalled(document, joined)) continue;
      if (accepts(document)) found.add(document);
    }
  }
  return [...found];
}

function withoutPlumbing(documents: readonly SearchDocument[]): readonly SearchDocument[] {
  const wanted = documents.filter((document) => !isPlumbing(document));
  return wanted.length > 0 ? wanted : documents;
}

function isSameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
