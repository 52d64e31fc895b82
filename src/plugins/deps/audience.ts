import { displayName, type Entity } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { EntityRef } from "../../catalog/ref.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import { oneLine } from "../../chat/text.ts";

/** A team to tell, and the things of theirs that would notice. */
export interface Audience {
  readonly owner: Entity | undefined;
  readonly things: readonly EntityRef[];
}

/** Who to tell, teams with most to lose first; the thing's own team and things without an owner last. */
export function audiencesOf(
  snapshot: Snapshot,
  things: readonly EntityRef[],
  own: Entity | undefined,
): readonly Audience[] {
  const byOwner = new Map<EntityRef | undefined, EntityRef[]>();
  for (const ref of things) {
    const entity = snapshot.entities.get(ref);
    const owner = entity && ownershipOf(snapshot, entity).owner?.ref;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), ref]);
  }
  return [...byOwner]
    .map(([ref, list]) => ({ owner: ref === undefined ? undefined : snapshot.entities.get(ref), things: list }))
    .sort(
      (a, b) =>
        rank(a, own) - rank(b, own) ||
        b.things.length - a.things.length ||
        ((a.owner?.ref ?? "") < (b.owner?.ref ?? "") ? -1 : 1),
    );
}

function rank({ owner }: Audience, own: Entity | undefined): number {
  return owner === undefined ? 2 : owner === own ? 1 : 0;
}

/** What people call these things. */
export function names(snapshot: Snapshot, refs: readonly EntityRef[]): readonly string[] {
  return refs.map((ref) => {
    const entity = snapshot.entities.get(ref);
    return oneLine(entity === undefined ? ref.slice(ref.indexOf("/") + 1) : displayName(entity), 40);
  });
}
