import type { z } from "zod";
import { crossCheck } from "./cross-check.ts";
import { type ConfigPath, describeValue, formatPath, isSecretPath, type PlacedMistake } from "./mistake.ts";
import { nearest } from "./nearest.ts";
import { type ConfigFile, configSchema, notBuiltYet } from "./schema.ts";
import type { Substituted } from "./substitute.ts";
import { valueAt } from "./value-at.ts";

/** The checked content, or everything that is wrong with it. */
export type Decoded =
  | { readonly type: "file"; readonly file: ConfigFile }
  | { readonly type: "mistakes"; readonly mistakes: readonly PlacedMistake[] };

/**
 * Checks filled-in data against the schema and finds every mistake. Pure.
 * @param commands the names that a slash command may be given to; absent where they are not known
 */
export function decode(data: Substituted, commands?: readonly string[]): Decoded {
  const parsed = configSchema.safeParse(data.value);
  const issues = parsed.success ? [] : parsed.error.issues;
  const found = [...issues.flatMap((issue) => describeIssue(issue, data)), ...crossCheck(data, commands)];
  const mistakes = [
    ...data.mistakes,
    ...firstOfEachPath(found.filter((mistake) => !data.broken.has(formatPath(mistake.at)))),
  ];
  if (parsed.success && mistakes.length === 0) return { type: "file", file: parsed.data };
  return { type: "mistakes", mistakes };
}

function describeIssue(issue: z.core.$ZodIssue, data: Substituted): readonly PlacedMistake[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...path, key], data.value));
  const value = valueAt(data.value, path);
  const later = notBuiltYet.values[keysOf(path)];
  if (typeof value === "string" && later?.includes(value)) {
    return [{ at: path, message: `"${value}" is not built yet; allowed: ${issue.message}` }];
  }
  const where = formatPath(path);
  const shown = describeValue(value, isSecretPath(path) || data.filled.has(where));
  return [{ at: path, message: `found ${shown}; allowed: ${issue.message}` }];
}

function unknownKey(path: ConfigPath, root: unknown): PlacedMistake {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  if (notBuiltYet.keys.some((later) => later === formatPath(path))) {
    return { at: path, message: "not built yet; remove it" };
  }
  const allowed = knownKeys(parent, root);
  const near = nearest(key, allowed);
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  return { at: path, message: `found an unknown key; allowed: ${allowed.join(", ")}.${hint}` };
}

/** The keys that the schema knows at a place. */
function knownKeys(path: ConfigPath, root: unknown): readonly string[] {
  let schema: unknown = configSchema;
  for (const [index, step] of path.entries()) schema = childOf(schema, step, valueAt(root, path.slice(0, index + 1)));
  return Object.keys(shapeOf(schema));
}

function childOf(schema: unknown, step: string | number, value: unknown): unknown {
  const definition = definitionOf(schema);
  const child = typeof step === "number" ? definition.element : shapeOf(schema)[step];
  const inner = definitionOf(child);
  if (inner.options === undefined) return child;
  const type = valueAt(value, ["type"]);
  return inner.options.find((option) => definitionOf(shapeOf(option)["type"]).values?.includes(type));
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  return definitionOf(schema).shape ?? {};
}

interface Definition {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly element?: unknown;
  readonly options?: readonly unknown[];
  readonly values?: readonly unknown[];
  readonly innerType?: unknown;
}

/** A schema's definition, looking through `optional`. */
function definitionOf(schema: unknown): Definition {
  const definition = (schema as { def?: Definition } | undefined)?.def ?? {};
  return definition.innerType === undefined ? definition : definitionOf(definition.innerType);
}

function keysOf(path: ConfigPath): string {
  return path.filter((step) => typeof step === "string").join(".");
}

function firstOfEachPath(mistakes: readonly PlacedMistake[]): readonly PlacedMistake[] {
  return [...new Map([...mistakes].reverse().map((mistake) => [formatPath(mistake.at), mistake])).values()].reverse();
}
