import type { SearchDocument } from "./document.ts";
import { hashWithout } from "./hash.ts";
import { initials, singular, splitWords } from "./words.ts";

const SHORTEST_INITIALS = 2;

/** Hash of a joined name, title or alias. */
export function nameKey(joined: string): number {
  return hashWithout(joined, -1);
}

/** Hash of a set of words, whatever their order and number. */
export function wordSetKey(words: readonly string[]): number {
  return hashWithout(words.map(singular).sort().join(" "), -1);
}

/** Hash of the first letters of a name's words, all of them or the first three or four. */
export function initialsKey(letters: string): number {
  return hashWithout(`${letters}.`, -1);
}

/** Every key by which a thing is found at once. */
export function documentKeys(document: SearchDocument): Set<number> {
  const keys = new Set<number>([nameKey(document.name)]);
  if (document.title !== undefined) keys.add(nameKey(document.title));
  for (const alias of document.aliases) keys.add(nameKey(alias));
  const words = splitWords(document.entity.name);
  if (words.length > 1) keys.add(wordSetKey(words));
  const letters = initials(words);
  if (letters.length >= SHORTEST_INITIALS) {
    keys.add(initialsKey(letters));
    if (letters.length > 3) keys.add(initialsKey(letters.slice(0, 3)));
    if (letters.length > 4) keys.add(initialsKey(letters.slice(0, 4)));
  }
  return keys;
}
