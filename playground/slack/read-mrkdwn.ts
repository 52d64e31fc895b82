import { cut, cutAutomatic, readToken, type Segment, type SegmentType, unescaped, withEmoji } from "./mrkdwn-token.ts";

/** What encloses other parts of a text. */
export interface Formatted {
  readonly type: "bold" | "italic" | "strike" | "quote";
  readonly parts: readonly MrkdwnPart[];
}

/** A part of a mrkdwn text. */
export type MrkdwnPart = Formatted | Segment;

/** What Slack makes of the text of a mrkdwn object, as stretches one after the other: a text that stays `text` is inert. */
export function readMrkdwn(text: string, options: { readonly verbatim?: boolean } = {}): readonly Segment[] {
  return joined(flat(mrkdwnTree(text, options.verbatim === true), "text"));
}

/** The words of a part have the type of what encloses them most closely. */
function flat(parts: readonly MrkdwnPart[], type: SegmentType): readonly Segment[] {
  return parts.flatMap((part): readonly Segment[] => {
    if (!("parts" in part)) return [part.type === "text" ? { ...part, type } : part];
    const inside = flat(part.parts, part.type);
    const isMissing = part.type === "quote" && !inside.some((segment) => segment.type === "quote");
    return isMissing ? [{ type: "quote", text: "" }, ...inside] : inside;
  });
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

/** The line end behind it is its own. */
const codeBlock = /```([^\u200b][\s\S]*?)```\n?/g;
/** Lines that are quoted, or `>>>` and everything behind it. */
const quoted = /^[ \t]*(?:&gt;|>){3}[\s\S]*|(?:^[ \t]*(?:&gt;|>)(?!(?:&gt;|>){2}).*[\n\r\u2028\u2029]?)+/gm;
/** A pair of backticks or of angle brackets in one line. */
const fixed = /`([^`\n\u200b][^`\n]*)`|<([^<>\n]+)>/g;

/**
 * What Slack makes of the text of a mrkdwn object. Where its behaviour is in doubt this recognises formatting, so
 * that a text without any here is inert. U+200B on the inner side of a formatting character keeps it from
 * working, on the outer side it does not. Quotes go by line; other formatting may go over several.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function mrkdwnTree(text: string, isVerbatim: boolean): readonly MrkdwnPart[] {
  const readLines = (lines: string) =>
    cut<MrkdwnPart>(
      lines,
      quoted,
      (plain) => readInline(plain, isVerbatim),
      ([lines]) => ({
        type: "quote",
        parts: readInline(withoutMarks(lines), isVerbatim),
      }),
    );
  return cut(text, codeBlock, readLines, ([, code = ""]) => ({ type: "codeblock", text: unescaped(code) }));
}

function withoutMarks(lines: string): string {
  const mark = /^[ \t]*(?:&gt;|>){1,3} ?/;
  return /^[ \t]*(?:&gt;|>){3}/.test(lines) ? lines.replace(mark, "") : lines.replace(new RegExp(mark, "gm"), "");
}

/** A character, or something read already that formatting may enclose. */
type Unit = string | Segment;

function readInline(text: string, isVerbatim: boolean): readonly MrkdwnPart[] {
  const characters = (plain: string): readonly Unit[] => [...plain];
  const readPlain = isVerbatim ? characters : (plain: string) => cutAutomatic<Unit>(plain, characters);
  return readStyles(
    cut<Unit>(text, fixed, readPlain, ([, code, token = ""]) =>
      code === undefined ? readToken(token) : { type: "code", text: unescaped(code) },
    ),
  );
}

/** What a pair of these characters does. */
const styleOf: Readonly<Record<string, "bold" | "italic" | "strike">> = { "*": "bold", _: "italic", "~": "strike" };

/** Styles in styles, and no more: whoever walks through them must not run out of stack. */
const maxDepth = 10;

function readStyles(units: readonly Unit[]): readonly MrkdwnPart[] {
  const closing = closings(units);
  const read = (start: number, end: number, depth: number): readonly MrkdwnPart[] => {
    const parts: MrkdwnPart[] = [];
    let text = "";
    const add = (part: MrkdwnPart): void => {
      parts.push(...withEmoji(text), part);
      text = "";
    };
    for (let at = start; at < end; at += 1) {
      const unit = units[at] ?? "";
      const close = closing[at] ?? end;
      if (typeof unit === "object") add(unit);
      else if (close >= end || depth === maxDepth) text += unit;
      else {
        add({ type: styleOf[unit] ?? "bold", parts: read(at + 1, close, depth + 1) });
        at = close;
      }
    }
    return [...parts, ...withEmoji(text)];
  };
  return read(0, units.length, 0);
}

/** For each unit at which formatting begins, where it ends. One way back through all of them: no text takes long to read. */
function closings(units: readonly Unit[]): readonly (number | undefined)[] {
  const closing = new Array<number | undefined>(units.length);
  /** By mark: the ends from here on, the nearest last. */
  const ends: Readonly<Record<string, number[]>> = { "*": [], _: [], "~": [] };
  /** The first end behind the run of one mark: something other than the mark has to stand between the two. */
  let nearest: number | undefined;
  for (let at = units.length - 1; at >= 0; at -= 1) {
    const unit = units[at];
    const marks = typeof unit === "string" ? ends[unit] : undefined;
    if (marks === undefined) continue;
    if (unit !== units[at + 1]) nearest = marks.at(-1);
    if (!isWord(units[at - 1]) && !isBlank(units[at + 1])) closing[at] = nearest;
    if (!isBlank(units[at - 1]) && !isWord(units[at + 1])) marks.push(at);
  }
  return closing;
}

function isWord(unit: Unit | undefined): boolean {
  return typeof unit === "string" && /[\p{L}\p{N}]/u.test(unit);
}

function isBlank(unit: Unit | undefined): boolean {
  return unit === undefined || (typeof unit === "string" && /[\s\u200b]/.test(unit));
}
