import { readYaml } from "../../yaml.ts";
import { decodeFile } from "./decode.ts";
import { quote } from "./quote.ts";
import type { TreePath } from "./tree-path.ts";

/** What the placeholders of a document came to. */
export type Resolved =
  | { readonly type: "value"; readonly value: unknown }
  | { readonly type: "needs"; readonly paths: readonly string[] }
  | { readonly type: "failed"; readonly path: readonly string[]; readonly message: string };

/** Where placeholders lead and what lies there; without `attachments` nothing has been read yet. */
export interface PlaceholderSource {
  resolve(target: string): TreePath;
  readonly attachments: ReadonlyMap<string, Uint8Array | undefined> | undefined;
}

type Reader = (text: string) => { readonly value: unknown } | { readonly reason: string };

const readers: Readonly<Record<string, Reader>> = {
  $text: (value) => ({ value }),
  $json: readJson,
  $yaml: readOneYaml,
};

/**
 * Puts the contents of files in the place of `$text`, `$json` and `$yaml` objects, at any depth. Other objects with
 * `$` keys stay as they are, and contents are not searched for placeholders again, both as in Backstage.
 */
export function resolvePlaceholders(value: unknown, source: PlaceholderSource): Resolved {
  const needs = new Set<string>();
  const done = new Map<object, unknown>();
  let failure: { path: readonly string[]; message: string } | undefined;

  const fail = (path: readonly string[], message: string) => {
    failure ??= { path, message };
  };
  const visit = (node: unknown, path: readonly string[]): unknown => {
    if (typeof node !== "object" || node === null) return node;
    if (done.has(node)) return done.get(node);
    const result = visitObject(node, path);
    done.set(node, result);
    return result;
  };
  const visitObject = (node: object, path: readonly string[]): unknown => {
    if (Array.isArray(node)) return mapChanged(node, (item, index) => visit(item, [...path, String(index)]));
    const keys = Object.keys(node);
    if (!keys.some((key) => key.startsWith("$"))) return mapFields(node, (item, key) => visit(item, [...path, key]));
    const [key = ""] = keys;
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (keys.length !== 1 || reader === undefined) return node;
    return read(key, (node as Record<string, unknown>)[key], reader, [...path, key]);
  };
  const read = (key: string, target: unknown, reader: Reader, path: readonly string[]): unknown => {
    if (typeof target !== "string") return fail(path, `${key} must be the path of a file`);
    const found = source.resolve(target);
    if ("reason" in found) return fail(path, `${key}: ${quote(target)} is not read: ${found.reason}`);
    if (source.attachments === undefined) return void needs.add(found.path);
    const bytes = source.attachments.get(found.path);
    if (bytes === undefined) return fail(path, `${key}: the file ${quote(found.path)} does not exist or is too large`);
    const decoded = decodeFile(bytes);
    if ("encoding" in decoded) return fail(path, `${key}: the file ${quote(found.path)} is ${decoded.encoding}`);
    const content = reader(decoded.text);
    return "reason" in content ? fail(path, `${key}: the file ${quote(found.path)} ${content.reason}`) : content.value;
  };

  const result = visit(value, []);
  if (failure !== undefined) return { type: "failed", ...failure };
  return needs.size > 0 ? { type: "needs", paths: [...needs] } : { type: "value", value: result };
}

function mapChanged(list: readonly unknown[], map: (item: unknown, index: number) => unknown): readonly unknown[] {
  const mapped = list.map(map);
  return mapped.every((item, index) => item === list[index]) ? list : mapped;
}

function mapFields(node: object, map: (item: unknown, key: string) => unknown): object {
  const entries = Object.entries(node);
  const mapped = entries.map(([key, item]): [string, unknown] => [key, map(item, key)]);
  return mapped.every(([, item], index) => item === entries[index]?.[1]) ? node : Object.fromEntries(mapped);
}

function readJson(text: string): ReturnType<Reader> {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // The parser's message quotes foreign text and tells people nothing more.
    return { reason: "is no valid JSON" };
  }
}

// YAML is slow to read: larger files would keep the thread busy for longer than a file may.
const maxYamlLength = 512 * 1024;

function readOneYaml(text: string): ReturnType<Reader> {
  if (text.length > maxYamlLength) return { reason: "is larger than the 512 KB that are read as YAML" };
  const documents = [...readYaml(text)];
  const [only] = documents;
  if (documents.length !== 1 || only === undefined) return { reason: `holds ${documents.length} documents, not one` };
  return only.type === "error" ? { reason: `is no valid YAML (line ${only.error.line})` } : { value: only.value };
}
