/**
 * The one of `names` that a mistyped `word` most likely means: one slip (a letter added, lost, replaced or swapped with
 * the next) in names of four or five letters, two in longer ones, none in shorter ones.
 */
export function nearMiss(word: string, names: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const near = names
    .map((name) => ({ name, slips: slipsBetween(typed, name) }))
    .filter(({ name, slips }) => slips > 0 && slips <= slipsAllowed(name));
  return near.sort((a, b) => a.slips - b.slips)[0]?.name;
}

function slipsAllowed(name: string): number {
  if (name.length < 4) return 0;
  return name.length < 6 ? 1 : 2;
}

/** Edit distance with swaps of neighbours (optimal string alignment); `Infinity` when the lengths differ by more than 2. */
function slipsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY;
  const between = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  const at = (i: number, j: number): number => between[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      between[i]?.splice(j, 1, Math.min(replaced, swapped, at(i, j - 1) + 1, at(i - 1, j) + 1));
    }
  }
  return at(a.length, b.length);
}
