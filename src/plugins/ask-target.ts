import { type EntityRef, formatRef, parseRef } from "../catalog/ref.ts";
import type { Action } from "../chat/message.ts";
import { BotError } from "../errors.ts";

/** What a question is about and, where it is not for the owner, who gets it. */
export interface AskTarget {
  readonly thing: EntityRef;
  /** A Group or User. */
  readonly receiver?: EntityRef;
}

/** The flow in which a question is written. */
export const askFlowId = "ask";

/** The button that opens it. */
export function askAction(label: string, { thing, receiver }: AskTarget): Action {
  return { type: "form", label, flow: askFlowId, state: receiver === undefined ? thing : `${thing} ${receiver}` };
}

/**
 * Reads the state of a button: one reference or two, with a space between.
 * @throws BotError `expired` for anything else: the button is of another time
 */
export function readAskTarget(state: string): AskTarget {
  const [thing = "", receiver, ...others] = state.split(" ").map(normal);
  const isForPeople = receiver === undefined || /^(group|user):./.test(receiver);
  if (thing === "" || !isForPeople || others.length > 0 || state.length > 300) {
    throw new BotError("expired", "This button is too old to work. Ask `whoowns` again.");
  }
  return { thing, ...(receiver !== undefined && { receiver }) };
}

/** The empty text for what is no full reference. */
function normal(text: string): string {
  try {
    const parts = parseRef(text);
    return text.includes("/") ? formatRef(parts) : "";
  } catch {
    // Whatever is wrong with it, it is not of ours.
    return "";
  }
}
