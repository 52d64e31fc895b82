import type { Entity } from "../catalog/entity.ts";
import type { LiveCatalog } from "../catalog/live-catalog.ts";
import type { EntityRef } from "../catalog/ref.ts";
import type { Snapshot } from "../catalog/snapshot.ts";
import { channelsOf, profileEmail, teamsOf } from "../catalog/team.ts";
import type { ChatUser } from "../chat/event.ts";

/** Who chat users are in the catalog, and who operates the bot. While nothing was loaded, everybody is a stranger. */
export interface Identity {
  /** The reference of the User whose e-mail address the platform vouches for. */
  userOf(user: ChatUser): EntityRef | undefined;
  /** Whether a person is one of `admins`: named, or a member of a named team or of a team under it. */
  isAdmin(user: EntityRef | undefined): boolean;
  /** The channel of the first of `admins` that has one: where people are sent for help. */
  helpChannel(): string | undefined;
}

/** @param admins full references of groups and users */
export function createIdentity(
  catalog: Pick<LiveCatalog, "isLoaded" | "snapshot">,
  admins: readonly EntityRef[],
): Identity {
  let known: { snapshot: Snapshot; byEmail: ReadonlyMap<string, Entity | undefined> } | undefined;

  function usersByEmail(snapshot: Snapshot): ReadonlyMap<string, Entity | undefined> {
    if (known?.snapshot !== snapshot) known = { snapshot, byEmail: indexByEmail(snapshot) };
    return known.byEmail;
  }

  return {
    userOf({ email }) {
      if (email === undefined || !catalog.isLoaded()) return undefined;
      return usersByEmail(catalog.snapshot()).get(email.trim().toLowerCase())?.ref;
    },
    isAdmin(user) {
      if (user === undefined || !catalog.isLoaded()) return false;
      const mine = new Set([user, ...teamsOf(catalog.snapshot(), user)]);
      return admins.some((admin) => mine.has(admin));
    },
    helpChannel() {
      if (!catalog.isLoaded()) return undefined;
      const { entities } = catalog.snapshot();
      return admins.map((admin) => channelsOf(entities.get(admin)).slack).find((channel) => channel !== undefined);
    },
  };
}

/** An address that several carry leads to nobody: rights are never given on a guess. Users come from trusted sources only. */
function indexByEmail(snapshot: Snapshot): ReadonlyMap<string, Entity | undefined> {
  const byEmail = new Map<string, Entity | undefined>();
  for (const entity of snapshot.entities.values()) {
    const email = entity.ref.startsWith("user:") ? profileEmail(entity) : undefined;
    if (email !== undefined) byEmail.set(email, byEmail.has(email) ? undefined : entity);
  }
  return byEmail;
}
