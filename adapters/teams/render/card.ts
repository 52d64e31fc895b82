import type { Activity } from "botframework-schema";
import type { Action, Card, Message } from "../../../src/chat/message.ts";
import { plain } from "../../../src/chat/text.ts";
import { actionsRow, type Frame, rowButtons } from "./buttons.ts";
import { type AdaptiveCard, adaptiveCard, type CardElement, textBlock } from "./elements.ts";
import { limits } from "./limits.ts";
import { sections } from "./sections.ts";
import { type Look, markdownLine, plainText } from "./text.ts";

/** The content type of a card, as of an attachment and of the answer to `adaptiveCard/action`. */
export const cardType = "application/vnd.microsoft.card.adaptive";

/**
 * A message as Teams posts it: always one card, also around a lone text, so that there is one way of escaping, an update can
 * change either into the other, and nothing is read as the far larger Markdown of messages. `summary` is what notifications
 * say.
 */
export function renderMessage(message: Message, look: Look): Partial<Activity> {
  return {
    type: "message",
    summary: summaryOf(message, look),
    attachments: [{ contentType: cardType, content: renderCard(message, look) }],
  };
}

/** What notifications and screen readers say of a message: times and channels as the card has them. */
function summaryOf({ text, card }: Message, look: Look): string {
  const title = card?.title ?? "";
  return plainText(text === plain(title) ? title : text, look) || plainText(title, look) || "Callboard";
}

/**
 * A message as a card inside all of Teams' limits: its lines, then one row of buttons, then one small line. What is too long
 * is cut, what is too much is counted, what cannot be carried (a page that is not https) is left out.
 */
export function renderCard(message: Message, look: Look, frame: Frame = "message"): AdaptiveCard {
  const card: Card = message.card ?? { title: "", blocks: [{ type: "text", text: message.text }] };
  const end = [...rowActions(card, frame), ...actionsBlock(card, frame), ...noteBlock(card, look)];
  const room = limits.message - limits.envelope - JSON.stringify(end).length;
  const body = [...sections(card, look, room), ...end];
  return adaptiveCard(body.length > 0 ? body : [textBlock("Callboard")]);
}

function rowActions(card: Card, frame: Frame): readonly CardElement[] {
  const rows = card.blocks.flatMap((block) => (block.type === "list" ? block.rows : []));
  const buttons = rowButtons(rows, frame);
  const sets: CardElement[] = [];
  for (let at = 0; at < buttons.length; at += limits.actionsOfSet) {
    sets.push({ type: "ActionSet", spacing: "Medium", actions: buttons.slice(at, at + limits.actionsOfSet) });
  }
  return sets;
}

function actionsBlock(card: Card, frame: Frame): readonly CardElement[] {
  const main: Action[] = [];
  const more: Action[] = [];
  for (const block of card.blocks) {
    if (block.type !== "actions") continue;
    main.push(...block.main);
    more.push(...block.more);
  }
  const actions = actionsRow(main, more, frame);
  return actions.length === 0 ? [] : [{ type: "ActionSet", spacing: "Medium", actions }];
}

function noteBlock(card: Card, look: Look): readonly CardElement[] {
  const notes = card.blocks.flatMap((block) => (block.type === "note" ? [markdownLine(block.text, look, 500)] : []));
  return notes
    .filter((note) => note !== "")
    .slice(0, 4)
    .map((note, index) =>
      textBlock(note, { spacing: index === 0 ? "Default" : "Small", size: "Small", isSubtle: true }),
    );
}
