import { partsOf } from "../card-schema.ts";
import type { Json } from "../world.ts";

/** Nobody can do that: what is meant is gone, hidden or never was there. */
export class Impossible extends Error {}

/** What somebody puts into a card: by id or label. Menus take the title of a choice or its value, several as a list. */
export type Filling = Readonly<Record<string, unknown>>;

/** What a menu offers besides what stands in the card: what was found for it. */
export type Offered = (inputId: string) => readonly Json[];

/** The inputs of a card, in order. */
export function inputsOf(card: unknown): readonly Json[] {
  return partsOf(card).filter(({ type }) => String(type).startsWith("Input."));
}

/** The input that is called so; throws when there is none. */
export function inputNamed(card: unknown, name: string): Json {
  const found = inputsOf(card).find(({ id, label }) => id === name || label === name);
  if (!found) throw new Impossible(`No input "${name}".`);
  return found;
}

/** What is sent: texts by id, without what is empty. https://learn.microsoft.com/adaptive-cards/authoring-cards/input-validation */
export function valuesOf(card: unknown, filling: Filling, offered: Offered): Readonly<Record<string, string>> {
  const given = new Map(Object.entries(filling).map(([name, value]) => [inputNamed(card, name)["id"], value]));
  const all = inputsOf(card).map((input) => [String(input["id"]), standing(input, given, offered)] as const);
  return Object.fromEntries(all.filter(([, value]) => value !== ""));
}

function standing(input: Json, given: ReadonlyMap<unknown, unknown>, offered: Offered): string {
  const { id, type, value = "", valueOn = "true", valueOff = "false" } = input;
  if (!given.has(id)) return String(type === "Input.Toggle" && value === "" ? valueOff : value);
  const put = given.get(id) ?? "";
  if (typeof put === "boolean") return String(put ? valueOn : valueOff);
  if (type !== "Input.ChoiceSet") return String(put);
  const choices = [...((input["choices"] ?? []) as readonly Json[]), ...offered(String(id))];
  const chosen = typeof put === "string" && input["isMultiSelect"] === true ? put.split(",") : [put].flat();
  return chosen
    .filter((one) => one !== "")
    .map((one) => chosenFrom(choices, one, String(id)))
    .join(",");
}

function chosenFrom(choices: readonly Json[], wanted: unknown, id: string): string {
  const found = choices.find(({ value }) => value === wanted) ?? choices.find(({ title }) => title === wanted);
  if (!found) throw new Impossible(`"${String(wanted)}" is no choice of "${id}".`);
  return String(found["value"]);
}

/** What Teams itself says about the inputs before it asks the bot, by id. */
export function errorsOf(card: unknown, values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const errors = inputsOf(card).flatMap((input) => {
    const id = String(input["id"]);
    return isSound(input, values[id] ?? "") ? [] : [[id, String(input["errorMessage"] ?? "This is required.")]];
  });
  return Object.fromEntries(errors);
}

function isSound({ isRequired, regex, maxLength, min, max }: Json, value: string): boolean {
  if (value === "") return isRequired !== true;
  if (typeof regex === "string" && !new RegExp(regex).test(value)) return false;
  if (typeof maxLength === "number" && value.length > maxLength) return false;
  const number = Number(value);
  return !(typeof min === "number" && number < min) && !(typeof max === "number" && number > max);
}
