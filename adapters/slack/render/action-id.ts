import { z } from "zod";
import type { Action } from "../../../src/chat/message.ts";

/** What a pressed button stands for. A link was opened by Slack itself. */
export type Pressed =
  | { readonly type: "command"; readonly command: string; readonly replaces?: true }
  | { readonly type: "form"; readonly flow: string; readonly state: string }
  | { readonly type: "press"; readonly press: string; readonly value: string }
  | { readonly type: "link" };

/** The `action_id` of every button and menu of ours. */
const actionIdPattern = /^cb:\d{1,5}$/;

/** The `action_id` of the nth button or menu of a message: it only has to be unique there, the value says what it does. */
export const actionId = (index: number): string => `cb:${index}`;

/** What an action does, as the value of a button or a menu entry; undefined when it cannot be said so that it is read back. */
export function encodeAction(action: Action): string | undefined {
  switch (action.type) {
    case "command":
      return `${action.replaces ? "replace" : "do"} ${action.command}`;
    case "link":
      return `link ${action.label}`;
    case "form":
      return isName(action.flow) ? `form ${action.flow} ${action.state}` : undefined;
    case "press":
      return isName(action.press) ? `press ${action.press} ${action.value}` : undefined;
  }
}

const pressedElement = z.object({
  action_id: z.string().regex(actionIdPattern),
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

/** What a pressed button or chosen menu entry, as Slack tells of it, stands for; undefined for an old or foreign one. */
export function decodeAction(element: unknown): Pressed | undefined {
  const parsed = pressedElement.safeParse(element);
  if (!parsed.success) return undefined;
  const value = parsed.data.selected_option?.value ?? parsed.data.value ?? "";
  const [verb, rest] = halves(value);
  if (rest === undefined) return undefined;
  switch (verb) {
    case "do":
      return { type: "command", command: rest };
    case "replace":
      return { type: "command", command: rest, replaces: true };
    case "link":
      return { type: "link" };
    case "form": {
      const [flow, state] = halves(rest);
      return isName(flow) && state !== undefined ? { type: "form", flow, state } : undefined;
    }
    case "press": {
      const [press, pressValue] = halves(rest);
      return isName(press) && pressValue !== undefined ? { type: "press", press, value: pressValue } : undefined;
    }
    default:
      return undefined;
  }
}

function halves(text: string): readonly [before: string, after: string | undefined] {
  const space = text.indexOf(" ");
  return space < 0 ? [text, undefined] : [text.slice(0, space), text.slice(space + 1)];
}

function isName(text: string): boolean {
  return /^[a-z0-9-]+$/.test(text);
}
