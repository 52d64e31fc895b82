import { type Field, fieldsOf, stateKey, stateOf } from "../form-state.ts";
import { withState } from "../modals.ts";
import { isJson, type Json, type View, type World } from "../world.ts";
import { type ChoicesOfField, optionsOf } from "./exact.ts";
import type { Offers } from "./offers.ts";
import { findChoice, findField } from "./surface.ts";

/** What a person puts into a form: by block_id, action_id or label. Menus take a label, a value or an option. */
export type Filling = Readonly<Record<string, unknown>>;

/** The form after that. */
export function filled(world: World, view: View, filling: Filling, offers: Offers): View {
  const values = { ...view.state.values };
  for (const [named, value] of Object.entries(filling)) {
    const field = findField(view, named);
    const state = stateWith(field, value, (menu) => offers.in(view, menu));
    values[field.blockId] = { ...values[field.blockId], [field.actionId]: state };
  }
  return withState(world, view, values);
}

/** The state of a field into which that was put. */
export function stateWith(field: Field, value: unknown, offered: ChoicesOfField): Json {
  const choose = (wanted: unknown): Json => (isJson(wanted) ? wanted : findChoice(optionsOf(field, offered), wanted));
  const key = stateKey(String(field.element["type"]));
  if (isEmpty(value)) return stateOf(field.element, undefined);
  if (key === "selected_options") return stateOf(field.element, [value].flat().map(choose));
  return stateOf(field.element, key === "selected_option" ? choose(value) : value);
}

/** What Slack itself says about the inputs before it asks the app, by block_id. */
export function clientErrors(view: View): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const { block, blockId, actionId, element } of fieldsOf(view.blocks)) {
    const value = view.state.values[blockId]?.[actionId]?.[stateKey(String(element["type"]))];
    const problem = block["type"] === "input" ? problemOf(block, element, value) : undefined;
    if (problem !== undefined) errors[blockId] = problem;
  }
  return errors;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function problemOf(block: Json, element: Json, value: unknown): string | undefined {
  if (isEmpty(value)) return block["optional"] === true ? undefined : "Please complete this required field.";
  if (element["type"] !== "plain_text_input" || typeof value !== "string") return undefined;
  if (value.length < Number(element["min_length"] ?? 0)) return "Please enter more characters.";
  return value.length > Number(element["max_length"] ?? 3000) ? "Please enter fewer characters." : undefined;
}
