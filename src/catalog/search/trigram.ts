const LETTERS = 38;

/** How many trigram codes there are. */
export const TRIGRAM_CODES = LETTERS * LETTERS * LETTERS;

/**
 * Codes of the three-letter pieces of a joined text, with its ends marked, each code once. Letters outside a-z and 0-9
 * share codes: a shared code only brings up one candidate more.
 */
export function trigramCodes(text: string): number[] {
  const codes: number[] = [];
  let first = 0;
  let second = 0;
  for (let i = 0; i <= text.length; i++) {
    const third = i < text.length ? letterCode(text.charCodeAt(i)) : 0;
    const code = (first * LETTERS + second) * LETTERS + third;
    if (i > 0 && !codes.includes(code)) codes.push(code);
    first = second;
    second = third;
  }
  return codes;
}

function letterCode(unit: number): number {
  if (unit >= 97 && unit <= 122) return unit - 96;
  if (unit >= 48 && unit <= 57) return unit - 21;
  return 1 + ((unit * 7) % (LETTERS - 1));
}
