import { type Entity, specText } from "./entity.ts";
import type { EntityRef } from "./ref.ts";
import { type RelationType, type Snapshot, targets } from "./snapshot.ts";

/** One step from a thing to its owner. */
export interface OwnershipStep {
  readonly entity: EntityRef;
  readonly relation: RelationType;
}

/** Who owns a thing, and how that is known. */
export interface Ownership {
  /** A group or person that exists. */
  readonly owner?: Entity;
  /** From the thing to the owner: one step when the thing names it, more when it comes from what the thing is part of. */
  readonly chain: readonly OwnershipStep[];
  /** `unowned`: names nobody, nor does anything it is part of. `dangling`: names somebody who does not exist. */
  readonly problem?: "unowned" | "dangling";
  /** What the file names, when that is of no use. */
  readonly named?: string;
}

/**
 * The owner of a thing: the one that it names, else the one of what it is part of (subcomponent, system, domain).
 * An owner that is named and does not exist is never replaced by an inherited one: that would be a guess.
 */
export function ownershipOf(snapshot: Snapshot, entity: Entity): Ownership {
  if (entity.ref.startsWith("group:") || entity.ref.startsWith("user:")) return { owner: entity, chain: [] };
  const seen = new Set<EntityRef>([entity.ref]);
  let chain: readonly OwnershipStep[] = [];
  let at: Entity | undefined = entity;
  while (at !== undefined) {
    const ref: EntityRef | undefined = targets(snapshot, at.ref, "ownedBy")[0];
    const owner = ref === undefined ? undefined : snapshot.entities.get(ref);
    if (owner !== undefined) return { owner, chain: [...chain, { entity: owner.ref, relation: "ownedBy" }] };
    const named = specText(at, "owner");
    if (named !== undefined) return { chain, problem: at === entity ? "dangling" : "unowned", named };
    const whole: EntityRef | undefined = targets(snapshot, at.ref, "partOf").find((target) => !seen.has(target));
    if (whole === undefined) break;
    seen.add(whole);
    chain = [...chain, { entity: whole, relation: "partOf" }];
    at = snapshot.entities.get(whole);
  }
  return { chain, problem: "unowned" };
}

/** Somebody who may own a thing whose own word is of no use, and why one thinks so. Always to be called a guess. */
export interface OwnerGuess {
  readonly owner: Entity;
  readonly because: string;
}

/**
 * Whom CODEOWNERS names for where the thing lives, else the owner of what it is part of, else the team whose name is nearest
 * to the one that the file names.
 */
export function guessOwner(
  snapshot: Snapshot,
  entity: Entity,
  nearestTeam: (name: string) => EntityRef | undefined,
  codeOwner?: Entity,
): OwnerGuess | undefined {
  if (codeOwner !== undefined) return { owner: codeOwner, because: "CODEOWNERS" };
  for (const whole of targets(snapshot, entity.ref, "partOf")) {
    const part = snapshot.entities.get(whole);
    const owner = part === undefined ? undefined : ownershipOf(snapshot, part).owner;
    if (part !== undefined && owner !== undefined) return { owner, because: `owner of ${part.title ?? part.name}` };
  }
  const named = specText(entity, "owner");
  const nearest = named === undefined ? undefined : nearestTeam(named);
  const owner = nearest === undefined ? undefined : snapshot.entities.get(nearest);
  return owner === undefined ? undefined : { owner, because: "nearest name" };
}
