import { automaticSegments, readToken, type Segment, unescaped, withEmoji } from "./mrkdwn-token.ts";

/** What encloses other parts of a text. */
export interface Formatted {
  readonly type: "bold" | "italic" | "strike" | "quote";
  readonly parts: readonly MrkdwnPart[];
}

/** A stretch without others in it. */
export interface Leaf {
  readonly type: "leaf";
  readonly segment: Segment;
  /** Made of what looks like an address or a name, without anybody having marked it. */
  readonly isAutomatic?: true;
}

/** A part of a mrkdwn text. */
export type MrkdwnPart = Formatted | Leaf;

/** A character, or something read already that formatting may enclose. */
type Unit = string | Leaf;

/** What a pair of these characters does. */
const styleOf: Readonly<Record<string, "bold" | "italic" | "strike">> = { "*": "bold", _: "italic", "~": "strike" };
const codeBlock = /```([^\u200b][\s\S]*?)```/g;
const lineStart = /(?<=[\n\r\u2028\u2029]|^)/;
/** A pair of backticks or of angle brackets in one line. */
const fixed = /`([^`\n\u200b][^`\n]*)`|<([^<>\n]+)>/g;

/**
 * What Slack makes of the text of a mrkdwn object. Where its behaviour is in doubt this recognises formatting, so
 * that a text without any here is inert. U+200B on the inner side of a formatting character keeps it from
 * working, on the outer side it does not.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function mrkdwnTree(text: string, isVerbatim: boolean): readonly MrkdwnPart[] {
  const parts: MrkdwnPart[] = [];
  let last = 0;
  for (const match of text.matchAll(codeBlock)) {
    parts.push(...readLines(text.slice(last, match.index), isVerbatim));
    parts.push(leaf({ type: "codeblock", text: unescaped(match[1] ?? "") }));
    last = match.index + match[0].length;
  }
  return [...parts, ...readLines(text.slice(last), isVerbatim)];
}

function leaf(segment: Segment): Leaf {
  return { type: "leaf", segment };
}

/** Quotes go by line, `>>>` to the end; other formatting may go over several lines. */
function readLines(text: string, isVerbatim: boolean): readonly MrkdwnPart[] {
  const parts: MrkdwnPart[] = [];
  let plain = "";
  const flush = (): void => {
    parts.push(...readInline(plain, isVerbatim));
    plain = "";
  };
  const lines = text.split(lineStart);
  for (const [index, line] of lines.entries()) {
    const quoted = /^[ \t]*((?:&gt;|>){1,3})/.exec(line);
    if (!quoted) {
      plain += line;
      continue;
    }
    flush();
    const isRest = quoted[1]?.replaceAll("&gt;", ">") === ">>>";
    const content = isRest ? lines.slice(index).join("") : line;
    parts.push({ type: "quote", parts: readInline(content.slice(quoted[0].length), isVerbatim) });
    if (isRest) return parts;
  }
  flush();
  return parts;
}

function readInline(text: string, isVerbatim: boolean): readonly MrkdwnPart[] {
  const units: Unit[] = [];
  let last = 0;
  const plain = (end: number): void => {
    units.push(...readPlain(text.slice(last, end), isVerbatim));
  };
  for (const match of text.matchAll(fixed)) {
    plain(match.index);
    const code = match[1];
    units.push(leaf(code === undefined ? readToken(match[2] ?? "") : { type: "code", text: unescaped(code) }));
    last = match.index + match[0].length;
  }
  plain(text.length);
  return readStyles(units);
}

function readPlain(text: string, isVerbatim: boolean): readonly Unit[] {
  if (isVerbatim) return [...text];
  const units: Unit[] = [];
  let last = 0;
  for (const { index, length, segment } of automaticSegments(text)) {
    units.push(...text.slice(last, index), { type: "leaf", segment, isAutomatic: true });
    last = index + length;
  }
  return [...units, ...text.slice(last)];
}

function readStyles(units: readonly Unit[]): readonly MrkdwnPart[] {
  const parts: MrkdwnPart[] = [];
  let text = "";
  const flush = (): void => {
    parts.push(...withEmoji(text).map(leaf));
    text = "";
  };
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at];
    const end = closing(units, at);
    if (typeof unit === "string" && end === undefined) text += unit;
    else flush();
    if (typeof unit === "object") parts.push(unit);
    if (typeof unit === "string" && end !== undefined) {
      parts.push({ type: styleOf[unit] ?? "bold", parts: readStyles(units.slice(at + 1, end)) });
      at = end;
    }
  }
  flush();
  return parts;
}

/** Where the formatting ends that begins here; undefined when none begins. */
function closing(units: readonly Unit[], start: number): number | undefined {
  const mark = units[start];
  if (typeof mark !== "string" || styleOf[mark] === undefined) return undefined;
  if (isWord(units[start - 1]) || isBlank(units[start + 1])) return undefined;
  for (let end = start + 2; end < units.length; end += 1) {
    const isEnd = units[end] === mark && !isBlank(units[end - 1]) && !isWord(units[end + 1]);
    if (isEnd && units.slice(start + 1, end).some((unit) => unit !== mark)) return end;
  }
  return undefined;
}

function isWord(unit: Unit | undefined): boolean {
  return typeof unit === "string" && /[\p{L}\p{N}]/u.test(unit);
}

function isBlank(unit: Unit | undefined): boolean {
  return unit === undefined || (typeof unit === "string" && /[\s\u200b]/.test(unit));
}
