import { type Field, fieldsOf, stateKey, stateOf } from "../form-state.ts";
import type { FormValues, Json, View } from "../world.ts";
import { choicesOf, findChoice, findField } from "./surface.ts";

/** What a person puts into a form: by block_id, action_id or label. Menus take a label, a value or an option. */
export type Filling = Readonly<Record<string, unknown>>;

/** The state of the form after that. `suggested` gives the choices that an external menu showed last. */
export function fill(view: View, filling: Filling, suggested: (field: Field) => readonly Json[]): FormValues {
  const values = { ...view.state.values };
  for (const [named, value] of Object.entries(filling)) {
    const field = findField(view, named);
    const state = stateOf(field.element, valueFor(field, value, suggested));
    values[field.blockId] = { ...values[field.blockId], [field.actionId]: state };
  }
  return values;
}

function valueFor(field: Field, value: unknown, suggested: (field: Field) => readonly Json[]): unknown {
  if (value === undefined || value === null || value === "") return undefined;
  const key = stateKey(String(field.element["type"]));
  if (!key.startsWith("selected_option")) return value;
  const isExternal = String(field.element["type"]).includes("external");
  const choose = (wanted: unknown): Json =>
    typeof wanted === "object" && wanted !== null
      ? (wanted as Json)
      : findChoice(isExternal ? suggested(field) : choicesOf(field.element), wanted);
  return key === "selected_options" ? (Array.isArray(value) ? value : [value]).map(choose) : choose(value);
}

/** What Slack itself says about the inputs before it asks the app, by block_id. */
export function clientErrors(view: View): Readonly<Record<string, string>> {
  const errors = fieldsOf(view.blocks)
    .filter(({ block }) => block["type"] === "input")
    .flatMap(({ block, blockId, actionId, element }) => {
      const state = view.state.values[blockId]?.[actionId] ?? {};
      const value = state[stateKey(String(element["type"]))];
      const problem = problemOf(block, element, value);
      return problem === undefined ? [] : [[blockId, problem] as const];
    });
  return Object.fromEntries(errors);
}

function problemOf(block: Json, element: Json, value: unknown): string | undefined {
  const isMissing =
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  if (isMissing) return block["optional"] === true ? undefined : "Please complete this required field.";
  if (element["type"] !== "plain_text_input" || typeof value !== "string") return undefined;
  if (value.length < Number(element["min_length"] ?? 0)) return "Please enter more characters.";
  return value.length > Number(element["max_length"] ?? 3000) ? "Please enter fewer characters." : undefined;
}
