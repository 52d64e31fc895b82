import { isSelected, roleIn, sees } from "../credential.ts";
import {
  type Account,
  nodeId,
  type Organisation,
  person,
  type Repository,
  repositoriesOf,
  repositoryBySlug,
  slugOf,
  type Team,
  teamsBelow,
  type User,
} from "../world.ts";
import { connection, type Range } from "./connection.ts";
import { objectAt, refNode } from "./git-nodes.ts";
import { needPermission, type Scope } from "./scope.ts";

/** A repository by name, for those who see it. */
export function repositoryNamed(scope: Scope, slug: string, follow = true): Repository | undefined {
  const found = repositoryBySlug(scope.world, slug);
  if (found === undefined || !sees(scope.world, scope.credential, found)) return undefined;
  return follow || slugOf(found).toLowerCase() === slug.toLowerCase() ? found : undefined;
}

/** A repository. */
export function repositoryNode(scope: Scope, repository: Repository): object {
  const { world, credential } = scope;
  const { id, name, owner, isArchived, isFork, isPrivate, git, defaultBranch, createdAt, pushedAt } = repository;
  const contents = <T>(read: () => T): T => {
    if (isPrivate) needPermission(scope, "contents");
    return read();
  };
  return {
    id: nodeId("R", id),
    databaseId: id,
    name,
    nameWithOwner: slugOf(repository),
    owner: () => accountNode(scope, world.accounts.get(owner.toLowerCase())),
    description: repository.description ?? null,
    url: `${world.webUrl}/${slugOf(repository)}`,
    ...{ isArchived, isFork, isPrivate, isDisabled: false, diskUsage: 1 },
    isEmpty: () => git.refs().size === 0,
    visibility: isPrivate ? "PRIVATE" : "PUBLIC",
    viewerPermission: () =>
      credential.type === "user" ? roleIn(world, credential.login, repository).toUpperCase() : null,
    createdAt: createdAt.toISOString(),
    pushedAt: pushedAt.toISOString(),
    updatedAt: pushedAt.toISOString(),
    defaultBranchRef: () => contents(() => refNode(scope, repository, defaultBranch)),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) =>
      contents(() => refNode(scope, repository, qualifiedName.replace(/^refs\/heads\//, ""))),
    object: (args: Parameters<typeof objectAt>[2]) => contents(() => objectAt(scope, repository, args)),
  };
}

/** Whoever owns repositories. */
export function accountNode(scope: Scope, account: Account | undefined): object | null {
  if (account === undefined) return null;
  return account.type === "Organization" ? organisationNode(scope, account) : userNode(scope, account);
}

/** Somebody. */
export function userNode(scope: Scope, user: User): object {
  const { id, login, name, email } = user;
  return {
    __typename: "User",
    ...ownerFields(scope, user),
    name: name ?? null,
    // Needs a scope of its own for persons; what is not public is an empty text.
    email: email ?? "",
    organizationVerifiedDomainEmails: () => [],
    id: nodeId("U", id),
    login,
  };
}

interface RepositoriesArgs extends Range {
  readonly isArchived?: boolean | null;
  readonly isFork?: boolean | null;
  readonly privacy?: "PRIVATE" | "PUBLIC" | null;
  readonly visibility?: string | null;
  readonly orderBy?: { readonly field: string; readonly direction: "ASC" | "DESC" } | null;
}

function ownerFields(scope: Scope, account: Account): object {
  const { world } = scope;
  const { id, login } = account;
  return {
    databaseId: id,
    url: `${world.webUrl}/${login}`,
    avatarUrl: `${world.webUrl}/avatars/u/${id}?v=4`,
    repositories: (args: RepositoriesArgs) => repositories(scope, login, args),
    repository: ({ name, followRenames }: { readonly name: string; readonly followRenames?: boolean }) => {
      const found = repositoryNamed(scope, `${login}/${name}`, followRenames);
      return found ? repositoryNode(scope, found) : null;
    },
  };
}

function repositories(scope: Scope, login: string, args: RepositoriesArgs): object {
  const { world, credential, fault } = scope;
  const wantsPrivate = args.privacy ?? args.visibility;
  const all = repositoriesOf(world, login)
    .filter((one) => (credential.type === "installation" ? isSelected(credential, one) : sees(world, credential, one)))
    .filter(({ isArchived }) => (args.isArchived ?? isArchived) === isArchived)
    .filter(({ isFork }) => (args.isFork ?? isFork) === isFork)
    .filter(({ isPrivate }) => !wantsPrivate || (wantsPrivate === "PRIVATE") === isPrivate);
  const listed = fault?.error === "empty listing" ? [] : ordered(all, args.orderBy);
  const half = fault?.error === "half listing" ? listed.slice(0, Math.floor(listed.length / 2)) : listed;
  return connection(half, args, (repository) => {
    if (fault?.error === "partial" && listed.indexOf(repository) % 2 === 1)
      throw new Error("Something went wrong while executing your query.");
    return repositoryNode(scope, repository);
  });
}

function ordered(all: readonly Repository[], by: RepositoriesArgs["orderBy"]): readonly Repository[] {
  if (!by) return all;
  const keyOf = (one: Repository): string => {
    if (by.field === "NAME") return one.name.toLowerCase();
    return (by.field === "CREATED_AT" ? one.createdAt : one.pushedAt).toISOString();
  };
  const sorted = all.toSorted((a, b) => (keyOf(a) === keyOf(b) ? a.id - b.id : keyOf(a) < keyOf(b) ? -1 : 1));
  return by.direction === "DESC" ? sorted.reverse() : sorted;
}

/** An organisation. */
export function organisationNode(scope: Scope, own: Organisation): object {
  const { id, login, name, teams, members } = own;
  const needMembers = (): void => needPermission(scope, "members");
  return {
    __typename: "Organization",
    ...ownerFields(scope, own),
    id: nodeId("O", id),
    login,
    name: name ?? null,
    team: ({ slug }: { readonly slug: string }) => {
      needMembers();
      const found = teams.get(slug);
      return found ? teamNode(scope, own, found) : null;
    },
    teams: (args: Range & { readonly rootTeamsOnly?: boolean }) => {
      needMembers();
      const all = [...teams.values()].filter(({ parent }) => !args.rootTeamsOnly || parent === undefined);
      return connection(all, args, (team) => teamNode(scope, own, team));
    },
    membersWithRole: (args: Range) => {
      needMembers();
      const edge = ([, role]: readonly [string, string]) => ({ role: role.toUpperCase() });
      return connection([...members], args, ([member]) => userNamed(scope, member), edge);
    },
  };
}

interface MembersArgs extends Range {
  readonly membership: "ALL" | "CHILD_TEAM" | "IMMEDIATE";
  readonly role?: "MAINTAINER" | "MEMBER" | null;
}

function teamNode(scope: Scope, own: Organisation, team: Team): object {
  const { id, slug, name, parent } = team;
  const above = parent === undefined ? undefined : own.teams.get(parent);
  return {
    id: nodeId("T", id),
    databaseId: id,
    slug,
    combinedSlug: `${own.login}/${slug}`,
    name,
    description: team.description ?? null,
    privacy: "VISIBLE",
    url: `${scope.world.webUrl}/orgs/${own.login}/teams/${slug}`,
    organization: () => organisationNode(scope, own),
    parentTeam: () => (above ? teamNode(scope, own, above) : null),
    childTeams: (args: Range & { readonly immediateOnly?: boolean }) => {
      const below = teamsBelow(own, slug).filter((one) => !args.immediateOnly || one.parent === slug);
      return connection(below, args, (one) => teamNode(scope, own, one));
    },
    members: (args: MembersArgs) => {
      const below = args.membership === "IMMEDIATE" ? [] : teamsBelow(own, slug);
      const all = [...(args.membership === "CHILD_TEAM" ? [] : [team]), ...below];
      // The nearest team says what somebody is.
      const people = new Map(all.toReversed().flatMap(({ members }) => [...members]));
      const wanted = [...people].filter(([, role]) => !args.role || role.toUpperCase() === args.role);
      const edge = ([, role]: readonly [string, string]) => ({ role: role.toUpperCase() });
      return connection(wanted, args, ([login]) => userNamed(scope, login), edge);
    },
  };
}

function userNamed(scope: Scope, login: string): object | null {
  const user = person(scope.world, login);
  return user ? userNode(scope, user) : null;
}
