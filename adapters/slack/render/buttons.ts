import type { types } from "@slack/bolt";
import { wholeCharacters } from "../../../src/chat/cut.ts";
import type { Action } from "../../../src/chat/message.ts";
import { openable } from "../../../src/chat/openable.ts";
import { oneLine } from "../../../src/chat/text.ts";
import { actionId, encodeAction } from "./action-id.ts";
import { limits } from "./limits.ts";

/** How many buttons are seen at once at most: two, or three names. The others are in the menu. */
const shownButtons = 3;

/** A text that Slack does not format, on one line. `emoji: false` keeps `:tada:` as it is written. */
export function plainLabel(text: string, max: number, instead = "Open"): types.PlainTextElement {
  return { type: "plain_text", text: unitsOf(text, max) || instead, emoji: false };
}

/** One line of at most `max` UTF-16 units, cut with an ellipsis. */
function unitsOf(text: string, max: number): string {
  const line = oneLine(text.slice(0, 4 * max), Number.POSITIVE_INFINITY).replace(/\p{Cs}/gu, "\ufffd");
  return line.length <= max ? line : `${wholeCharacters(line, max - 1).trimEnd()}…`;
}

/** An action that can be pressed: what it says, what it means, and which page it opens. */
interface Pressable {
  readonly label: string;
  readonly value: string;
  readonly url?: string;
}

/** A button at the end of a row; undefined when the action cannot be carried: a page of an unsafe address, a value too long. */
export function rowButton(action: Action, index: number): types.Button | undefined {
  const pressable = pressableOf(action);
  return pressable && button(pressable, index);
}

/**
 * The one row of buttons: those of `main` visible, the others in a menu of one to five. What does not fit into a menu entry,
 * whose value has 75 characters, is visible. `firstIndex` numbers their action ids.
 * https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
 */
export function actionsRow(
  main: readonly Action[],
  more: readonly Action[],
  firstIndex: number,
): types.ActionsBlock | undefined {
  const all = distinct([...main, ...more].flatMap((action) => pressableOf(action) ?? []));
  const shown = Math.min(main.length, shownButtons);
  const entries = all
    .filter((one, index) => index >= shown && one.value.length <= limits.optionValue)
    .slice(0, limits.overflowOptions);
  const buttons = all
    .filter((one, index) => index < shown || one.value.length > limits.optionValue)
    .slice(0, limits.actionElements - 1)
    .map((one, index) => button(one, firstIndex + index));
  const elements = [...buttons, ...(entries.length > 0 ? [overflow(entries, firstIndex + buttons.length)] : [])];
  return elements.length === 0 ? undefined : { type: "actions", block_id: "actions", elements };
}

function pressableOf(action: Action): Pressable | undefined {
  const url = action.type === "link" ? openable(action.url, "slack:") : undefined;
  if (action.type === "link" && url === undefined) return undefined;
  const value =
    action.type === "link" ? encodeAction({ ...action, label: oneLine(action.label, 20) }) : encodeAction(action);
  if (value === undefined || value.length > limits.buttonValue) return undefined;
  return { label: action.label, value, ...(url !== undefined && { url }) };
}

function button({ label, value, url }: Pressable, index: number): types.Button {
  return {
    type: "button",
    action_id: actionId(index),
    text: plainLabel(label, limits.buttonLabel),
    value,
    ...(url !== undefined && { url }),
  };
}

function overflow(entries: readonly Pressable[], index: number): types.Overflow {
  return {
    type: "overflow",
    action_id: actionId(index),
    options: entries.map(({ label, value, url }) => ({
      text: plainLabel(label, limits.optionText),
      value,
      ...(url !== undefined && { url }),
    })),
  };
}

/** Slack tells chosen entries apart by their values. */
function distinct(pressables: readonly Pressable[]): readonly Pressable[] {
  const seen = new Set<string>();
  return pressables.filter(({ value, url = "" }) => {
    const key = `${value} ${url}`;
    return !seen.has(key) && seen.add(key);
  });
}
