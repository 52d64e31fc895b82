import type { EntityRef } from "./ref.ts";
import { type Snapshot, targets } from "./snapshot.ts";

/** What a thing needs itself: what it depends on and the APIs that it consumes; of a system or domain, what its parts need outside. */
export function needsOf(snapshot: Snapshot, ref: EntityRef): readonly EntityRef[] {
  return outside(snapshot, ref, (part) => [
    ...targets(snapshot, part, "dependsOn"),
    ...targets(snapshot, part, "consumesApi"),
  ]);
}

/** What needs a thing itself: what depends on it and who consumes its APIs; of a system or domain, what outside needs its parts. */
export function neededBy(snapshot: Snapshot, ref: EntityRef): readonly EntityRef[] {
  return outside(snapshot, ref, (part) => [
    ...targets(snapshot, part, "dependencyOf"),
    ...targets(snapshot, part, "apiConsumedBy"),
    ...targets(snapshot, part, "providesApi").flatMap((api) => targets(snapshot, api, "apiConsumedBy")),
  ]);
}

/** Everything that needs a thing, however far away; a circle is walked once. The thing itself is not among it. */
export function neededByFar(snapshot: Snapshot, ref: EntityRef): readonly EntityRef[] {
  const seen = new Set(neededBy(snapshot, ref));
  for (const next of seen) for (const further of neededBy(snapshot, next)) seen.add(further);
  seen.delete(ref);
  return [...seen];
}

/** What a step leads to from a thing and its parts, without those parts; in reference order. */
function outside(
  snapshot: Snapshot,
  ref: EntityRef,
  step: (part: EntityRef) => readonly EntityRef[],
): readonly EntityRef[] {
  const parts = new Set([ref]);
  for (const part of parts) for (const inner of targets(snapshot, part, "hasPart")) parts.add(inner);
  const found = new Set([...parts].flatMap(step));
  return [...found].filter((other) => !parts.has(other)).sort();
}
