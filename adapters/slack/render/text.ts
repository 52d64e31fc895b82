import { longestFit, wholeCharacters } from "../../../src/chat/cut.ts";
import { openable } from "../../../src/chat/openable.ts";
import type { Span, Text } from "../../../src/chat/text.ts";
import { visible, visibleLine } from "../../../src/chat/visible.ts";
import { escaped, guard, inert } from "./inert.ts";
import { limits } from "./limits.ts";

/** What rendering needs to know of the workspace. */
export interface Look {
  /** Where a person's profile is, when the workspace knows them. */
  profileUrl(email: string): string | undefined;
}

/** A text object that Slack does not search for links and mentions. https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
export interface Mrkdwn {
  readonly type: "mrkdwn";
  readonly text: string;
  readonly verbatim: true;
}

/** A text object around finished markup. */
export const verbatim = (markup: string): Mrkdwn => ({ type: "mrkdwn", text: markup, verbatim: true });

/**
 * A text as Slack's markup, for a verbatim text object only; at most `max` UTF-16 units, cut with an ellipsis inside its
 * words and never inside its markup. Nothing in it formats, links or pings but our own spans.
 */
export function mrkdwn(text: Text, look: Look, max: number = limits.sectionText): string {
  const spans = spansOf(text);
  const size = spans.reduce((sum, span) => sum + span.text.length, 0);
  return longestFit(Math.min(size, max), max, (part) =>
    joined(cutSpans(spans, part, size).flatMap((span) => pieces(span, look))),
  );
}

/** The same on one line. */
export function mrkdwnLine(text: Text, look: Look, max: number = limits.sectionText): string {
  return mrkdwn(
    spansOf(text).map((span) => ({ ...span, text: visibleLine(span.text) })),
    look,
    max,
  ).trim();
}

/** The top-level text of a message, which notifications and screen readers say: one line without markup. */
export function plainText(text: Text): string {
  const words = spansOf(text)
    .map((span) => span.text)
    .join("");
  return cutInert(visibleLine(words).trim(), limits.notification);
}

/** Visible text made inert, at most `max` units long. */
export function cutInert(words: string, max: number): string {
  return longestFit(Math.min(words.length, max), max, (part) =>
    part === words.length ? inert(words) : inert(`${wholeCharacters(words, part - 1).trimEnd()}…`),
  );
}

function spansOf(text: Text): readonly Span[] {
  const spans: readonly Span[] = typeof text === "string" ? [{ type: "text", text }] : text;
  // What is cut anyway is not looked at: descriptions can be megabytes.
  return spans.map((span) => ({ ...span, text: visible(wholeCharacters(span.text, limits.sectionText + 1)) }));
}

function cutSpans(spans: readonly Span[], part: number, size: number): readonly Span[] {
  if (part >= size) return spans;
  let left = part - 1;
  const kept = spans.flatMap((span): Span[] => {
    const text = wholeCharacters(span.text, left);
    left -= span.text.length;
    return text === "" ? [] : [{ ...span, text }];
  });
  return part <= 0 ? [] : [...kept, { type: "text", text: "…" }];
}

/** Plain words, to be made inert together with those next to them, or finished markup. */
type Piece = { readonly words: string } | { readonly markup: string; readonly formats: boolean };

function pieces(span: Span, look: Look): readonly Piece[] {
  const line = visibleLine(span.text);
  switch (span.type) {
    case "text":
      return [{ words: span.text }];
    case "bold":
      return canBeBold(line)
        ? formatted(line, (words) => `*${inert(words).replace(/^\u200b/, "")}*`)
        : [{ words: line }];
    case "code":
      return formatted(line.replaceAll("`", "'"), (words) => `\`${escaped(words)}\``);
    case "link":
      return [linked(line, span.url)];
    case "person":
      return [linked(line, profileOf(span, look))];
    case "time":
      return [timed(line, span)];
  }
}

/** A formatting character at an edge, and what keeps it from formatting, would keep the bold from formatting too. */
function canBeBold(line: string): boolean {
  return !/^[*_~`]|[*_~`]$/.test(line.trim());
}

/** Slack formats only what begins and ends with a character that can be seen; spaces around it go outside. */
function formatted(line: string, format: (words: string) => string): readonly Piece[] {
  const words = line.trim();
  if (words === "") return [{ words: line }];
  return [
    { words: line.slice(0, line.indexOf(words)) },
    { markup: format(words), formats: true },
    { words: line.slice(line.indexOf(words) + words.length) },
  ];
}

function profileOf(span: Extract<Span, { type: "person" }>, look: Look): string | undefined {
  return (span.email === undefined ? undefined : look.profileUrl(span.email)) ?? span.url;
}

/** A link's label has no escape for its own delimiters: https://docs.slack.dev/messaging/formatting-message-text#linking-urls */
function label(line: string): string {
  return inert(line.trim().replaceAll("|", "¦").replaceAll("<", "‹").replaceAll(">", "›"));
}

function linked(line: string, url: string | undefined): Piece {
  const address = url === undefined ? undefined : openable(url, "slack:");
  if (address === undefined || line.trim() === "") return { words: line };
  return { markup: `<${escaped(address)}|${label(line)}>`, formats: false };
}

const dateTokens = { time: "{time}", "day-and-time": "{date_short_pretty} {time}", day: "{date_short}" } as const;

/** https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
function timed(line: string, { at, shows }: Extract<Span, { type: "time" }>): Piece {
  const seconds = Math.floor(at.getTime() / 1000);
  if (!(seconds >= 0) || line.trim() === "") return { words: line };
  return { markup: `<!date^${seconds}^${dateTokens[shows ?? "time"]}|${label(line)}>`, formats: false };
}

function joined(pieces: readonly Piece[]): string {
  let markup = "";
  let words = "";
  let formatsBefore = false;
  const addWords = (): void => {
    const text = inert(words);
    // Markup formats only where a word ends before it and begins after it.
    markup += formatsBefore && touches(text.charAt(0)) ? `${guard}${text}` : text;
    if (text !== "") formatsBefore = false;
    words = "";
  };
  for (const next of pieces) {
    if ("words" in next) {
      words += next.words;
      continue;
    }
    addWords();
    const isTight = next.formats ? touches(markup.slice(-1)) : formatsBefore;
    markup += isTight ? `${guard}${next.markup}` : next.markup;
    formatsBefore = next.formats;
  }
  addWords();
  return markup;
}

/** Whether a character, the empty one for none, would keep markup next to it from formatting. */
function touches(character: string): boolean {
  return character !== "" && !/[\s\u200b.,:;!?()[\]"“”/·…-]/u.test(character);
}
