import type { Action, Block, Message, Row } from "../chat/message.ts";
import { bold, oneLine, type Text } from "../chat/text.ts";

/** How many rows a list shows before [Show all …]. */
const shownRows = 5;
/** How many rows a list ever shows: more is for `--json`. */
const mostRows = 100;

/** A list under its first line: five rows and a button for all of them, or all of them. */
export function listMessage(list: {
  readonly title: string;
  /** Each a line, or two. */
  readonly rows: readonly (Text | Row)[];
  readonly isWhole: boolean;
  /** The command that shows all. */
  readonly showAll: string;
  readonly before?: readonly Text[];
  readonly actions?: readonly Action[];
  /** What comes after them. */
  readonly more?: readonly Action[];
  readonly note?: string | undefined;
}): Message {
  const limit = list.isWhole ? mostRows : shownRows;
  const rows: Row[] = list.rows.slice(0, limit).map(asRow);
  const hidden = list.rows.length - rows.length;
  const showAll: Action[] =
    hidden > 0 && !list.isWhole
      ? [{ type: "command", label: `Show all ${list.rows.length}`, command: list.showAll }]
      : [];
  const actions = [...showAll, ...(list.actions ?? []), ...(list.more ?? [])];
  const title = oneLine(list.title);
  const blocks: Block[] = [
    ...(list.before ?? []).map((text): Block => ({ type: "text", text })),
    ...(rows.length > 0 ? [{ type: "list" as const, rows }] : []),
    ...(hidden > 0 && list.isWhole ? [{ type: "text" as const, text: `+ ${hidden} more` }] : []),
    ...(actions.length > 0 ? [{ type: "actions" as const, main: actions.slice(0, 2), more: actions.slice(2) }] : []),
    ...(list.note === undefined ? [] : [{ type: "note" as const, text: list.note }]),
  ];
  return { text: title, card: { title: [bold(title)], blocks } };
}

function asRow(row: Text | Row): Row {
  return typeof row === "object" && "text" in row ? row : { text: row };
}

/** Takes a trailing `--all` (or `-all`) off the words of a list command. */
export function withoutAll(rest: string): { readonly text: string; readonly isWhole: boolean } {
  const text = rest.replace(/(^|\s)--?all$/i, "").trim();
  return { text, isWhole: text !== rest.trim() };
}
