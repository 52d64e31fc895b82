import type { Block, Card, Message } from "../../src/chat/message.ts";
import { buttonLines, buttons, linkLines } from "./action.ts";
import { listLines } from "./list.ts";
import type { Sheet } from "./sheet.ts";
import { flat, type Ink, type Line, type Piece, paint, pieces } from "./text.ts";
import { wrap } from "./wrap.ts";

/** How a message is shown. */
export interface View extends Ink {
  readonly columns: number;
  /** True in a conversation: buttons have the number that presses them. Else they are named in a last line. */
  readonly isNumbered: boolean;
}

/** A message as lines for a terminal, without a line end after the last. */
export function render(message: Message, view: View): string {
  const numbers = new Map(buttons(message).map((button, index) => [button, index + 1]));
  const sheet: Sheet = {
    ...view,
    columns: Math.max(view.columns, 20),
    numberOf: (action) => (action.type === "command" ? numbers.get(action) : undefined),
  };
  const lines = message.card ? cardLines(message.card, sheet) : wrap(pieces(message.text, sheet), sheet.columns);
  return lines.map((line) => paint(line, sheet)).join("\n");
}

function cardLines(card: Card, sheet: Sheet): readonly Line[] {
  const blocks = card.blocks.flatMap((block) => blockLines(block, sheet));
  return [...titleLines(card, sheet), ...blocks, ...buttonLines(card.blocks, sheet)];
}

const signs = { good: "✓", warning: "!", bad: "✗" } as const;

function titleLines({ title, tone = "neutral" }: Card, sheet: Sheet): readonly Line[] {
  const sign: readonly Piece[] = tone === "neutral" ? [] : [{ text: `${signs[tone]} `, style: tone }];
  return wrap([...sign, ...flat(pieces(title, sheet))], sheet.columns);
}

function blockLines(block: Block, sheet: Sheet): readonly Line[] {
  switch (block.type) {
    case "text":
      return wrap(pieces(block.text, sheet), sheet.columns);
    case "note": {
      const note = [{ text: "(" }, ...flat(pieces(block.text, sheet)), { text: ")" }];
      return wrap(
        note.map((piece): Piece => ({ ...piece, style: "dim" })),
        sheet.columns,
        1,
      );
    }
    case "quote":
      return quoteLines(block.text, sheet);
    case "list":
      return listLines(block.rows, sheet);
    case "actions":
      return linkLines(block, sheet);
  }
}

/** Each line behind a `>`, also those that did not fit. */
function quoteLines(text: string, sheet: Sheet): readonly Line[] {
  const mark: Piece = { text: "> ", style: "dim" };
  return wrap(pieces(text, sheet), sheet.columns - 2, 0).map((line) => [mark, ...line]);
}
