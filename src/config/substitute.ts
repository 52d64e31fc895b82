import { type ConfigPath, formatPath, isSecretPath, type PlacedMistake } from "./mistake.ts";
import { fillReferences, type Lookup, lookUp, referencesIn, type Surroundings, showReferences } from "./reference.ts";

/** The file's data with every `${…}` filled in. */
export interface Substituted {
  readonly value: unknown;
  /** Paths whose value came from outside the file, wholly or in part. */
  readonly filled: ReadonlySet<string>;
  /** Paths whose value could not be filled in: nothing more can be said of them. */
  readonly broken: ReadonlySet<string>;
  readonly secrets: readonly string[];
  readonly mistakes: readonly PlacedMistake[];
}

interface PlacedText {
  readonly path: ConfigPath;
  readonly text: string;
}

const maxValues = 20_000;
const maxDepth = 30;

/** Fills in what `${NAME}` and `${file:/path}` stand for, in values only; `data` was read from a text with hidden references. */
export async function substitute(data: unknown, surroundings: Surroundings): Promise<Substituted> {
  const texts = textsOf(data);
  if (texts === undefined) {
    const mistakes = [{ at: [], message: "found too much, or too deeply nested; allowed: a configuration" }];
    return { value: undefined, filled: new Set(), broken: new Set([""]), secrets: [], mistakes };
  }
  const lookups = new Map<string, Lookup>();
  for (const inner of new Set(texts.flatMap(({ text }) => referencesIn(text)))) {
    lookups.set(inner, await lookUp(inner, surroundings));
  }
  const mistakes = texts.flatMap((placed) => mistakesIn(placed, lookups));
  return {
    value: fill(data, lookups),
    filled: new Set(texts.filter(({ text }) => referencesIn(text).length > 0).map(({ path }) => formatPath(path))),
    broken: new Set(mistakes.map((mistake) => formatPath(mistake.at))),
    secrets: texts.filter(({ path }) => isSecretPath(path)).flatMap(({ text }) => secretsIn(text, lookups)),
    mistakes,
  };
}

/** Every text with its place; undefined when there are too many values, which aliases make cheap to write. */
function textsOf(data: unknown): readonly PlacedText[] | undefined {
  const texts: PlacedText[] = [];
  const pending: { value: unknown; path: ConfigPath }[] = [{ value: data, path: [] }];
  let values = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, path } = next;
    if (++values > maxValues || path.length > maxDepth) return undefined;
    if (typeof value === "string") texts.push({ path, text: value });
    else pending.push(...childrenOf(value).map(([step, child]) => ({ value: child, path: [...path, step] })));
  }
  return texts;
}

function childrenOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [index, item] as const);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([key, item]) => [showReferences(key), item as unknown] as const);
}

function mistakesIn({ path, text }: PlacedText, lookups: ReadonlyMap<string, Lookup>): readonly PlacedMistake[] {
  return referencesIn(text).flatMap((inner) => {
    const lookup = lookups.get(inner);
    if (lookup === undefined || !("mistake" in lookup)) return [];
    return [{ at: path, message: lookup.mistake, ...(lookup.isMissing && { isMissing: lookup.isMissing }) }];
  });
}

function fill(value: unknown, lookups: ReadonlyMap<string, Lookup>): unknown {
  if (typeof value === "string") return fillText(value, lookups);
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, lookups));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [showReferences(key), fill(item, lookups)]));
}

function fillText(text: string, lookups: ReadonlyMap<string, Lookup>): string {
  return fillReferences(text, (inner) => found(lookups.get(inner)));
}

function found(lookup: Lookup | undefined): string {
  return lookup !== undefined && "value" in lookup ? lookup.value : "";
}

function secretsIn(text: string, lookups: ReadonlyMap<string, Lookup>): readonly string[] {
  const parts = referencesIn(text).map((inner) => found(lookups.get(inner)));
  return [fillText(text, lookups), ...parts].filter((secret) => secret !== "");
}
