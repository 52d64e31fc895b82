import type { Entity } from "../catalog/entity.ts";
import type { EntityRef } from "../catalog/ref.ts";
import type { Snapshot } from "../catalog/snapshot.ts";
import { profileEmail, teamsOf } from "../catalog/team.ts";

/**
 * The catalog User of an e-mail address that a platform vouches for. Undefined when none or several carry it:
 * rights are never given on a guess. Users come from trusted sources only.
 */
export function userByEmail(snapshot: Snapshot, email: string): Entity | undefined {
  const wanted = email.trim().toLowerCase();
  const matching = [...snapshot.entities.values()].filter(
    (entity) => entity.ref.startsWith("user:") && profileEmail(entity) === wanted,
  );
  return matching.length === 1 ? matching[0] : undefined;
}

/** Whether a person is one of `admins`: named, or a member of a named team or of a team under it. */
export function isAdmin(snapshot: Snapshot, user: EntityRef, admins: readonly EntityRef[]): boolean {
  const mine = new Set([user, ...teamsOf(snapshot, user)]);
  return admins.some((admin) => mine.has(admin));
}
