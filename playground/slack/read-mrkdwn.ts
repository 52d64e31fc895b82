import { automaticSegments, readToken, type Segment, type SegmentType, unescaped, withEmoji } from "./mrkdwn-token.ts";

/** A character, or something read already that formatting may enclose. */
type Unit = string | Segment;

const styleOf: Readonly<Record<string, SegmentType>> = { "*": "bold", _: "italic", "~": "strike" };
const codeBlock = /```([^\u200b][\s\S]*?)```/g;
const lineStart = /(?<=[\n\r\u2028\u2029]|^)/;
/** A pair of backticks or of angle brackets in one line. */
const fixed = /`([^`\n\u200b][^`\n]*)`|<([^<>\n]+)>/g;

/**
 * What Slack makes of the text of a mrkdwn object. Where its behaviour is in doubt this recognises formatting, so
 * that a text that stays `text` here is inert. U+200B on the inner side of a formatting character keeps it from
 * working, on the outer side it does not.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function readMrkdwn(text: string, options: { readonly verbatim?: boolean } = {}): readonly Segment[] {
  const isVerbatim = options.verbatim === true;
  const segments: Segment[] = [];
  let last = 0;
  for (const match of text.matchAll(codeBlock)) {
    segments.push(...readLines(text.slice(last, match.index), isVerbatim));
    segments.push({ type: "codeblock", text: unescaped(match[1] ?? "") });
    last = match.index + match[0].length;
  }
  segments.push(...readLines(text.slice(last), isVerbatim));
  return joined(segments);
}

/** Quotes go by line, `>>>` to the end; other formatting may go over several lines. */
function readLines(text: string, isVerbatim: boolean): readonly Segment[] {
  const segments: Segment[] = [];
  let plain = "";
  const flush = (): void => {
    segments.push(...readInline(plain, "text", isVerbatim));
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
    const inside = readInline(content.slice(quoted[0].length), "quote", isVerbatim);
    segments.push(
      ...(inside.some(({ type }) => type === "quote") ? inside : [{ type: "quote" as const, text: "" }, ...inside]),
    );
    if (isRest) return segments;
  }
  flush();
  return segments;
}

function readInline(text: string, type: SegmentType, isVerbatim: boolean): readonly Segment[] {
  const units: Unit[] = [];
  let last = 0;
  const plain = (end: number): void => {
    units.push(...readPlain(text.slice(last, end), isVerbatim));
  };
  for (const match of text.matchAll(fixed)) {
    plain(match.index);
    units.push(match[1] === undefined ? readToken(match[2] ?? "") : { type: "code", text: unescaped(match[1]) });
    last = match.index + match[0].length;
  }
  plain(text.length);
  return readStyles(units, type);
}

function readPlain(text: string, isVerbatim: boolean): readonly Unit[] {
  if (isVerbatim) return [...text];
  const units: Unit[] = [];
  let last = 0;
  for (const { index, length, segment } of automaticSegments(text)) {
    units.push(...text.slice(last, index), segment);
    last = index + length;
  }
  return [...units, ...text.slice(last)];
}

function readStyles(units: readonly Unit[], type: SegmentType): readonly Segment[] {
  const segments: Segment[] = [];
  let text = "";
  const flush = (): void => {
    segments.push(...withEmoji(text, type));
    text = "";
  };
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at];
    const end = closing(units, at);
    if (typeof unit === "string" && end === undefined) text += unit;
    else flush();
    if (typeof unit === "object") segments.push(unit);
    if (typeof unit === "string" && end !== undefined) {
      segments.push(...readStyles(units.slice(at + 1, end), styleOf[unit] ?? type));
      at = end;
    }
  }
  flush();
  return segments;
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

function joined(segments: readonly Segment[]): readonly Segment[] {
  return segments.reduce<Segment[]>((all, segment) => {
    const before = all.at(-1);
    const isSame = before?.type === "text" && segment.type === "text";
    if (isSame) all.splice(-1, 1, { type: "text", text: before.text + segment.text });
    else all.push(segment);
    return all;
  }, []);
}
