import { z } from "zod";
import type { Action } from "../../../src/chat/message.ts";
import { limits } from "./limits.ts";

/** What a pressed button stands for. A link is opened by Teams itself. */
export type Pressed =
  | { readonly type: "command"; readonly command: string; readonly replaces?: true }
  | { readonly type: "form"; readonly flow: string; readonly state: string }
  | { readonly type: "press"; readonly press: string; readonly value: string };

/** The `verb` of every `Action.Execute` of ours. */
export const actionVerb = "cb";

/** What a button of ours carries under `cb`; another version of the bot may have written it. */
const carried = z.discriminatedUnion("do", [
  z.object({
    v: z.literal(1),
    do: z.literal("command"),
    command: z.string().max(limits.actionData),
    replaces: z.literal(true).optional(),
  }),
  z.object({ v: z.literal(1), do: z.literal("form"), flow: z.string(), state: z.string().max(limits.actionData) }),
  z.object({ v: z.literal(1), do: z.literal("press"), press: z.string(), value: z.string().max(limits.actionData) }),
]);

const data = z.object({ cb: carried });

/** The `data` of a button. */
export interface ActionData {
  readonly cb: z.infer<typeof carried>;
}

/** What an action does, as the `data` of a button; undefined for a link, and when it is more than a button may carry. */
export function encodeAction(action: Action): ActionData | undefined {
  const encoded = carriedBy(action);
  if (encoded === undefined || JSON.stringify(encoded).length > limits.actionData) return undefined;
  return { cb: encoded };
}

function carriedBy(action: Action): ActionData["cb"] | undefined {
  switch (action.type) {
    case "command": {
      const { command, replaces } = action;
      return { v: 1, do: "command", command, ...(replaces && { replaces }) };
    }
    case "form":
      return { v: 1, do: "form", flow: action.flow, state: action.state };
    case "press":
      return { v: 1, do: "press", press: action.press, value: action.value };
    case "link":
      return undefined;
  }
}

/**
 * What the `data` of a pressed button stands for: `activity.value` of a message, `value.data` of `task/fetch` and
 * `task/submit`, `value.action.data` of `adaptiveCard/action`. Undefined for an old or foreign button.
 */
export function decodeAction(value: unknown): Pressed | undefined {
  const parsed = data.safeParse(value);
  if (!parsed.success) return undefined;
  const { cb } = parsed.data;
  switch (cb.do) {
    case "command":
      return { type: "command", command: cb.command, ...(cb.replaces && { replaces: cb.replaces }) };
    case "form":
      return { type: "form", flow: cb.flow, state: cb.state };
    case "press":
      return { type: "press", press: cb.press, value: cb.value };
  }
}
