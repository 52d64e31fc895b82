import { adviceForMissing, adviceForWrong, fieldName } from "./field-advice.ts";
import { quote } from "./quote.ts";

/** What is wrong with an entity, in words for its author, and the field it is about. */
export interface Explanation {
  readonly path: readonly string[];
  readonly message: string;
  readonly fix: string;
}

const schemaError = /^(?:Malformed envelope, )?(<root>|\/.*?) (must .*?)(?: - ([a-zA-Z]+: .*))?$/s;
const formatError = /^"(.*?)" is not valid;(?:.* but found "(.*)"\. To learn more)?/s;
const knownRootFields = new Set(["apiVersion", "kind", "metadata", "spec"]);

/** Turns a validator's message about `value` into an explanation; `kind` is the kind as far as it can be read. */
export function explain(reason: string, value: unknown, kind: string): Explanation {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return notAnObject(value);
  const foreign = Object.keys(value).find((field) => !knownRootFields.has(field));
  if (foreign !== undefined && /additional properties|^Unknown field/.test(reason)) return foreignField(foreign);
  const format = formatError.exec(reason);
  if (format !== null) return badFormat(formatPath(format[1] ?? "", value), value, format[2]);
  const schema = schemaError.exec(reason);
  if (schema === null)
    return { path: [], message: "Backstage does not accept this document.", fix: quoteReason(reason) };
  const path = pointerPath(schema[1] ?? "");
  const missing = /required property '(.*)'/s.exec(schema[2] ?? "")?.[1];
  if (missing !== undefined) return missingField([...path, missing], kind);
  return schemaMismatch(path, schema[2] ?? "", schema[3] ?? "", value);
}

function notAnObject(value: unknown): Explanation {
  return {
    path: [],
    message: `The document is ${describe(value)}, not a set of fields.`,
    fix: "Begin it with apiVersion, kind and metadata, or remove it.",
  };
}

function foreignField(field: string): Explanation {
  return {
    path: [field],
    message: `${quote(field)} is no field of an entity.`,
    fix: "Move it under metadata or spec, or remove it: only apiVersion, kind, metadata and spec may stand at the top.",
  };
}

function missingField(path: readonly string[], kind: string): Explanation {
  return { path, message: `${cut(fieldName(path))} is missing.`, fix: adviceForMissing(path, kind) };
}

function badFormat(path: readonly string[], root: object, found: string | undefined): Explanation {
  const [, map, key = ""] = path;
  const value = at(root, path);
  const fix = adviceForWrong(path);
  if (map !== "labels" && map !== "annotations") {
    const field = cut(fieldName(path));
    return { path, message: value === undefined ? `${field} is missing.` : `${field} cannot be ${quote(value)}.`, fix };
  }
  if (found === key && found !== value)
    return { path, message: `metadata.${map} cannot have the key ${quote(key)}.`, fix };
  return { path, message: `metadata.${map} cannot have ${quote(value)} for the key ${quote(key)}.`, fix };
}

function schemaMismatch(path: readonly string[], must: string, params: string, root: object): Explanation {
  const field = path.length === 0 ? "The document" : cut(fieldName(path));
  const value = at(root, path);
  const types = /^must be ((?:string|number|integer|boolean|object|array|null)(?:,\w+)*)$/.exec(must)?.[1];
  if (types !== undefined) return wrongType(path, field, value, types);
  if (/fewer than 1 (characters|items|properties)/.test(must)) {
    return { path, message: `${field} is empty.`, fix: adviceForWrong(path) };
  }
  const allowed = /^allowedValues?: (.*)$/s.exec(params)?.[1];
  const fix = allowed === undefined ? adviceForWrong(path) : `Write one of: ${cut(allowed.replaceAll(",", ", "))}.`;
  return { path, message: `${field} cannot be ${quote(value)}.`, fix };
}

function wrongType(path: readonly string[], field: string, value: unknown, types: string): Explanation {
  const wanted = types
    .split(",")
    .map((type) => typeNames[type] ?? type)
    .join(" or ");
  const message = `${field} must be ${wanted}, but is ${describe(value)}.`;
  if (value === null) return { path, message, fix: `Give ${field} a value, or remove the line.` };
  const isScalar = typeof value === "number" || typeof value === "boolean";
  if (isScalar && types.includes("string")) return { path, message, fix: `Put it in quotes: "${String(value)}".` };
  return { path, message, fix: adviceForWrong(path) };
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  array: "a list",
  object: "a set of fields",
  boolean: "true or false",
  number: "a number",
  integer: "a whole number",
};

function describe(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a set of fields";
  return typeof value === "string" ? `the text ${quote(value)}` : `the ${typeof value} ${String(value)}`;
}

/** The path of a JSON pointer: `/metadata/links/0`. */
function pointerPath(pointer: string): readonly string[] {
  if (pointer === "<root>") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The path that the field format policy means by `labels.<key>`, `tags.0` or `metadata.name`. */
function formatPath(field: string, root: object): readonly string[] {
  const [first = "", ...rest] = field.split(".");
  if (first === "labels" || first === "annotations") return ["metadata", first, rest.join(".")];
  if (first === "tags" || first === "links") return ["metadata", first, ...rest];
  return Object.hasOwn(root, first) ? [first, ...rest] : [field];
}

function at(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, step) => {
    return typeof node === "object" && node !== null && Object.hasOwn(node, step)
      ? (node as Record<string, unknown>)[step]
      : undefined;
  }, root);
}

function quoteReason(reason: string): string {
  return `Its validator says: ${quote(reason)}.`;
}

function cut(text: string): string {
  return quote(text).slice(1, -1);
}
