import type { CodeOwner } from "./code-owners/code-owner.ts";
import type { Entity } from "./entity.ts";
import type { Snapshot } from "./snapshot.ts";
import { profileEmail } from "./team.ts";

/** Who of the catalog somebody on a forge is. What several claim to be is nobody: nothing is told on a guess. */
export interface ForgePeople {
  /** The Group with that `github.com/team-slug`. @param repositoryOwner the organisation whose teams need not name it */
  team(host: string, org: string, slug: string, repositoryOwner?: string): Entity | undefined;
  /** The User with that `github.com/user-login`. */
  user(host: string, login: string): Entity | undefined;
  /** The User whose profile has that address. */
  byEmail(email: string): Entity | undefined;
}

interface Claim {
  readonly entity: Entity;
  /** What its file is on, or whose people it is read from; a file on no forge speaks for any. */
  readonly host: string | undefined;
}

/** Reads the whole catalog once; keep it for as long as the snapshot. */
export function createForgePeople({ entities }: Snapshot): ForgePeople {
  const teams = new Map<string, Claim[]>();
  const logins = new Map<string, Claim[]>();
  const emails = new Map<string, Claim[]>();
  for (const entity of entities.values()) {
    if (entity.ref.startsWith("group:")) claim(teams, entity.annotations["github.com/team-slug"], entity);
    if (!entity.ref.startsWith("user:")) continue;
    claim(logins, entity.annotations["github.com/user-login"], entity);
    claim(emails, profileEmail(entity), entity);
  }
  return {
    team(host, org, slug, repositoryOwner) {
      const isOfOwner = repositoryOwner?.toLowerCase() === org.toLowerCase();
      return only([...at(teams, `${org}/${slug}`, host), ...(isOfOwner ? at(teams, slug, host) : [])]);
    },
    user: (host, login) => only(at(logins, login, host)),
    byEmail: (email) => only(at(emails, email)),
  };
}

/** Who of the catalog a rule of a repository names. */
export function catalogOwner(
  people: ForgePeople,
  { host, slug }: { readonly host: string; readonly slug: string },
  owner: CodeOwner,
): Entity | undefined {
  switch (owner.type) {
    case "team":
      return people.team(host, owner.org, owner.slug, slug.split("/")[0]);
    case "user":
      return people.user(host, owner.login);
    case "email":
      return people.byEmail(owner.email);
  }
}

function claim(claims: Map<string, Claim[]>, written: string | undefined, entity: Entity): void {
  const key = written?.trim().replace(/^@/, "").toLowerCase();
  if (!key) return;
  const { host, repository } = entity.origin;
  const made = { entity, host: host ?? repository?.split("/")[0] };
  const others = claims.get(key);
  if (others === undefined) claims.set(key, [made]);
  else others.push(made);
}

function at(claims: ReadonlyMap<string, readonly Claim[]>, key: string, host?: string): readonly Entity[] {
  const made = claims.get(key.toLowerCase()) ?? [];
  return made
    .filter((one) => host === undefined || one.host === undefined || one.host === host.toLowerCase())
    .map(({ entity }) => entity);
}

function only(entities: readonly Entity[]): Entity | undefined {
  const [first, ...others] = new Set(entities);
  return others.length === 0 ? first : undefined;
}
