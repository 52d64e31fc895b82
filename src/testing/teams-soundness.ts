import { AdaptiveCard, HostConfig, SerializationContext, Versions } from "adaptivecards";
import MarkdownIt from "markdown-it";
import type { Message } from "../chat/message.ts";
import { plain, type Span, type Text } from "../chat/text.ts";
import { visible } from "../chat/visible.ts";
import { parseUrl } from "../parse-url.ts";
import { cardIn, elementsOf } from "./teams-card.ts";
import { layoutBreaks } from "./teams-house-rules.ts";

/** Bare names of hosts and mail addresses lead to what they say: those alone may become links. */
const linking = new MarkdownIt({ html: true, linkify: true });
linking.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** Readers of Markdown, each of which could be like that of a client of Teams. */
const readers = [
  new MarkdownIt({ html: false }),
  new MarkdownIt({ html: true }),
  linking,
  new MarkdownIt("commonmark"),
] as const;

/** What somebody reads of a line of Markdown. */
export interface ReadLine {
  readonly text: string;
  /** Everything in it that is more than text: `strong`, `link https://…`, `em`, `image`, `heading`. */
  readonly markup: readonly string[];
}

/** How each reader of Markdown reads a line. */
export function readMarkdown(markdown: string): readonly ReadLine[] {
  return readers.map((reader) => {
    const tokens = reader.parse(markdown, {});
    const blocks = tokens.filter(({ type }) => !/^(?:paragraph_(?:open|close)|inline)$/.test(type));
    const inline = tokens.flatMap(({ children }) => children ?? []);
    const markup = inline.filter(({ type }) => !/^text|_close$/.test(type));
    return {
      text: inline.map(({ content }) => content).join(""),
      markup: [...blocks, ...markup].map(({ type, attrs }) => {
        const [, url] = attrs?.find(([name]) => name === "href") ?? [];
        return `${type.replace(/_open$/, "")}${url === undefined ? "" : ` ${url}`}`;
      }),
    };
  });
}

/** Text without what cannot be seen and without what only parts words. */
export const seen = (text: string): string => visible(text).replace(/[\s\p{Cf}]+/gu, "");

/**
 * Everything that is wrong with a rendered message or dialog, as sentences: what Teams does not take, formatting and links
 * that are not of `texts`' own spans, what is filled in by a date or a template.
 */
export function cardProblems(shown: Parameters<typeof cardIn>[0], texts: readonly Text[]): readonly string[] {
  const spans = texts.flatMap((text) => (typeof text === "string" ? [] : text));
  const lines = elementsOf(cardIn(shown).body).flatMap(({ type, text }) => (type === "TextBlock" ? [text ?? ""] : []));
  return [
    ...layoutBreaks(shown),
    ...validationEvents(shown),
    ...(/\{\{(?:DATE|TIME)\(|\$\{/.test(readableText(shown)) ? ["something is filled in"] : []),
    ...[...new Set(lines)].flatMap((line) => lineProblems(line, spans)),
  ];
}

/** Without what buttons carry, which nobody reads. */
function readableText(shown: Parameters<typeof cardIn>[0]): string {
  return JSON.stringify(shown, (key, value) => (key === "data" || key === "choices.data" ? undefined : value));
}

function lineProblems(line: string, spans: readonly Span[]): readonly string[] {
  return readMarkdown(line).flatMap(({ markup }) =>
    markup.filter((one) => !isOurs(one, spans)).map((one) => `${one.slice(0, 80)} in ${line.slice(0, 80)}`),
  );
}

function isOurs(markup: string, spans: readonly Span[]): boolean {
  if (markup === "strong") return spans.some(({ type, text }) => /bold|code/.test(type) && text.trim() !== "");
  const [type, url = ""] = markup.split(" ");
  return type === "link" && spans.some((span) => leadsTo(span, url));
}

function leadsTo(span: Span, url: string): boolean {
  const own = span.type === "link" || span.type === "person" ? parseUrl(span.url ?? "") : undefined;
  if (own === undefined) return false;
  const { protocol, hostname, href, username } = own;
  const isSafe = protocol === "https:" || (protocol === "http:" && hostname === "localhost");
  return isSafe && username === "" && decoded(href) === decoded(url);
}

function decoded(url: string): string {
  return url.replace(/%[0-9A-F]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

/** What the renderer of Adaptive Cards that Teams is built on has to say of a card. */
export function validationEvents(shown: Parameters<typeof cardIn>[0]): readonly string[] {
  const attachments = "card" in shown ? [shown.card] : (shown.attachments ?? []);
  return attachments.flatMap(({ content }) => {
    const context = new SerializationContext(Versions.v1_5);
    const card = new AdaptiveCard();
    // Those behind `…` are counted, too: how many are visible is one of our own rules.
    card.hostConfig = new HostConfig({ actions: { maxActions: 40 } });
    card.parse(content, context);
    const events = [...Array(context.eventCount).keys()].map((index) => context.getEventAt(index));
    const all = [...events, ...card.validateProperties().validationEvents];
    return all.flatMap((event) => (event === undefined || isOfSearch(event.message) ? [] : [event.message]));
  });
}

/** Teams asks for choices in cards of any version. https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search */
function isOfSearch(message: string): boolean {
  return /^Property "choices\.data" is supported in version 1\.6|^An Input\.ChoiceSet must have/.test(message);
}

/** Every text of a message, whose spans alone may format. */
export function textsOf({ text, card }: Message): readonly Text[] {
  const texts = (card?.blocks ?? []).flatMap((block): readonly Text[] => {
    if (block.type === "text" || block.type === "note") return [block.text];
    return block.type === "list" ? block.rows.flatMap(({ text: row, about = "" }) => [row, about]) : [];
  });
  return [text, card?.title ?? "", ...texts];
}

/** The words of a text as they are to be read, without moments and what is cut. */
export const plainWords = (text: Text): string => seen(plain(text));
