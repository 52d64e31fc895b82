import type { Action, Block, Message } from "../../src/chat/message.ts";
import { printable } from "./escape.ts";
import type { Sheet } from "./sheet.ts";
import { type Line, linkPieces, type Piece } from "./text.ts";
import { wrap } from "./wrap.ts";

/** An action that stands for a typed command. */
export type Button = Extract<Action, { type: "command" }>;

/** Every button of a message, those of list rows too, in the order of their numbers. */
export function buttons(message: Message): readonly Button[] {
  return (message.card?.blocks ?? []).flatMap((block) => {
    const actions = block.type === "list" ? block.rows.map((row) => row.action) : actionsOf(block);
    return actions.filter(isButton);
  });
}

/** Each link on a line of its own, with its address. */
export function linkLines(block: Block, sheet: Sheet): readonly Line[] {
  return actionsOf(block).flatMap((action) => {
    if (action.type !== "link") return [];
    const address = linkPieces(printable(action.url), action.url, sheet);
    const label: Piece = { text: `${glued(action.label)}: `, style: "plain" };
    return wrap([label, ...address.map((piece): Piece => ({ ...piece, style: "dim" }))], sheet.columns);
  });
}

/** The last lines of a message: its buttons with their numbers or, where nothing can be pressed, what to type next. */
export function buttonLines(blocks: readonly Block[], sheet: Sheet): readonly Line[] {
  const pressed = blocks.flatMap(actionsOf).filter(isButton);
  if (pressed.length === 0) return [];
  return sheet.isNumbered ? numberedLines(pressed, sheet) : nextLines(pressed, sheet);
}

function numberedLines(pressed: readonly Button[], sheet: Sheet): readonly Line[] {
  const items = pressed.flatMap((button, index): readonly Piece[] => [
    { text: index > 0 ? "\u00a0 " : "", style: "plain" },
    { text: `[${sheet.numberOf(button)}]`, style: "code" },
    { text: `\u00a0${glued(button.label)}`, style: "plain" },
  ]);
  return wrap(items, sheet.columns, 0);
}

/** At most four: one looks at them before typing, not through them. */
function nextLines(pressed: readonly Button[], sheet: Sheet): readonly Line[] {
  const commands = pressed.slice(0, 4).map((button) => glued(button.command));
  return wrap([{ text: `Next: ${commands.join(" · ")}`, style: "dim" }], sheet.columns, "Next: ".length);
}

function actionsOf(block: Block): readonly Action[] {
  return block.type === "actions" ? [...block.main, ...block.more] : [];
}

function isButton(action: Action | undefined): action is Button {
  return action?.type === "command";
}

/** On one line, and never broken. */
function glued(text: string): string {
  return printable(text).replace(/\s/gu, "\u00a0");
}
