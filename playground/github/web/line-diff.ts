import { type Html, html } from "./html.ts";

interface Line {
  readonly sign: " " | "+" | "-";
  readonly text: string;
}

const context = 3;
const maxShown = 5000;
/** Larger tables are not computed: all that differs is taken out and put in anew. */
const maxCells = 4_000_000;

/** Where two texts differ, line by line with what stands around. */
export function diffOf(before: string, after: string): Html {
  const lines = compared(linesIn(before), linesIn(after));
  const isNear = lines.map((_, index) => lines.slice(Math.max(0, index - context), index + context + 1).some(isChange));
  const shown = lines.flatMap((line, index) => {
    if (isNear[index]) return [html`<span data-sign="${line.sign}">${line.sign}${line.text}\n</span>`];
    return index > 0 && isNear[index - 1] ? [html`<span class="gap">⋯\n</span>`] : [];
  });
  return html`<div class="code" role="region" aria-label="Changed lines" tabindex="0"><pre class="diff">${shown.slice(0, maxShown)}${shown.length > maxShown && "⋯"}</pre></div>`;
}

function isChange({ sign }: Line): boolean {
  return sign !== " ";
}

function linesIn(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function compared(before: readonly string[], after: readonly string[]): readonly Line[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (lines: readonly string[]) => lines.map((text): Line => ({ sign: " ", text }));
  const middle = common(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [...same(before.slice(0, head)), ...middle, ...same(before.slice(before.length - tail))];
}

/** What is in both stays, by the longest common subsequence. */
function common(before: readonly string[], after: readonly string[]): readonly Line[] {
  const lengthAt = commonLengths(before, after);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (lengthAt(i, j) > 0 && before[i] === after[j]) lines.push({ sign: " ", text: before[i++] ?? "" });
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) lines.push({ sign: "-", text: before[i++] ?? "" });
    else lines.push({ sign: "+", text: after[j] ?? "" });
    if (lines.at(-1)?.sign !== "-") j += 1;
  }
  const left = before.slice(i).map((text): Line => ({ sign: "-", text }));
  return [...lines, ...left, ...after.slice(j).map((text): Line => ({ sign: "+", text }))];
}

/** How many lines the rest of both has in common. */
function commonLengths(before: readonly string[], after: readonly string[]): (i: number, j: number) => number {
  const width = after.length + 1;
  if ((before.length + 1) * width > maxCells) return () => 0;
  const lengths = new Uint32Array((before.length + 1) * width);
  const lengthAt = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const isSame = before[i] === after[j];
      lengths[i * width + j] = isSame ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  return lengthAt;
}
