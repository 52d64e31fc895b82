import type { Span, Text } from "../../src/chat/text.ts";
import { linkable, printable } from "./escape.ts";

/** What the terminal can do. */
export interface Ink {
  /** Colours and weights; without them code is set in backticks. */
  readonly colors: boolean;
  /** Links that can be clicked (OSC 8); without them the address follows the text. */
  readonly links: boolean;
}

/** How a piece of text looks. */
export type Style = "plain" | "bold" | "code" | "dim" | "good" | "warning" | "bad";

/** A run of printable text in one style, maybe a link. */
export interface Piece {
  readonly text: string;
  readonly style: Style;
  readonly url?: string;
}

/** The pieces of one line. */
export type Line = readonly Piece[];

/** A neutral text as printable pieces; line ends stay in them. */
export function pieces(text: Text, ink: Ink): readonly Piece[] {
  const spans: readonly Span[] = typeof text === "string" ? [{ type: "text", text }] : text;
  return spans.flatMap((span) => spanPieces(span, ink));
}

function spanPieces(span: Span, ink: Ink): readonly Piece[] {
  const text = printable(span.text);
  switch (span.type) {
    case "text":
    case "time":
    case "person":
      return [{ text, style: "plain" }];
    case "bold":
      return [{ text, style: "bold" }];
    case "code":
      return [{ text: ink.colors ? text : `\`${text}\``, style: "code" }];
    case "link":
      return linkPieces(text, span.url, ink);
  }
}

/** A link: one that can be clicked, else `text (address)`, else its text alone when the address is of no known kind. */
export function linkPieces(text: string, url: string, ink: Ink): readonly Piece[] {
  const address = linkable(url);
  if (address === undefined) return [{ text, style: "plain" }];
  if (ink.links) return [{ text, style: "plain", url: address }];
  if (text === url || text === address) return [{ text: address, style: "plain" }];
  return [
    { text, style: "plain" },
    { text: ` (${address})`, style: "plain" },
  ];
}

const sgr: Readonly<Record<Style, readonly [on: string, off: string]>> = {
  plain: ["", ""],
  bold: ["\u001b[1m", "\u001b[22m"],
  code: ["\u001b[36m", "\u001b[39m"],
  dim: ["\u001b[2m", "\u001b[22m"],
  good: ["\u001b[32m", "\u001b[39m"],
  warning: ["\u001b[33m", "\u001b[39m"],
  bad: ["\u001b[31m", "\u001b[39m"],
};

/** On one line, whatever the text says. */
export function flat(line: Line): Line {
  return line.map((piece) => ({ ...piece, text: piece.text.replaceAll("\n", " ") }));
}

/** A line as the terminal takes it. No-break spaces have done their work by now. */
export function paint(line: Line, ink: Ink): string {
  return line
    .map((piece, index) => {
      const text = piece.text.replaceAll("\u00a0", " ");
      return paintPiece({ ...piece, text: index === line.length - 1 ? text.trimEnd() : text }, ink);
    })
    .join("");
}

function paintPiece({ text, style, url }: Piece, ink: Ink): string {
  const [on, off] = ink.colors ? sgr[style] : sgr.plain;
  const styled = `${on}${text}${off}`;
  // https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
  return url !== undefined && ink.links ? `\u001b]8;;${url}\u001b\\${styled}\u001b]8;;\u001b\\` : styled;
}
