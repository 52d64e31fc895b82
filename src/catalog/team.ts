import { displayName, type Entity, profileText, specList, specText } from "./entity.ts";
import type { EntityRef } from "./ref.ts";
import { type Snapshot, targets } from "./snapshot.ts";

/**
 * The people of a group: its own members, or those of its sub-teams when it has none of its own.
 * First those that the group itself lists, in its order, then by name.
 */
export function peopleOf(snapshot: Snapshot, group: EntityRef): readonly Entity[] {
  const direct = membersOf(snapshot, [group]);
  if (direct.length === 0) return membersOf(snapshot, teamAndSubTeams(snapshot, group));
  const entity = snapshot.entities.get(group);
  const listed = (entity === undefined ? [] : specList(entity, "members")).map((name) => name.toLowerCase());
  const place = (person: Entity) => {
    const index = listed.findIndex(
      (name) => person.ref === name || person.ref.endsWith(`/${name}`) || person.ref === `user:${name}`,
    );
    return index === -1 ? listed.length : index;
  };
  if (listed.length === 0) return direct;
  const placed = direct.map((person) => ({ person, at: place(person) }));
  return placed.sort((a, b) => a.at - b.at).map(({ person }) => person);
}

function membersOf(snapshot: Snapshot, groups: readonly EntityRef[]): readonly Entity[] {
  const refs = new Set(groups.flatMap((group) => targets(snapshot, group, "hasMember")));
  const people = [...refs].flatMap((ref) => {
    const person = snapshot.entities.get(ref);
    return person === undefined ? [] : [{ person, name: displayName(person) }];
  });
  return people.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ person }) => person);
}

/** The e-mail address in a User's or Group's profile, lower case. */
export function profileEmail(entity: Entity): string | undefined {
  const email = profileText(entity, "email");
  return email?.includes("@") ? email.toLowerCase() : undefined;
}

/** By what somebody of the catalog is known in chat: their address, and their object id in the organisation's directory. */
export function personClue(entity: Entity): { readonly email?: string; readonly directoryId?: string } {
  const email = profileEmail(entity);
  const directoryId = entity.annotations["graph.microsoft.com/user-id"]?.trim().toLowerCase();
  return { ...(email !== undefined && { email }), ...(directoryId && { directoryId }) };
}

/** A group and all groups under it, itself first; a circle in the tree is walked once. */
export function teamAndSubTeams(snapshot: Snapshot, group: EntityRef): readonly EntityRef[] {
  const seen = new Set([group]);
  for (const ref of seen) for (const child of targets(snapshot, ref, "parentOf")) seen.add(child);
  return [...seen];
}

/** The groups that a person is a member of, directly and through their parents. */
export function teamsOf(snapshot: Snapshot, user: EntityRef): readonly EntityRef[] {
  const seen = new Set(targets(snapshot, user, "memberOf"));
  for (const ref of seen) for (const parent of targets(snapshot, ref, "childOf")) seen.add(parent);
  return [...seen];
}

/** Everything that a team (with its sub-teams) or a person (with their teams and those under them) owns, in name order. */
export function ownedBy(snapshot: Snapshot, owner: EntityRef): readonly Entity[] {
  const teams = owner.startsWith("user:") ? targets(snapshot, owner, "memberOf") : [owner];
  const owners = new Set([owner, ...teams.flatMap((team) => teamAndSubTeams(snapshot, team))]);
  const refs = new Set([...owners].flatMap((ref) => targets(snapshot, ref, "ownerOf")));
  const owned = [...refs].flatMap((ref) => snapshot.entities.get(ref) ?? []);
  return owned.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.ref < b.ref ? -1 : 1));
}

/** The kind of a thing as people say it: `service`, `library`, `API`, `system`, `team`. */
export function kindWord(entity: Entity): string {
  const kind = entity.kind.toLowerCase();
  const type = specText(entity, "type")?.toLowerCase();
  if (kind === "component") return type ?? "component";
  if (kind === "api") return "API";
  if (kind === "resource") return type ?? "resource";
  if (kind === "group") return type ?? "team";
  if (kind === "user") return "person";
  return kind;
}
