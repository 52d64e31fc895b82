const star = 0x2a;
const question = 0x3f;
const backslash = 0x5c;

/** How many steps comparing may still take; below 0 it took too many. */
export interface Effort {
  left: number;
}

/** Takes a step; false where none is left. */
export function hasLeft(effort: Effort): boolean {
  effort.left -= 1;
  return effort.left >= 0;
}

/** Whether a name or a pattern of one has something in it that is not itself. */
export function hasWildcard(glob: string): boolean {
  return /[*?\\]/.test(glob);
}

/**
 * Whether a pattern of one name matches it: `*` any characters, `?` one, a backslash makes the next one literal. No
 * recursion and no regular expression: only the last `*` is ever taken up again, for it can take whatever those before it
 * could, so that the time is bounded by the product of the lengths, whatever the pattern, and by the effort.
 */
export function matchesName(glob: string, name: string, effort: Effort): boolean {
  if (!hasWildcard(glob)) return glob === name;
  let at = 0;
  let place = 0;
  let afterStar = -1;
  let taken = 0;
  while (place < name.length || at < glob.length) {
    if (!hasLeft(effort)) return false;
    const code = glob.charCodeAt(at);
    if (code === star) {
      at += 1;
      afterStar = at;
      taken = place;
      continue;
    }
    const step = lengthOfMatch(glob, at, name, place);
    if (step > 0) {
      at += code === backslash ? 2 : 1;
      place += step;
      continue;
    }
    // Where the name is at its end, to take more would leave still less.
    if (afterStar === -1 || place >= name.length) return false;
    taken += 1;
    place = taken;
    at = afterStar;
  }
  return true;
}

/** How many units of the name one character of the pattern stands for here: 0 where it does not match. */
function lengthOfMatch(glob: string, at: number, name: string, place: number): number {
  const character = name.codePointAt(place);
  if (character === undefined) return 0;
  const code = glob.charCodeAt(at);
  if (code === question) return character > 0xffff ? 2 : 1;
  return name.charCodeAt(place) === (code === backslash ? glob.charCodeAt(at + 1) : code) ? 1 : 0;
}
