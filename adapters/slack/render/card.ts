import type { types } from "@slack/bolt";
import type { Action, Card, Message } from "../../../src/chat/message.ts";
import { plain } from "../../../src/chat/text.ts";
import { actionsRow } from "./buttons.ts";
import { sections } from "./sections.ts";
import { type Look, mrkdwnLine, plainText, verbatim } from "./text.ts";

/** A message as Slack posts it; `text` is what notifications and screen readers say, to be sent with `parse: "none"`. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/**
 * A message inside all of Slack's limits: one section, or one for each row that has a button, then one row of buttons, then
 * one small line. What is too long is cut, what cannot be carried (a page that is not https) is left out.
 */
export function renderMessage(message: Message, look: Look): SlackMessage {
  const card: Card = message.card ?? { title: "", blocks: [{ type: "text", text: message.text }] };
  const text = plainText(message.text) || plainText(plain(card.title)) || "Callboard";
  const actions = actionsBlock(card);
  const note = noteBlock(card, look);
  return { text, blocks: [...sections(card, look), ...(actions ? [actions] : []), ...(note ? [note] : [])] };
}

function actionsBlock(card: Card): types.ActionsBlock | undefined {
  const main: Action[] = [];
  const more: Action[] = [];
  for (const block of card.blocks) {
    if (block.type !== "actions") continue;
    main.push(...block.main);
    more.push(...block.more);
  }
  // The first numbers are those of the rows' buttons.
  const rows = card.blocks.reduce((sum, block) => sum + (block.type === "list" ? block.rows.length : 0), 0);
  return actionsRow(main, more, rows);
}

function noteBlock(card: Card, look: Look): types.ContextBlock | undefined {
  const notes = card.blocks.flatMap((block) => (block.type === "note" ? [mrkdwnLine(block.text, look, 500)] : []));
  const markup = notes
    .filter((note) => note !== "")
    .slice(0, 4)
    .join("\n");
  return markup === "" ? undefined : { type: "context", block_id: "note", elements: [verbatim(markup)] };
}
