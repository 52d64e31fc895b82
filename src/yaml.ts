import {
  CORE_SCHEMA,
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  YAMLException,
} from "js-yaml";
import { countLines, splitYaml, type YamlSegment } from "./yaml-split.ts";

/** What hostile YAML may cost. `expandedSize` is roughly the characters of the JSON in which every alias is written out, a stream. */
export const yamlLimits = { depth: 50, aliases: 50, documents: 500, expandedSize: 2 * 1024 * 1024 } as const;

/** One document's place in a YAML stream. Lines count from 1 in the whole text. */
interface Place {
  /** Where its content begins. */
  readonly line: number;
  /** Its own part of the text, and the line on which that starts. */
  readonly text: string;
  readonly firstLine: number;
}

/** One document of a YAML stream. */
export type YamlDocument =
  | (Place & {
      readonly type: "value";
      /** Plain data: objects, arrays, strings, numbers, booleans, null. Aliased parts are shared, never cyclic. */
      readonly value: unknown;
      /** Line of the field at `path`, or of the innermost field on the way to it that exists (`depth` says how far it got). */
      lineOf(path: readonly string[]): { readonly line: number; readonly depth: number };
    })
  | (Place & {
      readonly type: "error";
      readonly error: { readonly line: number; readonly message: string; readonly isHostile: boolean };
    });

/**
 * Reads a YAML 1.2 stream as Backstage does: core schema, no merge keys, unknown tags ignored, duplicate keys an error.
 * One bad document never hides its neighbours. Never throws; beyond `yamlLimits` a document is a hostile error.
 */
export function* readYaml(text: string): Generator<YamlDocument> {
  const budget = { expandedSize: yamlLimits.expandedSize };
  let count = 0;
  for (const segment of splitYaml(cleanText(text))) {
    if (++count > yamlLimits.documents) {
      yield hostile(segment, `it has more than ${yamlLimits.documents} documents`);
      return;
    }
    yield readSegment(segment, budget);
  }
}

// Backstage's reader takes a carriage return alone for a blank, and control characters for text; js-yaml for a line
// break and an error. Same length, so that positions hold.
const strange = /\r(?!\n)|[\uFFFE\uFFFF\p{Cs}]|(?![\t\n\r\x85])\p{Cc}/gu;
// Nearly every file has none of these, and to look for them so is ten times faster.
const maybeStrange = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]/;

function cleanText(text: string): string {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return maybeStrange.test(body) ? body.replace(strange, (found) => (found === "\r" ? " " : "\uFFFD")) : body;
}

function readSegment(segment: YamlSegment, budget: { expandedSize: number }): YamlDocument {
  try {
    const events = parseEvents(segment.text, { maxDepth: yamlLimits.depth });
    const aliases = segment.text.includes("*") ? events.filter(({ type }) => type === EVENT_ID.ALIAS).length : 0;
    if (aliases > yamlLimits.aliases) return hostile(segment, `it uses more than ${yamlLimits.aliases} aliases`);
    const values = constructFromEvents(events, { source: segment.text, schema });
    if (values.length > 1) return failed(segment, segment.contentLine, "a byte order mark hides a document marker");
    const value = values[0] ?? null;
    const reason = aliases === 0 ? undefined : spend(value, budget);
    if (reason !== undefined) return hostile(segment, reason);
    return { type: "value", ...place(segment), value, lineOf: (path) => locate(events, segment, path) };
  } catch (error) {
    if (!(error instanceof YAMLException)) return hostile(segment, "it exhausts the reader");
    if (error.reason.includes("maxDepth")) return hostile(segment, `it nests deeper than ${yamlLimits.depth} levels`);
    return failed(segment, segment.line + (error.mark?.line ?? 0), error.reason);
  }
}

function failed(segment: YamlSegment, line: number, message: string): YamlDocument {
  return { type: "error", ...place(segment), error: { line, message, isHostile: false } };
}

function hostile(segment: YamlSegment, message: string): YamlDocument {
  return { type: "error", ...place(segment), error: { line: segment.contentLine, message, isHostile: true } };
}

function place({ text, line, contentLine }: YamlSegment): Place {
  return { line: contentLine, text, firstLine: line };
}

/** Takes the expanded size of a value from the budget without expanding it; says why when that cannot be. */
function spend(value: unknown, budget: { expandedSize: number }): string | undefined {
  const known = new Map<object, { size: number; depth: number } | undefined>();
  const measure = (node: unknown): { size: number; depth: number } => {
    if (typeof node !== "object" || node === null) return { size: String(node).length + 3, depth: 0 };
    if (known.has(node)) return known.get(node) ?? { size: Number.POSITIVE_INFINITY, depth: 0 };
    known.set(node, undefined);
    let size = 2;
    let depth = 0;
    for (const [key, child] of Object.entries(node)) {
      const inner = measure(child);
      size += inner.size + (Array.isArray(node) ? 1 : key.length + 4);
      depth = Math.max(depth, inner.depth);
    }
    const own = { size, depth: depth + 1 };
    known.set(node, own);
    return own;
  };
  const { size, depth } = measure(value);
  if (size === Number.POSITIVE_INFINITY) return "an alias contains itself";
  if (depth > yamlLimits.depth) return `its aliases nest deeper than ${yamlLimits.depth} levels`;
  if (size > budget.expandedSize) return "its aliases expand to more than 2 MB";
  budget.expandedSize -= size;
  return undefined;
}

function locate(events: readonly Event[], { text, line }: YamlSegment, path: readonly string[]) {
  let at = 1;
  let position = -1;
  let depth = 0;
  for (const name of path) {
    const found = findChild(events, text, at, name);
    if (found === undefined) break;
    ({ at, position } = found);
    depth++;
  }
  const start = position === -1 ? startOf(events[1]) : position;
  return { line: line + countLines(text, 0, start), depth };
}

function findChild(events: readonly Event[], text: string, parent: number, name: string) {
  const kind = events[parent]?.type;
  if (kind !== EVENT_ID.MAPPING && kind !== EVENT_ID.SEQUENCE) return undefined;
  let index = 0;
  for (let at = parent + 1; events[at] !== undefined && events[at]?.type !== EVENT_ID.POP; index++) {
    const child = events[at];
    const value = kind === EVENT_ID.MAPPING ? after(events, at) : at;
    const isNamed =
      kind === EVENT_ID.MAPPING
        ? child?.type === EVENT_ID.SCALAR && getScalarValue(text, child) === name
        : String(index) === name;
    if (isNamed) return { at: value, position: startOf(child) };
    at = after(events, value);
  }
  return undefined;
}

function startOf(event: Event | undefined): number {
  if (event === undefined) return 0;
  if ("start" in event) return event.start;
  return "valueStart" in event ? Math.max(event.valueStart, 0) : 0;
}

/** The index behind the node that begins at `at`. */
function after(events: readonly Event[], at: number): number {
  let open = 0;
  for (let index = at; index < events.length; index++) {
    const type = events[index]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) open++;
    if (type === EVENT_ID.POP) open--;
    if (open === 0) return index + 1;
  }
  return events.length;
}

/** A mapping key as a property name, the way the `yaml` package writes it: collections in flow style, here three deep. */
function keyText(key: unknown, depth = 0): string {
  if (key === null) return "";
  if (typeof key !== "object") return String(key);
  if (depth === 3) return "…";
  if (Array.isArray(key)) return `[ ${key.map((item) => keyText(item, depth + 1)).join(", ")} ]`;
  const pair = ([name, value]: [string, unknown]) => (value === null ? name : `${name}: ${keyText(value, depth + 1)}`);
  return `{ ${Object.entries(key).map(pair).join(", ")} }`;
}

const mapping = {
  create: (): Record<string, unknown> => ({}),
  addPair(map: Record<string, unknown>, key: unknown, value: unknown) {
    const name = keyText(key);
    // Assigning `__proto__` would change the prototype instead of making a key.
    if (name === "__proto__")
      Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
    else map[name] = value;
    return "";
  },
  has: (map: Record<string, unknown>, key: unknown) => Object.hasOwn(map, keyText(key)),
  keys: (map: Record<string, unknown>) => Object.keys(map),
  get: (map: Record<string, unknown>, key: unknown) => map[keyText(key)],
  identify: () => false,
};
const sequence = {
  create: (): unknown[] => [],
  addItem(list: unknown[], item: unknown) {
    list.push(item);
  },
  identify: () => false,
};
const anyTag = { matchByTagPrefix: true };
const schema = CORE_SCHEMA.withTags(
  defineMappingTag("tag:yaml.org,2002:map", mapping),
  defineMappingTag("", { ...mapping, ...anyTag }),
  defineSequenceTag("", { ...sequence, ...anyTag }),
  defineScalarTag("", { resolve: (source) => source, identify: () => false, ...anyTag }),
);
