import { isDeepStrictEqual } from "node:util";
import type { Entity } from "../catalog/entity.ts";
import type { EntityRef } from "../catalog/ref.ts";

/** What differs between two sets of things. `moved`: the same content in another place (file or line). */
export interface Diff {
  readonly added: readonly Entity[];
  readonly changed: readonly Entity[];
  readonly moved: readonly Entity[];
  readonly removed: readonly EntityRef[];
}

/** Cheap where objects are shared: only things that are other objects are compared. */
export function diff(before: ReadonlyMap<EntityRef, Entity>, after: ReadonlyMap<EntityRef, Entity>): Diff {
  const added: Entity[] = [];
  const changed: Entity[] = [];
  const moved: Entity[] = [];
  for (const [ref, entity] of after) {
    const known = before.get(ref);
    if (known === entity) continue;
    if (known === undefined) added.push(entity);
    else if (isSameContent(known, entity)) moved.push(entity);
    else changed.push(entity);
  }
  const removed = [...before.keys()].filter((ref) => !after.has(ref));
  return { added, changed, moved, removed };
}

function isSameContent(a: Entity, b: Entity): boolean {
  return isDeepStrictEqual({ ...a, origin: b.origin }, b);
}
