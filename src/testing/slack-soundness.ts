import { checkMessage, checkView } from "../../playground/slack/check-message.ts";
import { readMrkdwn } from "../../playground/slack/read-mrkdwn.ts";
import type { Message } from "../chat/message.ts";
import type { Span, Text } from "../chat/text.ts";
import { parseUrl } from "../parse-url.ts";

/** What is allowed to format: the words of our own spans, and the pages that they lead to. */
interface Ours {
  readonly spans: readonly Span[];
  readonly hasQuotes: boolean;
}

/**
 * Everything that is wrong with a rendered message, as sentences: rules of Slack that it breaks, pings, links and formatting
 * that are not of the message's own spans, text that Slack would search for links.
 */
export function messageProblems(
  message: Message,
  rendered: { readonly text: string; readonly blocks: readonly unknown[] },
): readonly string[] {
  const notification = readMrkdwn(rendered.text).filter(
    ({ type }) => !["text", "user", "channel", "broadcast", "link"].includes(type),
  );
  return [
    ...checkMessage(rendered),
    ...notification.map(({ type, text }) => `notification: ${type} ${text.slice(0, 60)}`),
    ...(/[<>]/.test(rendered.text) || rendered.text.length > 300 ? ["notification: not escaped, or too long"] : []),
    ...textProblems(rendered.blocks, oursOf(message)),
  ];
}

/** The same for a modal, whose texts hold no spans of ours but `texts`. */
export function viewProblems(view: { readonly blocks: readonly unknown[] }, texts: readonly Text[]): readonly string[] {
  return [...checkView(view), ...textProblems(view.blocks, { spans: texts.flatMap(spansOf), hasQuotes: false })];
}

function oursOf({ text, card }: Message): Ours {
  const texts = (card?.blocks ?? []).flatMap((block): readonly Text[] => {
    if (block.type === "text" || block.type === "note") return [block.text];
    return block.type === "list" ? block.rows.flatMap(({ text: row, about = "" }) => [row, about]) : [];
  });
  const all = [text, ...(card ? [card.title] : []), ...texts];
  return { spans: all.flatMap(spansOf), hasQuotes: card?.blocks.some(({ type }) => type === "quote") === true };
}

function spansOf(text: Text): readonly Span[] {
  return typeof text === "string" ? [] : text;
}

function textProblems(value: unknown, ours: Ours): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textProblems(item, ours));
  if (typeof value !== "object" || value === null) return [];
  const { type, text, verbatim, emoji } = value as Record<string, unknown>;
  if (type === "mrkdwn" && typeof text === "string") {
    return [...(verbatim === true ? [] : ["not verbatim"]), ...markupProblems(text, ours)];
  }
  if (type === "plain_text") return emoji === false ? [] : ["plain text with emoji"];
  return Object.values(value).flatMap((item) => textProblems(item, ours));
}

function markupProblems(markup: string, ours: Ours): readonly string[] {
  return readMrkdwn(markup, { verbatim: true }).flatMap(({ type, text, url }) => {
    const isOurs =
      type === "text" ||
      (type === "quote" && ours.hasQuotes) ||
      ((type === "bold" || type === "code") &&
        ours.spans.some((span) => span.type === type && holds(span.text, text))) ||
      (type === "date" && ours.spans.some((span) => span.type === "time")) ||
      (type === "link" && ours.spans.some((span) => leadsTo(span, url ?? "")));
    return isOurs ? [] : [`${type}: ${text.slice(0, 60)} ${url?.slice(0, 60) ?? ""}`];
  });
}

/** Whether words were shown as part of a text, whatever was done to what cannot be seen and to code's backticks. */
function holds(whole: string, part: string): boolean {
  const bare = (text: string) => text.replace(/[\s\p{C}\ufffd`']+/gu, "");
  return bare(whole).includes(bare(part.replace(/…$/, "")));
}

function leadsTo(span: Span, url: string): boolean {
  const own = span.type === "link" || span.type === "person" ? parseUrl(span.url ?? "") : undefined;
  if (own === undefined) return false;
  const { protocol, hostname, href, username } = own;
  const isSafe = protocol === "https:" || protocol === "slack:" || (protocol === "http:" && hostname === "localhost");
  return isSafe && username === "" && decoded(href) === decoded(url);
}

function decoded(url: string): string {
  return url.replace(/%[0-9A-F]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}
