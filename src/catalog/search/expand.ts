import type { Dictionary } from "./dictionary.ts";
import type { MeasureDistance } from "./distance.ts";
import { bucketRange, hashWithout } from "./hash.ts";
import type { Segment } from "./segment.ts";
import { prefixRange, type WordRange, wordId } from "./vocabulary.ts";
import { singular, skeleton } from "./words.ts";

/** What a typed word may stand for in one segment. */
export interface Expansion {
  /** By word id, 0 to 1. */
  readonly similarities: ReadonlyMap<number, number>;
  /** Words that begin with the typed one. */
  readonly longer: WordRange;
}

/** What it takes to tell that two words mean one. */
export interface WordKnowledge {
  readonly dictionary: Dictionary;
  readonly distance: MeasureDistance;
}

type AddWord = (word: number | undefined, similarity: number) => void;

const PLURAL = 0.97;
const SYNONYM = 0.95;
const SHORTEST_TYPO = 3;
const SHORTEST_TWO_TYPOS = 6;
const SHORTEST_SKELETON = 3;
const MOST_SKELETONS = 400;

/** Finds the words that a typed word may stand for. */
export function expandWord(segment: Segment, typed: string, { dictionary, distance }: WordKnowledge): Expansion {
  const found = new Map<number, number>();
  const add: AddWord = (word, similarity) => {
    if (word !== undefined && similarity > (found.get(word) ?? 0)) found.set(word, similarity);
  };
  const known = (word: string) => wordId(segment.vocabulary, word);
  const single = singular(typed);
  add(known(typed), 1);
  for (const form of [single, `${typed}s`, `${single}es`]) add(known(form), PLURAL);
  if (single.endsWith("y")) add(known(`${single.slice(0, -1)}ies`), PLURAL);
  for (const word of dictionary.get(typed) ?? []) add(known(word), SYNONYM);
  if (single !== typed) for (const word of dictionary.get(single) ?? []) add(known(word), SYNONYM);
  addTypos(segment, typed, distance, add);
  addSkeletons(segment, typed, add);
  return { similarities: found, longer: prefixRange(segment.vocabulary, typed) };
}

/** How well a typed beginning stands for a longer word. */
export function beginningSimilarity(typedLength: number, wordLength: number): number {
  return 0.66 + (0.3 * typedLength) / wordLength;
}

function addTypos(segment: Segment, typed: string, distance: MeasureDistance, add: AddWord): void {
  if (typed.length < SHORTEST_TYPO) return;
  const mostEdits = typed.length >= SHORTEST_TWO_TYPOS ? 2 : 1;
  const seen = new Set<number>();
  for (let without = -1; without < typed.length; without++) {
    const [start, end] = bucketRange(segment.deletes, hashWithout(typed, without));
    for (let i = start; i < end; i++) {
      const word = segment.deletes.values[i] as number;
      if (seen.has(word)) continue;
      seen.add(word);
      const text = segment.vocabulary[word] ?? "";
      if (Math.abs(text.length - typed.length) > 1) continue;
      const edits = distance(typed, text).whole;
      if (edits <= mostEdits) add(word, typoSimilarity(typed, text, edits));
    }
  }
}

function typoSimilarity(typed: string, word: string, edits: number): number {
  const firstLetter = typed[0] === word[0] ? 0 : 0.02;
  return 1 - edits / (Math.max(typed.length, word.length) + 2) - firstLetter;
}

function addSkeletons(segment: Segment, typed: string, add: AddWord): void {
  if (typed.length < SHORTEST_SKELETON || skeleton(typed) !== typed) return;
  const range = prefixRange(segment.skeletons, typed);
  for (let i = range.start; i < Math.min(range.end, range.start + MOST_SKELETONS); i++) {
    const bones = segment.skeletons[i] ?? "";
    add(segment.skeletonWords[i] as number, 0.6 + (0.25 * typed.length) / bones.length);
  }
}
