import { BotError } from "../errors.ts";
import type { HttpRoute } from "../http-route.ts";
import type { Refusal } from "./refuse.ts";

/** The route of a request, or why there is none. `path` is of a bounded number: a route's, or `other`. */
export type Found =
  | { readonly path: string; readonly route: HttpRoute; readonly refusal?: undefined }
  | { readonly path: string; readonly refusal: Refusal };

/** Finds routes by method and exact path, in the same time however many there are. */
export interface RouteTable {
  /** `target` is the request's, such as `/readyz?verbose`; what follows a question mark is left out. */
  find(method: string, target: string): Found;
}

const unknown: Found = { path: "other", refusal: { status: 404, text: "There is nothing here." } };

/** @throws BotError `conflict` when two routes have one method and path */
export function createRouteTable(routes: readonly HttpRoute[]): RouteTable {
  const byPath = new Map<string, Map<string, HttpRoute>>();
  for (const route of routes) {
    const methods = byPath.get(route.path) ?? new Map<string, HttpRoute>();
    if (methods.has(route.method)) {
      throw new BotError("conflict", `Two parts of Callboard answer ${route.method} ${route.path}. Leave one out.`);
    }
    byPath.set(route.path, methods.set(route.method, route));
  }

  return {
    find(method, target) {
      const end = target.indexOf("?");
      const path = end < 0 ? target : target.slice(0, end);
      const methods = byPath.get(path);
      if (!methods) return unknown;
      const route = methods.get(method === "HEAD" ? "GET" : method);
      if (route) return { path, route };
      const allow = [...methods.keys()].flatMap((name) => (name === "GET" ? ["GET", "HEAD"] : [name])).join(", ");
      return { path, refusal: { status: 405, text: `This takes ${allow}.`, headers: { allow } } };
    },
  };
}
