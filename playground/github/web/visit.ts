import type { Activity } from "../activity.ts";
import { roleIn } from "../credential.ts";
import type { Commit } from "../git/object.ts";
import type { Hooks } from "../hook/hooks.ts";
import { Refusal } from "../refusal.ts";
import type { Repository, User, World } from "../world.ts";
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
  const role = roleIn(parts.world, viewer.login, repository);
  if (levels[level].some((one) => one === role)) return undefined;
  const needed = level === "admin" ? "Only its admins may do that" : "Only who may write may do that";
  return `${needed}, and ${nameOf(viewer)} may not. Somebody else can be chosen at the top of the page.`;
}

/** What somebody is called. */
export function nameOf({ name, login }: User): string {
  return name ?? login;
}
