import type { Ticket } from "../../../src/chat/intake/ticket.ts";
import { readForm } from "../render/read-form.ts";
import { kindOf, type TeamsActivity } from "./activity.ts";
import { hear } from "./hearing.ts";
import { dataOf } from "./read-activity.ts";
import { type SubmittingParts, submit, suggest } from "./submitting.ts";

/** Deals with what the door let in. */
export async function deal(ticket: Ticket<TeamsActivity>, parts: SubmittingParts): Promise<void> {
  switch (kindOf(ticket.body)) {
    case "search":
      return suggest(ticket, parts);
    case "submit": {
      // What is pressed in a dialog is a form's button, or one of an answer.
      const form = readForm(dataOf(ticket.body));
      return form === undefined ? hear(ticket, parts) : submit(ticket, form, parts);
    }
    default:
      return hear(ticket, parts);
  }
}
