import type { Pause } from "./pause.ts";

/** Sorted distinct words; a word's id is its place, so words with one beginning are a range of ids. */
export type Vocabulary = readonly string[];

/** Ids from `start` to before `end`. */
export interface WordRange {
  readonly start: number;
  readonly end: number;
}

const LAST_UNIT = "\uffff";

/** Sorts by texts (UTF-16 units) in slices: no single sort of a hundred thousand holds up the event loop. */
export async function sortByText<T>(items: Iterable<T>, textOf: (item: T) => string, pause: Pause): Promise<T[]> {
  const byBeginning = new Map<string, T[]>();
  for (const item of items) {
    const beginning = textOf(item).slice(0, 2);
    const group = byBeginning.get(beginning);
    if (group === undefined) byBeginning.set(beginning, [item]);
    else group.push(item);
    if (pause.isDue()) await pause.take();
  }
  const sorted: T[] = [];
  for (const beginning of [...byBeginning.keys()].sort()) {
    const group = byBeginning.get(beginning) ?? [];
    group.sort((left, right) => compareTexts(textOf(left), textOf(right)));
    for (const item of group) sorted.push(item);
    if (pause.isDue()) await pause.take();
  }
  return sorted;
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The place of the first text that is not before `text`. */
function lowerBound(sorted: readonly string[], text: string): number {
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
