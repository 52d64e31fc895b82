import { isPlumbing, type SearchDocument } from "./document.ts";
import type { AcceptsDocument, SearchSpace } from "./find.ts";
import { bucketRange } from "./hash.ts";
import { nameKey } from "./keys.ts";
import type { Query } from "./query.ts";
import { joinWords, splitWords } from "./words.ts";

const REFERENCE = /^(?:([\w.-]{1,63}):)?(?:([\w.-]{1,63})\/)?([\w.-]{1,63})$/;

/**
 * The things that a reference as people write it can mean: `component:default/x`, `default/x`, `component:x`.
 * Undefined when the text is a plain name or no reference at all.
 */
export function findByReference(
  space: SearchSpace,
  text: string,
  accepts: AcceptsDocument,
): readonly SearchDocument[] | undefined {
  const [, kind, namespace, name] = REFERENCE.exec(text.trim()) ?? [];
  if (name === undefined || (kind === undefined && namespace === undefined)) return undefined;
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
  const found: SearchDocument[] = [];
  for (const { segment, removed } of space.layers) {
    const [start, end] = bucketRange(segment.keys, nameKey(joined));
    for (let i = start; i < end; i++) {
      const position = segment.keys.values[i] as number;
      const document = segment.documents[position];
      if (document === undefined || removed.has(position) || !isCalled(document, joined)) continue;
      if (accepts(document)) found.push(document);
    }
  }
  return found;
}

function isCalled(document: SearchDocument, joined: string): boolean {
  return document.name === joined || document.title === joined || document.aliases.includes(joined);
}

function withoutPlumbing(documents: readonly SearchDocument[]): readonly SearchDocument[] {
  const wanted = documents.filter((document) => !isPlumbing(document));
  return wanted.length > 0 ? wanted : documents;
}

function isSameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
