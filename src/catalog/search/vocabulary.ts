import type { Pause } from "./pause.ts";

/** Sorted distinct words; a word's id is its place, so words with one beginning are a range of ids. */
export type Vocabulary = readonly string[];

/** Ids from `start` to before `end`. */
export interface WordRange {
  readonly start: number;
  readonly end: number;
}

const LAST_UNIT = "\uffff";

/** Sorts texts by UTF-16 units in slices: no single sort of a hundred thousand texts holds up the event loop. */
export async function sortTexts(texts: Iterable<string>, pause: Pause): Promise<string[]> {
  const byBeginning = new Map<string, string[]>();
  for (const text of texts) {
    const beginning = text.slice(0, 2);
    const group = byBeginning.get(beginning);
    if (group === undefined) byBeginning.set(beginning, [text]);
    else group.push(text);
    if (pause.isDue()) await pause.take();
  }
  const sorted: string[] = [];
  for (const beginning of [...byBeginning.keys()].sort()) {
    for (const text of (byBeginning.get(beginning) ?? []).sort()) sorted.push(text);
    if (pause.isDue()) await pause.take();
  }
  return sorted;
}

/** The place of the first text that is not before `text`. */
export function lowerBound(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The word's id; undefined when nothing has the word. */
export function wordId(vocabulary: Vocabulary, word: string): number | undefined {
  const id = lowerBound(vocabulary, word);
  return vocabulary[id] === word ? id : undefined;
}

/** Ids of the words that begin so. */
export function prefixRange(sorted: readonly string[], prefix: string): WordRange {
  return { start: lowerBound(sorted, prefix), end: lowerBound(sorted, prefix + LAST_UNIT) };
}
