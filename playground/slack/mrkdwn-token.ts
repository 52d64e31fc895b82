/** What a stretch of a mrkdwn text is to Slack. */
export type SegmentType =
  | "text"
  | "user"
  | "channel"
  | "usergroup"
  | "broadcast"
  | "link"
  | "date"
  | "bold"
  | "italic"
  | "strike"
  | "code"
  | "codeblock"
  | "quote"
  | "emoji";

/** One stretch. Formatting is flat: in `*a <@U1> b*` stand a bold one, a user and another bold one. */
export interface Segment {
  readonly type: SegmentType;
  /** What is read, unescaped. */
  readonly text: string;
  /** Where a link leads. */
  readonly url?: string;
  /** Of a user, channel or user group. */
  readonly id?: string;
  /** Of a date: since 1970. */
  readonly seconds?: number;
  /** Of a date: words with tokens such as `{date_short}`. */
  readonly format?: string;
}

/** Undoes the three escapes that there are. */
export function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/**
 * What stands between `<` and `>`.
 * https://docs.slack.dev/messaging/formatting-message-text#advanced
 */
export function readToken(inner: string): Segment {
  const [target = "", ...labels] = inner.split("|");
  const label = unescaped(labels.join("|"));
  const sign = target[0];
  if (sign === "@") return { type: "user", text: label || target, id: target.slice(1) };
  if (sign === "#") return { type: "channel", text: label || target, id: target.slice(1) };
  if (sign === "!") return readSpecial(target.slice(1), label);
  return { type: "link", text: label || unescaped(target), url: unescaped(target) };
}

function readSpecial(target: string, label: string): Segment {
  const [name = "", ...rest] = target.split("^");
  if (name === "subteam") return { type: "usergroup", text: label || target, id: rest[0] ?? "" };
  if (name !== "date") return { type: "broadcast", text: label || `@${name}` };
  const [seconds = "", format = "", url] = rest;
  const date = { seconds: /^-?\d+$/.test(seconds) ? Number(seconds) : Number.NaN, format: unescaped(format) };
  return { type: "date", text: label || format, ...date, ...(url === undefined ? {} : { url: unescaped(url) }) };
}

// What can be long is bounded or begins only where a run of its characters does: no text takes long to read.

/** Without the marks that end a sentence behind it. */
const address = /(?:[a-z][a-z0-9+.-]{0,30}:\/\/|mailto:|tel:)[^\s<>|]+(?<![.,;:!?)\]'"])/;
const email = /[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+(?<!-)/;
/** Any name that looks like a host: Slack knows all endings that there are. */
const host =
  /(?=[\p{L}\p{N}])(?<![\p{L}\p{N}_]-*)(?:[\p{L}\p{N}-]+\.){1,10}\p{L}{2,}\b(?:[/:?#][^\s<>|]*(?<![.,;:!?)\]'"]))?/u;
const mention = /(?:[@#]\p{L}[\p{L}\p{N}._-]*|[@#]\p{N}+[\p{L}_-][\p{L}\p{N}._-]*)(?<![._-])/u;
const automatic = new RegExp([address, email, host, mention].map((part) => `(${part.source})`).join("|"), "giu");

/** A text cut where Slack makes a link or a mention of it by itself, when it is not verbatim. */
export function cutAutomatic<T>(text: string, plain: (text: string) => readonly T[]): readonly (T | Segment)[] {
  return cut<T | Segment>(text, automatic, plain, automaticSegment);
}

function automaticSegment([whole, isAddress, isEmail, isHost]: RegExpExecArray): Segment {
  const text = unescaped(whole);
  if (isAddress) return { type: "link", text, url: text };
  if (isEmail) return { type: "link", text, url: `mailto:${text}` };
  if (isHost) return { type: "link", text, url: `http://${text}` };
  if (/^@(here|channel|everyone|group)$/i.test(whole)) return { type: "broadcast", text };
  return { type: whole.startsWith("#") ? "channel" : "user", text, id: whole.slice(1) };
}

const emoji = /:(?!(?!100:|1234:)\d+:)[\p{L}\p{N}_+'-]+:(?::skin-tone-[2-6]:)?/giu;

/** A text without formatting characters, cut at its emoji. */
export function withEmoji(text: string): readonly Segment[] {
  const plain = (between: string): readonly Segment[] =>
    between === "" ? [] : [{ type: "text", text: unescaped(between) }];
  return cut(text, emoji, plain, ([name]) => ({ type: "emoji", text: name }));
}

/** What stands between the places where a pattern is found, and what is found there, in their order. */
export function cut<T>(
  text: string,
  pattern: RegExp,
  between: (text: string) => readonly T[],
  found: (match: RegExpExecArray) => T,
): readonly T[] {
  const parts: T[] = [];
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(...between(text.slice(last, match.index)), found(match));
    last = match.index + match[0].length;
  }
  return [...parts, ...between(text.slice(last))];
}
