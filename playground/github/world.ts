import { createSignal, type Signal } from "../wire/signal.ts";
import type { BareRepository } from "./git/bare-repository.ts";

/** A JSON object as it travels. */
export type Json = Record<string, unknown>;

/** From least to most. */
export const roles = ["none", "read", "triage", "write", "maintain", "admin"] as const;
/** What somebody may do in a repository. */
export type Role = (typeof roles)[number];

/** Somebody with an account. */
export interface User {
  readonly type: "User" | "Bot";
  readonly id: number;
  readonly login: string;
  readonly name?: string;
  /** That everybody may see; most people show none. */
  readonly email?: string;
  readonly createdAt: Date;
}

/** A team; of its own members, without those of teams below. */
export interface Team {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description?: string;
  /** Slug of the team above. */
  readonly parent?: string;
  /** By login. */
  readonly members: Map<string, "member" | "maintainer">;
}

/** An organisation. */
export interface Organisation {
  readonly type: "Organization";
  readonly id: number;
  readonly login: string;
  readonly name?: string;
  /** By login. */
  readonly members: Map<string, "member" | "admin">;
  /** By slug. */
  readonly teams: Map<string, Team>;
  readonly createdAt: Date;
}

/** Whoever can own repositories. */
export type Account = User | Organisation;

/** A pull request. */
export interface PullRequest {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly branch: string;
  readonly base: string;
  /** The head of its branch, also when that is gone. */
  head: string;
  state: "open" | "closed";
  mergedBy?: string;
  mergedAt?: Date;
  mergeCommit?: string;
  readonly createdAt: Date;
}

/** What a check says of lines. */
export interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title?: string;
  readonly message: string;
}

/** A check of a commit. */
export interface CheckRun {
  readonly id: number;
  readonly commit: string;
  readonly annotations: readonly Annotation[];
}

/** A repository. */
export interface Repository {
  readonly id: number;
  /** Login. */
  owner: string;
  name: string;
  description?: string;
  isPrivate: boolean;
  isArchived: boolean;
  readonly isFork: boolean;
  defaultBranch: string;
  /** Of people, by login. */
  readonly collaborators: Map<string, Role>;
  /** Of teams, by slug. */
  readonly teams: Map<string, Role>;
  readonly git: BareRepository;
  readonly pulls: PullRequest[];
  readonly checkRuns: CheckRun[];
  readonly createdAt: Date;
  pushedAt: Date;
}

/** Permissions as Apps have them: `{ contents: "read", metadata: "read" }`. */
export type Permissions = Readonly<Record<string, "read" | "write">>;

/** An App. */
export interface App {
  readonly id: number;
  readonly clientId: string;
  readonly slug: string;
  readonly name: string;
  readonly owner: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly publicKey: string;
  readonly createdAt: Date;
}

/** An App in an organisation or with a person. */
export interface Installation {
  readonly id: number;
  readonly app: App;
  /** Login. */
  readonly account: string;
  permissions: Permissions;
  /** Ids. */
  repositories: "all" | Set<number>;
  isSuspended: boolean;
  readonly createdAt: Date;
}

/** What a token opens. */
export type Token =
  | {
      readonly type: "user";
      readonly login: string;
      readonly scopes: readonly string[];
      readonly isFineGrained: boolean;
    }
  | {
      readonly type: "installation";
      readonly installation: Installation;
      readonly permissions: Permissions;
      readonly repositories: "all" | ReadonlySet<number>;
      readonly expiresAt: Date;
    };

/** Everything that the simulated GitHub knows. Logins and slugs are keys in lower case. */
export interface World {
  /** `http://127.0.0.1:<port>` */
  readonly webUrl: string;
  readonly apiUrl: string;
  /** Where repositories are. */
  readonly folder: string;
  readonly accounts: Map<string, Account>;
  readonly repositories: Map<number, Repository>;
  /** Old full names, in lower case, of what is elsewhere now. */
  readonly moved: Map<string, number>;
  readonly apps: Map<number, App>;
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<string, Token>;
  readonly changes: Signal;
  readonly now: () => Date;
  readonly newId: () => number;
}

/** An empty one. */
export function createWorld(parts: Pick<World, "webUrl" | "folder" | "now">): World {
  let lastId = 1000;
  return {
    ...parts,
    apiUrl: `${parts.webUrl}/api/v3`,
    accounts: new Map(),
    repositories: new Map(),
    moved: new Map(),
    apps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    changes: createSignal(),
    newId: () => {
      lastId += 1;
      return lastId;
    },
  };
}

/** `acme/payments` */
export function slugOf({ owner, name }: Pick<Repository, "owner" | "name">): string {
  return `${owner}/${name}`;
}

/** By its name now, or one that it had; upper and lower case are the same. */
export function repositoryBySlug(world: World, slug: string): Repository | undefined {
  const wanted = slug.toLowerCase();
  for (const repository of world.repositories.values())
    if (slugOf(repository).toLowerCase() === wanted) return repository;
  return world.repositories.get(world.moved.get(wanted) ?? -1);
}

/** In the order in which they were made. */
export function repositoriesOf(world: World, owner: string): readonly Repository[] {
  const wanted = owner.toLowerCase();
  return [...world.repositories.values()].filter((repository) => repository.owner.toLowerCase() === wanted);
}

/** Undefined for a person too. */
export function organisation(world: World, login: string): Organisation | undefined {
  const account = world.accounts.get(login.toLowerCase());
  return account?.type === "Organization" ? account : undefined;
}

/** Undefined for an organisation too. */
export function person(world: World, login: string): User | undefined {
  const account = world.accounts.get(login.toLowerCase());
  return account?.type === "Organization" ? undefined : account;
}

/** Teams below a team, theirs too. */
export function teamsBelow({ teams }: Pick<Organisation, "teams">, slug: string): readonly Team[] {
  return [...teams.values()]
    .filter(({ parent }) => parent === slug)
    .flatMap((team) => [team, ...teamsBelow({ teams }, team.slug)]);
}

/** What commits are signed with: the public address, else the one that everybody has. */
export function commitEmail({ id, login, email }: User): string {
  return email ?? `${id}+${login}@users.noreply.github.com`;
}

/** Whose address that of a commit is. */
export function userByEmail(world: World, email: string): User | undefined {
  for (const account of world.accounts.values())
    if (account.type !== "Organization" && commitEmail(account).toLowerCase() === email.toLowerCase()) return account;
  return undefined;
}

/** The id that GraphQL and webhooks give. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString("base64url")}`;
}
