/** What `make` says about the largest part, of `size` at most, that is not longer than `max`. `make(0)` is taken to fit. */
export function longestFit(size: number, max: number, make: (part: number) => string): string {
  const whole = make(size);
  if (whole.length <= max) return whole;
  let fits = 0;
  let exceeds = size;
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    if (make(middle).length <= max) fits = middle;
    else exceeds = middle;
  }
  return make(fits);
}

/** The first UTF-16 units of a text, without half a character at the end. */
export function wholeCharacters(text: string, units: number): string {
  const end = Math.max(units, 0);
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(end - 1)) && end < text.length;
  return text.slice(0, isSplit ? end - 1 : end);
}

/** A text cut after a word, so that a title does not end within one. */
export function wholeWords(text: string, max: number): string {
  const line = text
    .slice(0, 10 * max)
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= max) return line;
  const end = line.lastIndexOf(" ", max);
  return end <= 0 ? line : line.slice(0, end);
}
