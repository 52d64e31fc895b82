import { elementsOf, type Field } from "../form-state.ts";
import type { Json, SlackMessage, View } from "../world.ts";

/** What a person can click in. */
export type Surface = SlackMessage | View;

/** Whether it is a modal. */
export function isView(surface: Surface): surface is View {
  return "root_view_id" in surface;
}

/** The elements of one kind, or all that can be used. */
export function elementsIn(surface: Surface, type?: string): readonly Field[] {
  return elementsOf(surface.blocks ?? []).filter(({ element }) => type === undefined || element["type"] === type);
}

/** A button by its label or action_id; throws when there is none. */
export function findButton(surface: Surface, which: string): Field {
  return find("button", elementsIn(surface, "button"), which, [
    ({ element }) => textOf(element["text"]),
    ({ actionId }) => actionId,
  ]);
}

/** An element by its action_id, block_id or, in an input block, its label; throws when there is none. */
export function findField(surface: Surface, which: string): Field {
  return find("input", elementsIn(surface), which, [
    ({ actionId }) => actionId,
    ({ blockId }) => blockId,
    ({ block }) => textOf(block["label"]),
  ]);
}

/** The choices of a menu, those in groups included. */
export function choicesOf(element: Json): readonly Json[] {
  const { options = [], option_groups: groups = [] } = element as Record<string, readonly Json[] | undefined>;
  return [...options, ...groups.flatMap((group) => group["options"] as Json[])];
}

/** A choice by its label or value; throws when there is none. */
export function findChoice(choices: readonly Json[], wanted: unknown): Json {
  return find("choice", choices, wanted, [({ text }) => textOf(text), ({ value }) => value]);
}

function find<T>(what: string, all: readonly T[], wanted: unknown, names: readonly ((one: T) => unknown)[]): T {
  for (const name of names) {
    const found = all.find((one) => name(one) === wanted);
    if (found) return found;
  }
  throw new Error(
    `No ${what} "${String(wanted)}". There are: ${all.map((one) => names[0]?.(one)).join(", ") || "none"}.`,
  );
}

/** The text of a text object. */
export function textOf(object: unknown): string {
  return typeof object === "object" && object !== null && "text" in object ? String(object.text) : "";
}
