import { type Credential, need, sees } from "../credential.ts";
import type { Hooks } from "../hook/hooks.ts";
import type { Limits } from "../limits.ts";
import { notFound, Refusal } from "../refusal.ts";
import { type Json, type Repository, repositoryBySlug, slugOf, type World } from "../world.ts";

/** What goes back; without a body nothing is in it. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request, taken apart. */
export interface Asked {
  readonly world: World;
  readonly limits: Limits;
  readonly hooks: Hooks;
  readonly credential: Credential;
  /** What stands in the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json;
  /** Below the API's address, without the query. */
  readonly path: string;
  /** How many entries of a tree are told at once. */
  readonly maxTreeEntries: number;
}

/** One operation; the path is written as GitHub's description has it. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly run: (asked: Asked) => Reply | Promise<Reply>;
}

/** Parameters that may hold slashes. */
const wide = new Set(["path", "basehead", "ref"]);

/** Whether a path is a route's, and what stands in it. */
export function paramsOf(route: Route, path: string): Readonly<Record<string, string>> | undefined {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const pattern = route.path.replace(/\/\{(\w+)\}/g, (_, name: string) => {
    if (name === "path") return "/?(.*)";
    return wide.has(name) ? "/(.+)" : "/([^/]+)";
  });
  const found = new RegExp(`^${pattern}$`).exec(path);
  return found ? Object.fromEntries(names.map((name, index) => [name, decoded(found[index + 1] ?? "")])) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal(400, "Bad Request");
  }
}

/** The repository that a path names. Throws a redirection for one that has moved. */
export function repositoryOf({ world, credential, params, path }: Asked): Repository {
  const slug = `${params["owner"]}/${params["repo"]}`;
  const found = repositoryBySlug(world, slug);
  if (found === undefined || !sees(world, credential, found)) throw notFound();
  if (slugOf(found).toLowerCase() === slug.toLowerCase()) return found;
  const rest = path.split("/").slice(4).join("/");
  const location = `${world.apiUrl}/repositories/${found.id}${rest && `/${rest}`}`;
  throw new Refusal(301, "Moved Permanently", { location });
}

/** The repository that a path names, where its contents may be read. */
export function readableRepository(asked: Asked, permission = "contents"): Repository {
  const found = repositoryOf(asked);
  if (asked.credential.type === "installation" || found.isPrivate) need(asked.credential, permission);
  return found;
}

/** One page of a list. https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
export function paged<T>(asked: Asked, items: readonly T[], bodyOf: (page: readonly T[]) => unknown): Reply {
  const { size, page } = pageOf(asked);
  const last = Math.max(1, Math.ceil(items.length / size));
  const links = [
    ...(page > 1 ? [link(asked, page - 1, "prev")] : []),
    ...(page < last ? [link(asked, page + 1, "next"), link(asked, last, "last")] : []),
    ...(page > 1 ? [link(asked, 1, "first")] : []),
  ];
  const headers: Record<string, string> = links.length > 0 ? { link: links.join(", ") } : {};
  return { status: 200, body: bodyOf(items.slice((page - 1) * size, page * size)), headers };
}

/** How many are wanted, 100 at most, and which page of them. */
export function pageOf({ query }: Pick<Asked, "query">, usual = 30): { readonly size: number; readonly page: number } {
  const size = Math.min(100, Number.parseInt(query.get("per_page") ?? "", 10) || usual);
  return { size, page: Math.max(1, Number.parseInt(query.get("page") ?? "", 10) || 1) };
}

function link({ world, path, query }: Asked, page: number, rel: string): string {
  const next = new URLSearchParams(query);
  next.set("page", String(page));
  return `<${world.apiUrl}${path}?${next}>; rel="${rel}"`;
}
