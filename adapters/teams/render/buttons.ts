import type { Action, Row } from "../../../src/chat/message.ts";
import { openable } from "../../../src/chat/openable.ts";
import { plain } from "../../../src/chat/text.ts";
import { actionVerb, encodeAction } from "./action-data.ts";
import type { CardAction } from "./elements.ts";
import { limits } from "./limits.ts";
import { plainLabel } from "./text.ts";

/** Where a card is: in a dialog Teams knows neither `Action.Execute` nor what opens another dialog. */
export type Frame = "message" | "dialog";

/** A button; undefined when the action cannot be carried: a page of an unsafe address, data too long. */
export function buttonOf(action: Action, frame: Frame, label: string = action.label): CardAction | undefined {
  const title = plainLabel(label, limits.buttonLabel, "Open");
  if (action.type === "link") {
    const url = openable(action.url);
    return url === undefined ? undefined : { type: "Action.OpenUrl", title, url };
  }
  const data = encodeAction(action);
  if (data === undefined) return undefined;
  const submit = { type: "Action.Submit", title, data } as const;
  if (frame === "dialog") return submit;
  // https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
  if (action.type === "form") return { ...submit, data: { ...data, msteams: { type: "task/fetch" } } };
  if (action.type !== "command" || action.replaces !== true) return submit;
  return { type: "Action.Execute", title, verb: actionVerb, data };
}

/**
 * The one row of buttons: the first two visible, or the three names of a choice, the others behind `…`. What is twice there
 * or too much is left out.
 */
export function actionsRow(main: readonly Action[], more: readonly Action[], frame: Frame): readonly CardAction[] {
  const shown = main.length === 3 ? 3 : 2;
  const all = [...main, ...more].flatMap((action) => buttonOf(action, frame) ?? []);
  return fitting(distinct(all)).map((button, index) => (index < shown ? button : { ...button, mode: "secondary" }));
}

/** The rows' actions, all visible, each named by its row: buttons beside rows would need columns. */
export function rowButtons(rows: readonly Row[], frame: Frame): readonly CardAction[] {
  const names = rows.map(nameOf);
  return fitting(
    rows.flatMap(({ text, action }, index) => {
      const name = names[index] ?? "";
      const isUnique = names.indexOf(name) === names.lastIndexOf(name);
      const label = isUnique ? name : plain(text);
      return (action && buttonOf(action, frame, label.trim() || action.label)) ?? [];
    }),
  );
}

/** What is bold in a row is what it is about. */
function nameOf({ text }: Row): string {
  return (typeof text === "string" ? undefined : text.find(({ type }) => type === "bold")?.text) ?? plain(text);
}

/** As many as a message may have. */
function fitting(buttons: readonly CardAction[]): readonly CardAction[] {
  let left: number = limits.actions;
  return buttons.slice(0, limits.actionElements).filter((button) => {
    left -= JSON.stringify(button).length + 1;
    return left >= 0;
  });
}

function distinct(buttons: readonly CardAction[]): readonly CardAction[] {
  const seen = new Set<string>();
  return buttons.filter((button) => {
    const key = JSON.stringify({ ...button, title: "" });
    return !seen.has(key) && seen.add(key);
  });
}
