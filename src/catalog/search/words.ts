const MAX_WORD_LENGTH = 40;
const MAX_JOINED_LENGTH = 64;
const CAMEL = /([\p{Ll}\p{N}])(?=\p{Lu})|(\p{Lu}{2})(?=\p{Lu}\p{Ll}{2})/gu;
const CAMEL_ASCII = /[a-z0-9][A-Z]|[A-Z]{3}[a-z]{2}/;
const NOT_ASCII = /[^\0-\x7f]/;

/** Text without accents and compatibility forms, case kept: `Übersicht ﬁ` → `Ubersicht fi`. */
export function foldMarks(text: string): string {
  return NOT_ASCII.test(text) ? text.normalize("NFKD").replace(/\p{M}+/gu, "") : text;
}

/** The words of a text as people see them, lower case, camel case taken apart: `OpenDataHub-v2` → open, data, hub, v2. */
export function splitWords(text: string): string[] {
  const folded = foldMarks(text);
  const apart = CAMEL_ASCII.test(folded) || NOT_ASCII.test(folded) ? folded.replace(CAMEL, "$1$2 ") : folded;
  return pieces(apart.toLowerCase());
}

/** The words of running text: like `splitWords`, and camel case also whole, for `GitHub` is looked for as `github`. */
export function textWords(text: string): string[] {
  const folded = foldMarks(text);
  const whole = pieces(folded.toLowerCase());
  return CAMEL_ASCII.test(folded) ? [...whole, ...splitWords(folded)] : whole;
}

/** What the spellings of one name have in common: its words without anything between them, at most 64 characters. */
export function joinWords(words: readonly string[]): string {
  return words.join("").slice(0, MAX_JOINED_LENGTH);
}

/** A word without its plural ending, good enough to compare two words, not to show. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith("s") || word.endsWith("ss")) return word;
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  return /(?:x|ch|sh|ss)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** First letter and consonants: how people shorten by ear, `spotify` → `sptf`. */
export function skeleton(word: string): string {
  return word.slice(0, 1) + word.slice(1).replace(/[aeiouy]+/g, "");
}

/** First letters of the words: `babel-plugin-react` → `bpr`. */
export function initials(words: readonly string[]): string {
  let letters = "";
  for (const word of words) letters += word.slice(0, 1);
  return letters;
}

function pieces(lower: string): string[] {
  const found = NOT_ASCII.test(lower) ? lower.match(/[\p{L}\p{N}]+/gu) : lower.match(/[a-z0-9]+/g);
  if (found === null) return [];
  return found.map((word) => (word.length > MAX_WORD_LENGTH ? word.slice(0, MAX_WORD_LENGTH) : word));
}
