import { longestFit, wholeCharacters } from "../../../src/chat/cut.ts";
import { openable } from "../../../src/chat/openable.ts";
import { oneLine, type Span, type Text } from "../../../src/chat/text.ts";
import { visible, visibleLine } from "../../../src/chat/visible.ts";
import { guard, inert, inertLine, unfilled } from "./inert.ts";
import { limits } from "./limits.ts";
import { timeText } from "./time.ts";

/** What rendering needs to know of the tenant and of whoever reads. */
export interface Look {
  /** Where somebody is written to, when Teams knows them by this sign-in name: `chatUrl(upn)`. */
  profileUrl(email: string): string | undefined;
  /** How the channel of a link is called, such as `Payments › help`, when it is known. */
  channelName(url: string): string | undefined;
  /** Of the conversation; that of this machine where it is not known. */
  readonly timeZone?: string;
}

/** The chat with somebody. https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
export const chatUrl = (upn: string): string =>
  `https://teams.microsoft.com/l/chat/0/0?users=${encodeURIComponent(upn)}`;

/**
 * A text as Markdown for TextBlocks, one for each line, without empty ones. Nothing in it formats, links or mentions but our
 * own spans. At most `max` UTF-16 units, cut with an ellipsis inside its words and never inside its markup.
 */
export function markdownLines(text: Text, look: Look, max: number = limits.line): readonly string[] {
  const lines: Span[][] = [[]];
  for (const span of spansOf(text)) {
    const [first = "", ...rest] = span.text.split("\n");
    lines.at(-1)?.push({ ...span, text: first });
    for (const line of rest) lines.push([{ ...span, text: line }]);
  }
  return lines.map((line) => markdownOf(line, look, max)).filter((line) => line !== "");
}

/** The same on one line. */
export function markdownLine(text: Text, look: Look, max: number = limits.line): string {
  return markdownOf(spansOf(text), look, max);
}

/** A text without markup on one line, for what notifications and screen readers say; Teams formats nothing of it. */
export function plainText(text: Text, look: Look, max: number = limits.summary): string {
  const words = spansOf(text).map((span) => shownWords(span, look));
  return plainLabel(words.join(""), max, "");
}

/** What a span says, without where it leads. */
function shownWords(span: Span, look: Look): string {
  if (span.type === "time") return timeText(span, look.timeZone);
  return (span.type === "link" ? look.channelName(span.url) : undefined) ?? span.text;
}

/** One line of at most `max` units, for a place in which Teams formats nothing: a button, a field's label, a title. */
export function plainLabel(text: string, max: number, instead: string): string {
  const line = oneLine(text.slice(0, 4 * max), Number.POSITIVE_INFINITY).replace(/\p{Cs}/gu, "\ufffd");
  const shown = longestFit(Math.min(line.length, max), max, (part) =>
    unfilled(part === line.length ? line : `${wholeCharacters(line, part - 1).trimEnd()}…`),
  );
  return shown || instead;
}

/** A line in which no span is ours, at most `max` units long. */
export function literalLine(words: string, max: number): string {
  return markdownOf(
    [{ type: "text", text: words }],
    { profileUrl: () => undefined, channelName: () => undefined },
    max,
  );
}

function spansOf(text: Text): readonly Span[] {
  const spans: readonly Span[] = typeof text === "string" ? [{ type: "text", text }] : text;
  // What is cut anyway is not looked at: descriptions can be megabytes.
  return spans.map((span) => ({ ...span, text: visible(wholeCharacters(span.text, 4 * limits.line)) }));
}

function markdownOf(given: readonly Span[], look: Look, max: number): string {
  const spans = given.map((span) => ({ ...span, text: wholeCharacters(visibleLine(span.text), max + 1) }));
  const size = spans.reduce((sum, span) => sum + span.text.length, 0);
  return longestFit(Math.min(size, max), max, (part) =>
    inertLine(joined(cutSpans(spans, part, size).flatMap((span) => pieces(span, look))).trim()),
  );
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
type Piece = { readonly words: string } | { readonly markup: string };

function pieces(span: Span, look: Look): readonly Piece[] {
  switch (span.type) {
    case "text":
      return [{ words: span.text }];
    // A TextBlock has no code: what is to be typed stands out in bold.
    case "bold":
    case "code":
      return strong(span.text);
    case "link":
      return [linked(shownWords(span, look), span.url)];
    case "person":
      return [linked(span.text, profileOf(span, look))];
    case "time":
      return [{ words: shownWords(span, look) }];
  }
}

/** Emphasis begins and ends at what can be seen: spaces around it go outside, and a guard stands beside punctuation. */
function strong(line: string): readonly Piece[] {
  const words = line.trim();
  if (words === "") return [{ words: line }];
  const text = inert(words)
    .replace(/^(?=[\p{P}\p{S}])/u, guard)
    .replace(/(?<=[\p{P}\p{S}])$/u, guard);
  const [before = "", after = ""] = line.split(words, 2);
  return [{ words: before }, { markup: `**${text}**` }, { words: after }];
}

function profileOf(span: Extract<Span, { type: "person" }>, look: Look): string | undefined {
  return (span.email === undefined ? undefined : look.profileUrl(span.email)) ?? span.url;
}

function linked(text: string, url: string | undefined): Piece {
  const line = visibleLine(text);
  const address = url === undefined ? undefined : openable(url);
  if (address === undefined || line.trim() === "") return { words: line };
  const label = inert(line.trim()).replace(/[[\]]/g, "\\$&");
  return { markup: `[${label}](${destination(address)})` };
}

/** An address in which nothing is markup, an entity or filled in; on phones emphasis is looked for in it too. */
function destination(address: string): string {
  return address
    .replace(/[()\\{}*~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, percent)
    .replace(/(?<=&#?[A-Za-z0-9]{1,40});/g, percent);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function joined(all: readonly Piece[]): string {
  let markup = "";
  let words = "";
  const addWords = (): void => {
    markup += inert(words);
    words = "";
  };
  for (const next of all) {
    if ("words" in next) {
      words += next.words;
      continue;
    }
    addWords();
    markup += isTight(markup, next.markup) ? `${guard}${next.markup}` : next.markup;
  }
  addWords();
  return markup;
}

/** Whether markup would mean something else with this before it: two runs of asterisks are one, `![` begins an image. */
function isTight(before: string, markup: string): boolean {
  return markup.startsWith("[") ? /[!\]]$/.test(before) : before.endsWith("*");
}
