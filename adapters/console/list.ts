import type { Row } from "../../src/chat/message.ts";
import type { Sheet } from "./sheet.ts";
import { flat, type Line, linkPieces, type Piece, pieces } from "./text.ts";
import { columnsOf } from "./width.ts";
import { wrap } from "./wrap.ts";

/** One row a line (two for one that has a second), with the number that chooses it; when every row starts with a name, what follows the names is aligned. */
export function listLines(rows: readonly Row[], sheet: Sheet): readonly Line[] {
  const cells = rows.map((row) => rowPieces(row, sheet));
  const texts = aligned(cells, sheet.columns / 2);
  return rows.flatMap(({ about, action }, index) => {
    const number = action && sheet.isNumbered ? sheet.numberOf(action) : undefined;
    const lead: Piece =
      number === undefined ? { text: "\u00a0\u00a0", style: "plain" } : { text: `[${number}]\u00a0`, style: "code" };
    const second: readonly Piece[] = about === undefined ? [] : flat(pieces(about, sheet));
    return [
      ...wrap([lead, ...(texts[index] ?? [])], sheet.columns, 4),
      ...(second.length === 0 ? [] : wrap([{ text: "\u00a0".repeat(4), style: "plain" }, ...second], sheet.columns, 4)),
    ];
  });
}

function rowPieces({ text, action }: Row, sheet: Sheet): readonly Piece[] {
  const [name, ...others] = flat(pieces(text, sheet));
  if (!name || action?.type !== "link") return name ? [name, ...others] : [];
  const linked = linkPieces(name.text, action.url, sheet).map((piece): Piece => ({ ...piece, style: name.style }));
  return [...linked, ...others];
}

/** Puts the second pieces under each other, unless a row has no such two, or a name is wider than `maxColumns`. */
function aligned(cells: readonly (readonly Piece[])[], maxColumns: number): readonly (readonly Piece[])[] {
  const widths = cells.map(([name, after]) => (name && after?.text.startsWith(" ") ? columnsOf(name.text) : Infinity));
  const widest = Math.max(...widths);
  if (cells.length < 2 || widest > maxColumns) return cells;
  return cells.map((cell, index) =>
    cell.map((piece, at) => {
      if (at !== 1) return piece;
      const gap = "\u00a0".repeat(2 + widest - (widths[index] ?? 0));
      return { ...piece, text: `${gap}${piece.text.trimStart()}` };
    }),
  );
}
