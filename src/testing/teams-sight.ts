import type { TeamsPerson } from "../../playground/teams/person/person.ts";
import type { Surface } from "../../playground/teams/person/pressing.ts";
import type { Dialog, TeamsMessage } from "../../playground/teams/world.ts";
import { cardText } from "./teams-card.ts";

/** What the bot said, as notifications say it. */
export function said(messages: readonly TeamsMessage[]): readonly string[] {
  return messages.filter(isOfBot).map(({ summary = "?" }) => summary);
}

/** @throws when the bot said nothing */
export function lastSaid(messages: readonly TeamsMessage[]): TeamsMessage {
  const message = messages.findLast(isOfBot);
  if (message === undefined) throw new Error("nothing is shown");
  return message;
}

/** @throws when none is open */
export function openDialog(person: Pick<TeamsPerson, "dialog">): Dialog {
  const dialog = person.dialog();
  if (dialog === undefined) throw new Error("no dialog is open");
  return dialog;
}

/** What somebody reads of a message or of a dialog, in a few lines. */
export function shownTo({ cardsOf }: Pick<TeamsPerson, "cardsOf">, surface: Surface): string {
  if ("title" in surface && surface.card === undefined) return `title: ${surface.title}\n${surface.text}`;
  const [content] = cardsOf(surface);
  if ("title" in surface) return cardText({ title: surface.title, card: { content } });
  return cardText({ summary: surface.summary ?? "", attachments: [{ contentType: "", content }] });
}

function isOfBot({ from }: TeamsMessage): boolean {
  return from.startsWith("28:");
}
