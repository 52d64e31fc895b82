import type { Action, Block, Card, Message, Row } from "../../src/chat/message.ts";
import { printable } from "./escape.ts";
import { type Ink, linkPieces, type Piece, paint, pieces } from "./text.ts";
import { columnsOf } from "./width.ts";
import { wrap } from "./wrap.ts";

/** How a message is shown. */
export interface View extends Ink {
  readonly columns: number;
  /** True in a conversation: buttons have the number that presses them. Else they are named in a last line. */
  readonly isNumbered: boolean;
}

type Button = Extract<Action, { type: "command" }>;
type Lines = readonly (readonly Piece[])[];

/** A message as lines for a terminal, without a line end after the last. */
export function render(message: Message, view: View): string {
  const columns = Math.max(view.columns, 20);
  const numbers = new Map(buttons(message).map((button, index) => [button, index + 1]));
  const { card } = message;
  const lines = card
    ? [...titleLines(card, columns, view), ...card.blocks.flatMap((block) => blockLines(block, columns, view, numbers))]
    : wrap(pieces(message.text, view), columns);
  return lines.map((line) => paint(line, view)).join("\n");
}

/** Every button of a message that stands for a command, in the order of their numbers. */
export function buttons(message: Message): readonly Button[] {
  return (message.card?.blocks ?? [])
    .flatMap((block): readonly (Action | undefined)[] => {
      if (block.type === "list") return block.rows.map((row) => row.action);
      return block.type === "actions" ? [...block.main, ...block.more] : [];
    })
    .filter((action): action is Button => action?.type === "command");
}

const signs = { good: "✓", warning: "!", bad: "✗" } as const;

function titleLines(card: Card, columns: number, view: View): Lines {
  const title = flat(pieces(card.title, view));
  if (card.tone === undefined || card.tone === "neutral") return wrap(title, columns);
  return wrap([{ text: `${signs[card.tone]} `, style: card.tone }, ...title], columns);
}

function blockLines(block: Block, columns: number, view: View, numbers: ReadonlyMap<Action, number>): Lines {
  switch (block.type) {
    case "text":
      return wrap(pieces(block.text, view), columns);
    case "note":
      return noteLines(flat(pieces(block.text, view)), columns);
    case "list":
      return listLines(block.rows, columns, view, numbers);
    case "actions":
      return actionLines([...block.main, ...block.more], columns, view, numbers);
  }
}

function noteLines(note: readonly Piece[], columns: number): Lines {
  const dim = note.map((piece): Piece => ({ ...piece, style: "dim" }));
  return wrap([{ text: "(", style: "dim" }, ...dim, { text: ")", style: "dim" }], columns, 1);
}

/** One row a line; when every row starts with a name, what follows the names is aligned. */
function listLines(rows: readonly Row[], columns: number, view: View, numbers: ReadonlyMap<Action, number>): Lines {
  const cells = rows.map((row) => rowPieces(row, view));
  const nameColumns = cells.map(([name, after]) => (name && after?.text.startsWith(" ") ? columnsOf(name.text) : -1));
  const widest = Math.max(...nameColumns);
  const isAligned = rows.length > 1 && !nameColumns.includes(-1) && widest <= columns / 2;
  return cells.flatMap((cell, index) => {
    const [name, after, ...others] = cell;
    const gap = "\u00a0".repeat(2 + widest - (nameColumns[index] ?? 0));
    const text =
      isAligned && name && after ? [name, { ...after, text: `${gap}${after.text.trimStart()}` }, ...others] : cell;
    const action = rows[index]?.action;
    const number = action && numbers.get(action);
    const lead: Piece =
      view.isNumbered && number !== undefined
        ? { text: `[${number}]\u00a0`, style: "code" }
        : { text: "\u00a0\u00a0", style: "plain" };
    return wrap([lead, ...text], columns, 4);
  });
}

function rowPieces({ text, action }: Row, view: View): readonly Piece[] {
  const row = flat(pieces(text, view));
  if (action?.type !== "link") return row;
  const [name, ...others] = row;
  return name
    ? [...linkPieces(name.text, action.url, view).map((piece) => ({ ...piece, style: name.style })), ...others]
    : row;
}

function actionLines(
  actions: readonly Action[],
  columns: number,
  view: View,
  numbers: ReadonlyMap<Action, number>,
): Lines {
  const links = actions.flatMap((action) =>
    action.type === "link"
      ? wrap([{ text: `${glued(action.label)}: `, style: "plain" }, ...address(action.url, view)], columns)
      : [],
  );
  const pressed = actions.filter((action): action is Button => action.type === "command");
  if (pressed.length === 0) return links;
  return [...links, ...(view.isNumbered ? numberedLines(pressed, columns, numbers) : nextLines(pressed, columns))];
}

function address(url: string, view: View): readonly Piece[] {
  const text = printable(url);
  return linkPieces(text, url, view).map((piece): Piece => ({ ...piece, style: "dim" }));
}

function numberedLines(pressed: readonly Button[], columns: number, numbers: ReadonlyMap<Action, number>): Lines {
  const items = pressed.flatMap((button, index): readonly Piece[] => [
    { text: `${index > 0 ? "\u00a0 " : ""}[${numbers.get(button)}]`, style: "code" },
    { text: `\u00a0${glued(button.label)}`, style: "plain" },
  ]);
  return wrap(items, columns, 0);
}

/** Where nothing can be pressed: what to type next, at most four. */
function nextLines(pressed: readonly Button[], columns: number): Lines {
  const commands = pressed.slice(0, 4).map((button) => glued(button.command));
  return wrap([{ text: `Next: ${commands.join(" · ")}`, style: "dim" }], columns, 6);
}

function glued(text: string): string {
  return printable(text).replace(/\s/gu, "\u00a0");
}

/** On one line, whatever the text says. */
function flat(line: readonly Piece[]): readonly Piece[] {
  return line.map((piece) => ({ ...piece, text: piece.text.replaceAll("\n", " ") }));
}
