import { type Field, stateKey } from "../form-state.ts";
import { isJson, type Json } from "../world.ts";
import { isView, type Surface } from "./surface.ts";

/** What external menus showed to a person, and what stands in them. */
export interface Offers {
  readonly add: (surface: Surface, field: Field, options: readonly Json[]) => void;
  readonly in: (surface: Surface, field: Field) => readonly Json[];
}

/** Nothing shown yet. */
export function createOffers(): Offers {
  const shown = new Map<string, readonly Json[]>();
  const keyOf = (surface: Surface, { blockId, actionId }: Field): string =>
    `${isView(surface) ? surface.id : surface.ts} ${blockId} ${actionId}`;
  return {
    // What was chosen stays chosen while one looks for something else.
    add: (surface, field, options) => {
      const key = keyOf(surface, field);
      shown.set(key, [...options, ...(shown.get(key) ?? [])].slice(0, 1000));
    },
    in: (surface, field) => {
      const { blockId, actionId, element } = field;
      const state = isView(surface) ? surface.state.values[blockId]?.[actionId] : undefined;
      const key = stateKey(String(element["type"]));
      const standing = [state?.[key], element[key.replace("selected", "initial")]].flat().filter(isJson);
      return [...(shown.get(keyOf(surface, field)) ?? []), ...standing];
    },
  };
}
