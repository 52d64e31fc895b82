import type { Entity } from "../catalog/entity.ts";
import { formatRef } from "../catalog/ref.ts";

/** A thing for tests that need no document: a Component in `default` unless said otherwise. */
export function thing(name: string, parts: Partial<Omit<Entity, "ref" | "name">> = {}): Entity {
  const { kind = "Component", namespace = "default" } = parts;
  return {
    labels: {},
    annotations: {},
    tags: [],
    links: [],
    spec: {},
    origin: { source: "test", root: "test", rootName: "test", path: "catalog-info.yaml", line: 1 },
    ...parts,
    kind,
    namespace,
    name,
    ref: formatRef({ kind, namespace, name }),
  };
}
