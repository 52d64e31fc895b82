import { appRoutes } from "./app-routes.ts";
import { gitRoutes } from "./git-routes.ts";
import { hookRoutes } from "./hook-routes.ts";
import { organisationRoutes } from "./organisation-routes.ts";
import { pullRoutes } from "./pull-routes.ts";
import { repositoryRoutes } from "./repository-routes.ts";
import { paramsOf, type Route } from "./route.ts";

/** Every operation that the simulated GitHub has. */
export const routes: readonly Route[] = [
  ...repositoryRoutes,
  ...appRoutes,
  ...organisationRoutes,
  ...hookRoutes,
  // Before those whose last part may hold slashes.
  ...pullRoutes,
  ...gitRoutes,
];

/** The operation that is asked for, and what stands in its path. */
export function findRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const route of routes) {
    const params = route.method === method ? paramsOf(route, path) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}
