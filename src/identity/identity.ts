import { channelName, channelsOf } from "../catalog/channel.ts";
import type { Entity } from "../catalog/entity.ts";
import type { LiveCatalog } from "../catalog/live-catalog.ts";
import type { EntityRef } from "../catalog/ref.ts";
import { type Snapshot, targets } from "../catalog/snapshot.ts";
import { personClue, teamAndSubTeams, teamsOf } from "../catalog/team.ts";
import type { ChatUser } from "../chat/event.ts";

/** Who chat users are in the catalog, and who operates the bot. While nothing was loaded, everybody is a stranger. */
export interface Identity {
  /** The reference of the User whose object id, else whose address, the platform vouches for. */
  userOf(user: ChatUser): EntityRef | undefined;
  /** Whether a person is one of `admins`: named, or a member of a named team or of a team under it. */
  isAdmin(user: EntityRef | undefined): boolean;
  /** The people that `admins` are: named, or members of a named team or of a team under it. */
  admins(): readonly Entity[];
  /** The channel of the first of `admins` that has one, as people of a platform call it: where they are sent for help. */
  helpChannel(platform: string): string | undefined;
}

/** @param admins full references of groups and users */
export function createIdentity(
  catalog: Pick<LiveCatalog, "isLoaded" | "snapshot">,
  admins: readonly EntityRef[],
): Identity {
  let known: { snapshot: Snapshot; users: Users } | undefined;

  function usersOf(snapshot: Snapshot): Users {
    if (known?.snapshot !== snapshot) known = { snapshot, users: indexUsers(snapshot) };
    return known.users;
  }

  return {
    userOf({ email, directoryId }) {
      if (!catalog.isLoaded()) return undefined;
      const users = usersOf(catalog.snapshot());
      const id = directoryId?.trim().toLowerCase();
      if (id !== undefined && users.byDirectoryId.has(id)) return users.byDirectoryId.get(id)?.ref;
      const user = email === undefined ? undefined : users.byEmail.get(email.trim().toLowerCase());
      // An address may have been somebody else's before: whoever has another object id is somebody else.
      const own = user === undefined ? undefined : personClue(user).directoryId;
      return own === undefined || id === undefined || own === id ? user?.ref : undefined;
    },
    isAdmin(user) {
      if (user === undefined || !catalog.isLoaded()) return false;
      const mine = new Set([user, ...teamsOf(catalog.snapshot(), user)]);
      return admins.some((admin) => mine.has(admin));
    },
    admins() {
      if (!catalog.isLoaded()) return [];
      const snapshot = catalog.snapshot();
      const refs = new Set(
        admins.flatMap((admin) => (admin.startsWith("user:") ? [admin] : allMembers(snapshot, admin))),
      );
      return [...refs].flatMap((ref) => snapshot.entities.get(ref) ?? []);
    },
    helpChannel(platform) {
      if (!catalog.isLoaded()) return undefined;
      const { entities } = catalog.snapshot();
      const names = admins.map((admin) => channelName(channelsOf(entities.get(admin)), platform));
      return names.find((name) => name !== undefined)?.text;
    },
  };
}

function allMembers(snapshot: Snapshot, group: EntityRef): readonly EntityRef[] {
  return teamAndSubTeams(snapshot, group).flatMap((team) => targets(snapshot, team, "hasMember"));
}

interface Users {
  readonly byEmail: ReadonlyMap<string, Entity | undefined>;
  readonly byDirectoryId: ReadonlyMap<string, Entity | undefined>;
}

/** What several carry leads to nobody: rights are never given on a guess. Users come from trusted sources only. */
function indexUsers(snapshot: Snapshot): Users {
  const byEmail = new Map<string, Entity | undefined>();
  const byDirectoryId = new Map<string, Entity | undefined>();
  for (const entity of snapshot.entities.values()) {
    if (!entity.ref.startsWith("user:")) continue;
    const { email, directoryId } = personClue(entity);
    if (email !== undefined) byEmail.set(email, byEmail.has(email) ? undefined : entity);
    if (directoryId !== undefined) byDirectoryId.set(directoryId, byDirectoryId.has(directoryId) ? undefined : entity);
  }
  return { byEmail, byDirectoryId };
}
