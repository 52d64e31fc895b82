import { elementsOf, type Field } from "../form-state.ts";
import type { Json, SlackMessage, View } from "../world.ts";

/** What a person can click in. */
export type Surface = SlackMessage | View;

/** Whether it is a modal. */
export function isView(surface: Surface): surface is View {
  return "root_view_id" in surface;
}

/** A button by its label, its action_id or its place among the buttons; throws when there is none. */
export function findButton(surface: Surface, which: string | number): Field {
  const buttons = elementsOf(surface.blocks ?? []).filter(({ element }) => element["type"] === "button");
  const found =
    typeof which === "number"
      ? buttons[which]
      : (buttons.find(({ element }) => labelOf(element) === which) ??
        buttons.find(({ actionId }) => actionId === which));
  if (found) return found;
  throw new Error(
    `No button "${which}". There are: ${buttons.map(({ element }) => labelOf(element)).join(", ") || "none"}.`,
  );
}

/** An element by its action_id, block_id or, in an input block, its label; throws when there is none. */
export function findField(surface: Surface, named: string): Field {
  const fields = elementsOf(surface.blocks ?? []);
  const found =
    fields.find(({ actionId }) => actionId === named) ??
    fields.find(({ blockId }) => blockId === named) ??
    fields.find(({ block }) => textOf(block["label"]) === named);
  if (found) return found;
  throw new Error(`No input "${named}". There are: ${fields.map(({ actionId }) => actionId).join(", ") || "none"}.`);
}

/** The choices of a menu, those in groups included. */
export function choicesOf(element: Json): readonly Json[] {
  const groups = (element["option_groups"] ?? []) as readonly Json[];
  return [...((element["options"] ?? []) as readonly Json[]), ...groups.flatMap((group) => group["options"] as Json[])];
}

/** A choice by its label or value. */
export function findChoice(choices: readonly Json[], wanted: unknown): Json {
  const found = choices.find((choice) => textOf(choice["text"]) === wanted || choice["value"] === wanted);
  if (found) return found;
  throw new Error(
    `No choice "${String(wanted)}". There are: ${choices.map((c) => textOf(c["text"])).join(", ") || "none"}.`,
  );
}

function labelOf(element: Json): string {
  return textOf(element["text"]);
}

/** The text of a text object. */
export function textOf(object: unknown): string {
  return typeof object === "object" && object !== null && "text" in object ? String(object.text) : "";
}
