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

function readStyles(units: readonly Unit[]): readonly MrkdwnPart[] {
  const parts: MrkdwnPart[] = [];
  let text = "";
  const add = (part: MrkdwnPart): void => {
    parts.push(...withEmoji(text), part);
    text = "";
  };
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at] ?? "";
    const end = closing(units, at);
    if (typeof unit === "object") add(unit);
    else if (end === undefined) text += unit;
    else {
      add({ type: styleOf[unit] ?? "bold", parts: readStyles(units.slice(at + 1, end)) });
      at = end;
    }
  }
  return [...parts, ...withEmoji(text)];
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
