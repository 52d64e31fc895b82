import type { FormValues, Json } from "./world.ts";

/** An input, or a menu outside an input block, with the ids under which its state is kept. */
export interface Field {
  readonly block: Json;
  readonly element: Json;
  readonly blockId: string;
  readonly actionId: string;
}

/** Every element of the blocks that can be used, buttons included, in order. */
export function elementsOf(blocks: readonly Json[]): readonly Field[] {
  return blocks.flatMap((block) =>
    [block["element"], block["accessory"], ...((block["elements"] as unknown[] | undefined) ?? [])]
      .filter((element): element is Json => typeof element === "object" && element !== null && "action_id" in element)
      .map((element) => ({
        block,
        element,
        blockId: String(block["block_id"]),
        actionId: String(element["action_id"]),
      })),
  );
}

/** Those of them that have a state. */
export function fieldsOf(blocks: readonly Json[]): readonly Field[] {
  return elementsOf(blocks).filter(({ element }) => !["button", "overflow"].includes(String(element["type"])));
}

/** The state of the blocks' inputs: what was there before under the same ids, else their initial values. */
export function keptValues(blocks: readonly Json[], before: readonly Json[], values: FormValues): FormValues {
  const types = new Map(fieldsOf(before).map((field) => [`${field.blockId} ${field.actionId}`, field.element["type"]]));
  const kept: Record<string, Record<string, Json>> = {};
  for (const { blockId, actionId, element } of fieldsOf(blocks)) {
    const old = types.get(`${blockId} ${actionId}`) === element["type"] ? values[blockId]?.[actionId] : undefined;
    kept[blockId] = { ...kept[blockId], [actionId]: old ?? initialState(element) };
  }
  return kept;
}

/** Which key of the state of an element carries the value. */
export function stateKey(type: string): string {
  if (/^(static|external)_select$|^(radio_buttons|overflow)$/.test(type)) return "selected_option";
  if (/^multi_(static|external)_select$|^checkboxes$/.test(type)) return "selected_options";
  const select = /^(multi_)?(user|channel|conversation)s_select$/.exec(type);
  if (select) return `selected_${select[2]}${select[1] ? "s" : ""}`;
  if (type === "datetimepicker") return "selected_date_time";
  if (type === "file_input") return "files";
  return /^(date|time)picker$/.test(type) ? `selected_${type.replace("picker", "")}` : "value";
}

/** The state of an element with this value. */
export function stateOf(element: Json, value: unknown): Json {
  const type = String(element["type"]);
  const empty = stateKey(type).endsWith("s") ? [] : null;
  return { type, [stateKey(type)]: value ?? empty };
}

/** The state of an element that nobody has touched. */
export function initialState(element: Json): Json {
  const key = Object.keys(element).find((name) => name.startsWith("initial_"));
  return stateOf(element, key && element[key]);
}
