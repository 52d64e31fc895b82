import { BotError } from "../errors.ts";
import { resolveMarkup } from "./chat-markup.ts";

/** The longest text that is read as a command, in UTF-16 units. */
export const maxTextLength = 4000;

/**
 * What somebody meant to type: keyboards curl quotes, lengthen dashes, add invisible characters and a full stop, and
 * platforms add markup. The result has straight quotes, plain spaces and no punctuation at its end. Linear in time.
 *
 * @throws BotError `usage` when it is longer than `maxTextLength`
 */
export function phoneText(typed: string): string {
  if (typed.length > maxTextLength) {
    throw new BotError(
      "usage",
      `That is ${typed.length} characters long; ${maxTextLength} are read. Send the name of one thing, as in \`whoowns payments-api\`.`,
    );
  }
  return withoutEndPunctuation(plainDashes(plainQuotes(plainSpaces(resolveMarkup(typed)))));
}

/** Single plain spaces; nothing invisible (format characters), except the joiner inside an emoji. */
function plainSpaces(text: string): string {
  return text
    .replace(/(?!\u200d)\p{Cf}/gu, "")
    .replace(/(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ");
}

function plainQuotes(text: string): string {
  return text.replace(/[“”„‟«»″＂]/gu, '"').replace(/[‘’‚‛′＇]/gu, "'");
}

/** iOS makes a dash of `--`: at the start of a word it is an option's, within a word it is a hyphen. A lone dash stays. */
function plainDashes(text: string): string {
  return text
    .replace(/[\u2010\u2011\u2212]/gu, "-")
    .replace(/(?<=^| )[\u2012-\u2015](?=[\p{L}\p{N}])/gu, "--")
    .replace(/(?<=[^\s-])[\u2012-\u2015](?=[^\s-])/gu, "-");
}

/** A loop, because a pattern such as /[.?]+$/ takes quadratic time on dots that are not at the end. */
function withoutEndPunctuation(text: string): string {
  let end = text.length;
  while (end > 0 && ".?… ".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).trimStart();
}
