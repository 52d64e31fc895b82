import { type Field, fieldsOf, stateKey, stateOf } from "../form-state.ts";
import { type FormValues, isJson, type Json, type World } from "../world.ts";
import { choicesOf, elementsIn, type Surface } from "./surface.ts";

/** Which element, by its ids: labels may be the same twice. */
export interface ElementIds {
  readonly blockId: string;
  readonly actionId: string;
}

/** The element with these ids. */
export function elementAt(surface: Surface, { blockId, actionId }: ElementIds): Field | undefined {
  return elementsIn(surface).find((field) => field.blockId === blockId && field.actionId === actionId);
}

/** What may be chosen in a field whose choices come from the app. */
export type ChoicesOfField = (field: Field) => readonly Json[];

/** What may be chosen in a field now. */
export function optionsOf(field: Field, offered: ChoicesOfField): readonly Json[] {
  return String(field.element["type"]).includes("external") ? offered(field) : choicesOf(field.element);
}

/** The state that a client sent for a field, as Slack would keep it; undefined when no person could have brought it about. */
export function stateFrom(world: World, field: Field, sent: Json, offered: ChoicesOfField): Json | undefined {
  const key = stateKey(String(field.element["type"]));
  const value = Object.hasOwn(sent, key) ? sent[key] : undefined;
  if (value === undefined || value === null) return stateOf(field.element, undefined);
  const known = knownValue(world, field, key, value, offered);
  return known === undefined ? undefined : stateOf(field.element, known);
}

/** The state of a whole form out of what a client sent; undefined when something in it is impossible. Strange ids are ignored. */
export function valuesFrom(
  world: World,
  form: { readonly blocks: readonly Json[]; readonly state: { readonly values: FormValues } },
  sent: FormValues,
  offered: ChoicesOfField,
): FormValues | undefined {
  const values: Record<string, Record<string, Json>> = {};
  for (const field of fieldsOf(form.blocks)) {
    const { blockId, actionId } = field;
    const block = Object.hasOwn(sent, blockId) ? sent[blockId] : undefined;
    const given = block !== undefined && Object.hasOwn(block, actionId) ? block[actionId] : undefined;
    const before = form.state.values[blockId]?.[actionId] ?? stateOf(field.element, undefined);
    const state = given === undefined ? before : stateFrom(world, field, given, offered);
    if (state === undefined) return undefined;
    values[blockId] = { ...values[blockId], [actionId]: state };
  }
  return values;
}

const isText = (value: unknown, form: RegExp): boolean => typeof value === "string" && form.test(value);

/** Values that are typed rather than chosen, by the key of the state; there are no files. */
const typed: Readonly<Record<string, (value: unknown) => boolean>> = {
  value: (value) => typeof value === "string" && value.length <= 12_000,
  selected_date: (value) => isText(value, /^\d{4}-\d\d-\d\d$/),
  selected_time: (value) => isText(value, /^([01]\d|2[0-3]):[0-5]\d$/),
  selected_date_time: Number.isSafeInteger,
  files: () => false,
};

function knownValue(world: World, field: Field, key: string, value: unknown, offered: ChoicesOfField): unknown {
  const one = (choice: unknown): unknown => {
    // The app's own option: of what a client sends only the value counts.
    if (key.startsWith("selected_option"))
      return isJson(choice) && optionsOf(field, offered).find((option) => option["value"] === choice["value"]);
    if (typeof choice !== "string") return undefined;
    return (key.startsWith("selected_user") ? world.users : world.channels).has(choice) ? choice : undefined;
  };
  const isKnown = typed[key];
  if (isKnown !== undefined) return isKnown(value) ? value : undefined;
  if (!key.endsWith("s")) return one(value) || undefined;
  const all = Array.isArray(value) && value.length <= 100 ? value.map(one) : [undefined];
  return all.every(Boolean) ? all : undefined;
}
