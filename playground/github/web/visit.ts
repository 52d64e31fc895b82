import type { Activity } from "../activity.ts";
import { roleIn } from "../credential.ts";
import type { Commit } from "../git/object.ts";
import type { Hooks } from "../hook/hooks.ts";
import { Refusal } from "../refusal.ts";
import { type Repository, slugOf, type User, type World } from "../world.ts";
import type { Html } from "./html.ts";

/** What the pages are made of. */
export interface WebParts {
  readonly world: World;
  readonly acts: Pick<Activity, "commit" | "rename" | "archive" | "deleteRepository">;
  readonly hooks: Pick<Hooks, "deliveries" | "redeliver" | "settled">;
  /** Login of who is at the pages until they say otherwise; the first of all unless told. */
  readonly viewer?: string | undefined;
  /** Where the page of the other platforms is; undefined where there is none. */
  playgroundUrl: string | undefined;
}

/** A request for a page. */
export interface Visit {
  readonly parts: WebParts;
  readonly viewer: User;
  /** With which it began: `/acme/shop?committed=…` */
  readonly address: URL;
  /** What was sent; undefined for who only looks. */
  readonly form: URLSearchParams | undefined;
}

/** What a visit leads to: a page, or another address. */
export type Answer =
  | { readonly status?: number; readonly title: string; readonly body: Html }
  | { readonly to: string; readonly headers?: Readonly<Record<string, string>> };

/** A state of a repository, and what is looked at in it. */
export interface Place {
  readonly repository: Repository;
  /** A branch's name, or a commit's id. */
  readonly ref: string;
  readonly isBranch: boolean;
  /** Undefined while nothing was committed. */
  readonly commit: Commit | undefined;
  /** "" is the root. */
  readonly path: string;
}

/** What `main/src/app.ts` names in a repository; nothing is its default branch. Throws Refusal 404. */
export function placeIn(repository: Repository, parts: readonly string[]): Place {
  const { git, defaultBranch } = repository;
  const branches = git.refs();
  const wanted = parts.length === 0 ? [defaultBranch] : parts;
  // Branches have slashes in their names too.
  for (let count = wanted.length; count > 0; count -= 1) {
    const ref = wanted.slice(0, count).join("/");
    const head = branches.get(`refs/heads/${ref}`);
    const commit = git.commit(head ?? ref);
    const isBranch = head !== undefined || (branches.size === 0 && ref === defaultBranch);
    if (commit || isBranch) return { repository, ref, isBranch, commit, path: wanted.slice(count).join("/") };
  }
  throw new Refusal(404, `There is no branch or commit “${wanted.join("/")}” here.`);
}

/** `/acme/shop/blob/main/src/app.ts` */
export function hrefOf({ owner, name }: Repository, ...rest: readonly string[]): string {
  const parts = [owner, name, ...rest].flatMap((part) => part.split("/")).filter((part) => part !== "");
  return `/${parts.map(encodeURIComponent).join("/")}`;
}

const levels = { write: ["write", "maintain", "admin"], admin: ["admin"] } as const;

/** Why somebody may not change a repository; undefined where they may. */
export function hindrance(
  { parts, viewer }: Visit,
  repository: Repository,
  level: keyof typeof levels = "write",
): string | undefined {
  if (repository.isArchived && level === "write") return "This repository is archived, so it is read-only.";
  if (mayIn(parts.world, viewer.login, repository, level)) return undefined;
  const others = peopleOf(parts.world).filter(({ login }) => mayIn(parts.world, login, repository, level));
  const who = others.slice(0, 3).map(nameOf).join(", ");
  const may = others.length === 0 ? "nobody may" : `${who}${others.length > 3 ? " and others" : ""} may`;
  return `${nameOf(viewer)} may not do that in ${slugOf(repository)}; ${may}. Who you are is chosen at the top of the page.`;
}

function mayIn(world: World, login: string, repository: Repository, level: keyof typeof levels): boolean {
  const role = roleIn(world, login, repository);
  return levels[level].some((one) => one === role);
}

/** Everybody who can be at the pages, by name. */
export function peopleOf({ accounts }: World): readonly User[] {
  const all = [...accounts.values()].filter((one): one is User => one.type === "User");
  return all.sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

/** What somebody is called. */
export function nameOf({ name, login }: User): string {
  return name ?? login;
}
