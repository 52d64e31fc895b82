import { joinWords, splitWords } from "./words.ts";

/** A question ready to be looked up. */
export interface Query {
  /** As typed, lower case. */
  readonly text: string;
  /** At most ten. */
  readonly words: readonly string[];
  /** The words without separators, at most 64 characters; never empty. */
  readonly joined: string;
}

const MAX_RAW_LENGTH = 300;
const MAX_WORDS = 10;

const OPENINGS = [
  /^<?@[^\s>]+>?[\s,:]+/,
  /^(?:hey|hi|hello|ok|please|pls)\b[\s,!]+/i,
  /^\/?who\s?(?:'s|is|are|do|can|should|owns?|maintains?|runs?|handles?|knows?|supports?)\s(?:(?:i|we) (?:ask|ping|talk to|contact)\s)?(?:the (?:owners?|team) (?:of|behind)\s)?(?:on(?: ?call)?(?: for)?|for|about|behind|responsible for|owning|maintaining)?\s?(?=\S)/i,
  /^\/?whoowns\s+/i,
  /^(?:(?:show|find|tell) me|look(?:ing)? for|search(?:ing)? for|where is|where's|what is|what's|(?:the )?owners? (?:of|for))\s+/i,
  /^(?:the|a|an)\s+(?=\S)/i,
];
/** One thing at a time: a repeated class inside a repetition takes exponential time. */
const ENDINGS = /(?:[\s?!.,;:]|(?<=\s)(?:please|pls|thanks|thx|thank you))+$/i;

/** Reads what a person typed as it stands. Undefined when nothing in it can be looked up. Linear in the text's length. */
export function readQuery(text: string): Query | undefined {
  return toQuery(text.trim().slice(0, MAX_RAW_LENGTH));
}

/** Reads the name out of a line of chat: `hey, who owns the payments api?` → payments api. Undefined when there is no talk around it. */
export function readChatLine(text: string): Query | undefined {
  const raw = text.trim().slice(0, MAX_RAW_LENGTH);
  let rest = raw.replace(ENDINGS, "");
  for (let round = 0; round < 4; round++) {
    const before = rest;
    for (const opening of OPENINGS) rest = rest.replace(opening, "");
    if (rest === before) break;
  }
  return rest === raw ? undefined : toQuery(rest);
}

function toQuery(text: string): Query | undefined {
  const words = splitWords(text);
  const joined = joinWords(words);
  return joined === "" ? undefined : { text: text.trim().toLowerCase(), words: words.slice(0, MAX_WORDS), joined };
}
