import type { Entity } from "../../catalog/entity.ts";
import type { EntityRef } from "../../catalog/ref.ts";
import { profileEmail } from "../../catalog/team.ts";

/**
 * Which further definitions of users are of the same person as the definition that counts, be it by way of a third one.
 * Only what forges say of their people is looked at: a file speaks for itself.
 */
export function samePeople(entities: ReadonlyMap<EntityRef, Entity>, others: readonly Entity[]): ReadonlySet<Entity> {
  const byRef = new Map<EntityRef, Entity[]>();
  for (const person of others.filter(isForgeUser)) {
    const list = byRef.get(person.ref);
    if (list === undefined) byRef.set(person.ref, [person]);
    else list.push(person);
  }
  return new Set([...byRef].flatMap(([ref, definitions]) => sameAs(entities.get(ref), definitions)));
}

/** Whether two users are of different hosts, by what the hosts say themselves. */
export function isOnOtherHost(a: Entity, b: Entity | undefined): boolean {
  return b !== undefined && isForgeUser(a) && isForgeUser(b) && a.origin.host !== b.origin.host;
}

function sameAs(winner: Entity | undefined, definitions: readonly Entity[]): readonly Entity[] {
  if (winner === undefined) return [];
  const known = new Set([winner]);
  // A set's loop comes to what is added meanwhile.
  for (const one of known) {
    for (const other of definitions) if (isSamePerson(one, other)) known.add(other);
  }
  known.delete(winner);
  return [...known];
}

/** One login on a host is one account; on another host anybody may have it, so that the address has to be the same too. */
function isSamePerson(a: Entity, b: Entity): boolean {
  if (!isForgeUser(a) || !isForgeUser(b) || loginOf(a) !== loginOf(b)) return false;
  if (a.origin.host === b.origin.host) return true;
  const email = profileEmail(a);
  return email !== undefined && email === profileEmail(b);
}

function isForgeUser(entity: Entity): boolean {
  return entity.ref.startsWith("user:") && entity.origin.host !== undefined && loginOf(entity) !== undefined;
}

function loginOf({ annotations }: Entity): string | undefined {
  return annotations["github.com/user-login"]?.toLowerCase();
}
