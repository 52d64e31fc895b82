import type { Line, Piece } from "./text.ts";
import { columnsOf } from "./width.ts";

/**
 * Breaks pieces into lines of at most `columns`: at line ends and plain spaces, never at no-break ones. What continues a
 * line is indented by `hang`. A word that is too long for any line has one of its own, so that it can be copied.
 */
export function wrap(text: Line, columns: number, hang = 2): readonly Line[] {
  return paragraphs(text).flatMap((paragraph) => wrapParagraph(paragraph, columns, hang));
}

function paragraphs(text: Line): readonly Line[] {
  return split(text, "\n").filter((paragraph) => paragraph.some((piece) => piece.text.trim() !== ""));
}

function wrapParagraph(paragraph: Line, columns: number, hang: number): readonly Line[] {
  const lines: Piece[][] = [];
  let line: Piece[] = [];
  let used = 0;
  for (const word of split(paragraph, " ")) {
    if (word.length === 0) continue;
    const width = word.reduce((sum, piece) => sum + columnsOf(piece.text), 0);
    if (line.length > 0 && used + 1 + width > columns) {
      lines.push(line);
      line = [{ text: "\u00a0".repeat(hang), style: "plain" }, ...word];
      used = hang + width;
    } else if (line.length > 0) {
      line = joined(line, word);
      used += 1 + width;
    } else {
      line = [...word];
      used = width;
    }
  }
  return [...lines, line];
}

/** The space between two words of one span belongs to the span, so that a link or a colour is not interrupted. */
function joined(line: Line, word: Line): Piece[] {
  const last = line.at(-1);
  const [first, ...others] = word;
  if (!last || !first) return [...line, ...word];
  if (last.style !== first.style || last.url !== first.url) return [...line, { text: " ", style: "plain" }, ...word];
  return [...line.slice(0, -1), { ...last, text: `${last.text} ${first.text}` }, ...others];
}

/** Splits at each `separator`, whichever piece it is in; empty pieces are left out. */
function split(text: Line, separator: string): readonly Line[] {
  const parts: Piece[][] = [[]];
  for (const piece of text) {
    piece.text.split(separator).forEach((part, index) => {
      if (index > 0) parts.push([]);
      if (part !== "") parts.at(-1)?.push({ ...piece, text: part });
    });
  }
  return parts;
}
