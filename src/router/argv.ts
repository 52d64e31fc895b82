import type { Argv } from "./command.ts";

/**
 * Splits the text after a command into words. A quote at the start of a word, or after `:` or `=`, groups up to the same
 * quote at the end of a word: `owner:"Team Payments"` is one word. Any other quote is a character, as in `don't` or `5"`.
 * Expects the straight quotes that `phoneText` gives. Linear in time.
 */
export function toArgv(text: string): Argv {
  const rest = text.trim();
  const words: string[] = [];
  const quotesWithoutEnd = new Set<string>();
  let word = "";
  let from = 0;

  for (let at = 0; at <= rest.length; at += 1) {
    const character = rest.charAt(at);
    const end = canOpenQuote(character, rest.charAt(at - 1)) ? endOfQuote(rest, at, quotesWithoutEnd) : -1;
    if (end >= 0) {
      word += rest.slice(from, at) + rest.slice(at + 1, end);
      at = end;
      from = end + 1;
    } else if (isSpace(character)) {
      word += rest.slice(from, at);
      if (word !== "") words.push(word);
      word = "";
      from = at + 1;
    }
  }
  return { words, rest };
}

function canOpenQuote(character: string, before: string): boolean {
  return (character === '"' || character === "'") && (before === ":" || before === "=" || isSpace(before));
}

/** Where the quote that opens at `start` ends, or -1. What was searched in vain is not searched again. */
function endOfQuote(text: string, start: number, withoutEnd: Set<string>): number {
  const quote = text.charAt(start);
  if (withoutEnd.has(quote)) return -1;
  for (let end = text.indexOf(quote, start + 1); end >= 0; end = text.indexOf(quote, end + 1)) {
    if (isSpace(text.charAt(end + 1))) return end;
  }
  withoutEnd.add(quote);
  return -1;
}

/** True also for the empty text that stands for both ends. */
function isSpace(character: string): boolean {
  return character.trim() === "";
}
