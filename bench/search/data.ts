import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseAllDocuments } from "yaml";
import type { Entity } from "../../src/catalog/entity.ts";
import { formatRef } from "../../src/catalog/ref.ts";
import { ALIASES_ANNOTATION } from "../../src/catalog/search/document.ts";

/** A question with the name it should find. */
export interface Question {
  readonly query: string;
  /** Empty when nothing should be found. */
  readonly expected: string;
  readonly class: string;
  readonly also?: readonly string[];
}

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly title?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly aliases?: readonly string[];
}

/** The things of a generated catalog, plain or gzipped. */
export function readCatalog(path: string): Entity[] {
  const bytes = readFileSync(existsSync(path) ? path : `${path}.gz`);
  const text = (existsSync(path) ? bytes : gunzipSync(bytes)).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => fromRow(JSON.parse(line) as Row));
}

/** Questions, one a line. */
export function readQuestions(path: string): Question[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Question);
}

/** Every named thing of the real catalogs, whatever its kind; templates with holes in their names are left out. */
export function readRealCatalogs(folder: string): Entity[] {
  const things = new Map<string, Entity>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!/\.ya?ml$/.test(file)) continue;
    for (const document of documentsOf(join(folder, file))) {
      const entity = fromDocument(document);
      if (entity !== undefined) things.set(entity.ref, entity);
    }
  }
  return [...things.values()];
}

function documentsOf(path: string): unknown[] {
  try {
    // The lenient parser: a name can be read from a template full of holes.
    return [...parseAllDocuments(readFileSync(path, "utf8"), { logLevel: "silent" })].map((document): unknown =>
      document.toJS(),
    );
  } catch {
    // The corpus has broken files on purpose; a search bench has no use for them.
    return [];
  }
}

function fromDocument(document: unknown): Entity | undefined {
  const { kind, metadata, spec } = (document ?? {}) as { kind?: unknown; metadata?: unknown; spec?: unknown };
  const { name, namespace, title, description, tags, annotations } = (metadata ?? {}) as Record<string, unknown>;
  if (typeof kind !== "string" || typeof name !== "string" || !/^[\w.-]+$/.test(name)) return undefined;
  return thing({
    kind,
    name,
    namespace: typeof namespace === "string" ? namespace : "default",
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof description === "string" ? { description } : {}),
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
    annotations: (annotations ?? {}) as Record<string, string>,
    spec: (spec ?? {}) as Record<string, unknown>,
  });
}

function fromRow({ name, kind, title, description, tags = [], aliases = [] }: Row): Entity {
  return thing({
    kind,
    name,
    namespace: "default",
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    tags,
    annotations: aliases.length > 0 ? { [ALIASES_ANNOTATION]: aliases.join(",") } : {},
    spec: {},
  });
}

function thing(parts: Omit<Entity, "ref" | "labels" | "links" | "origin">): Entity {
  return {
    ...parts,
    ref: formatRef(parts),
    labels: {},
    links: [],
    origin: { source: "bench", root: "bench", rootName: "bench", path: "", line: 1 },
  };
}
