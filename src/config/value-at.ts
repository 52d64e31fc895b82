import type { ConfigPath } from "./mistake.ts";

/** What stands at a place of plain data; undefined where there is no such place. */
export function valueAt(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((current, step) => {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, step)) return undefined;
    return (current as Record<string | number, unknown>)[step];
  }, value);
}
