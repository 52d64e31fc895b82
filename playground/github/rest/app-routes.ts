import { randomBytes } from "node:crypto";
import { has, isSelected, keyOf } from "../credential.ts";
import { notFound, Refusal } from "../refusal.ts";
import {
  type App,
  type Installation,
  type Permissions,
  repositoriesOf,
  repositoryBySlug,
  type Token,
  type World,
} from "../world.ts";
import { appJson, installationJson } from "./app-json.ts";
import { repositoryJson, timeText } from "./repository-json.ts";
import { type Asked, paged, type Reply, type Route } from "./route.ts";

/** Apps and their installations. */
export const appRoutes: readonly Route[] = [
  { method: "GET", path: "/app", run: (asked) => ({ status: 200, body: appJson(asked.world, neededApp(asked)) }) },
  { method: "GET", path: "/app/installations", run: installations },
  { method: "GET", path: "/app/installations/{installation_id}", run: (asked) => found(asked, byId(asked)) },
  { method: "POST", path: "/app/installations/{installation_id}/access_tokens", run: createToken },
  { method: "GET", path: "/orgs/{org}/installation", run: (asked) => found(asked, byAccount(asked, "org")) },
  { method: "GET", path: "/users/{username}/installation", run: (asked) => found(asked, byAccount(asked, "username")) },
  { method: "GET", path: "/repos/{owner}/{repo}/installation", run: (asked) => found(asked, byRepository(asked)) },
  { method: "GET", path: "/installation/repositories", run: repositories },
  { method: "DELETE", path: "/installation/token", run: revokeToken },
  { method: "GET", path: "/rate_limit", run: rateLimit },
];

/** Throws Refusal for whoever is no App. */
export function neededApp({ credential }: Asked): App {
  if (credential.type !== "app") throw new Refusal(401, "A JSON web token could not be decoded");
  return credential.app;
}

function own(asked: Asked): readonly Installation[] {
  const app = neededApp(asked);
  return [...asked.world.installations.values()].filter((one) => one.app === app);
}

function byId(asked: Asked): Installation | undefined {
  return own(asked).find(({ id }) => id === Number(asked.params["installation_id"]));
}

function byAccount(asked: Asked, param: string): Installation | undefined {
  return own(asked).find(({ account }) => account.toLowerCase() === asked.params[param]?.toLowerCase());
}

function byRepository(asked: Asked): Installation | undefined {
  const repository = repositoryBySlug(asked.world, `${asked.params["owner"]}/${asked.params["repo"]}`);
  return own(asked).find(
    (installation) => repository && isSelected({ repositories: installation.repositories, installation }, repository),
  );
}

function found({ world }: Asked, installation: Installation | undefined): Reply {
  if (installation === undefined) throw notFound();
  return { status: 200, body: installationJson(world, installation) };
}

function installations(asked: Asked): Reply {
  return paged(asked, own(asked), (page) => page.map((one) => installationJson(asked.world, one)));
}

const tokenHours = 1;

/** https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app */
function createToken(asked: Asked): Reply {
  const { world, body } = asked;
  const installation = byId(asked);
  if (installation === undefined) throw notFound();
  if (installation.isSuspended) throw new Refusal(403, "This installation has been suspended");
  const permissions = (body["permissions"] ?? installation.permissions) as Permissions;
  const isTooMuch = Object.entries(permissions).some(([name, level]) => !has(installation.permissions, name, level));
  if (isTooMuch) throw new Refusal(422, "The permissions requested are not granted to this installation.");
  const selected = narrowed(world, installation, body);
  const key = `ghs_${randomBytes(18).toString("hex")}`;
  const expiresAt = new Date(world.now().getTime() + tokenHours * 3_600_000);
  const token: Token = { type: "installation", installation, permissions, repositories: selected, expiresAt };
  world.tokens.set(key, token);
  const selection = selected === "all" ? "all" : "selected";
  return {
    status: 201,
    body: { token: key, expires_at: timeText(expiresAt), permissions, repository_selection: selection },
  };
}

function narrowed(world: World, installation: Installation, body: Asked["body"]): "all" | ReadonlySet<number> {
  const { repositories: names, repository_ids: ids } = body as { repositories?: string[]; repository_ids?: number[] };
  if (names === undefined && ids === undefined) return installation.repositories;
  const mine = repositoriesOf(world, installation.account).filter((one) =>
    isSelected({ repositories: installation.repositories, installation }, one),
  );
  const wanted = mine.filter(({ id, name }) => names?.includes(name) || ids?.includes(id));
  if (wanted.length < (names?.length ?? 0) + (ids?.length ?? 0))
    throw new Refusal(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  return new Set(wanted.map(({ id }) => id));
}

function repositories(asked: Asked): Reply {
  const { world, credential } = asked;
  if (credential.type !== "installation")
    throw new Refusal(
      403,
      "You must authenticate with an installation access token in order to list repositories for an installation.",
    );
  const all = repositoriesOf(world, credential.installation.account).filter((one) => isSelected(credential, one));
  return paged(asked, all, (page) => ({
    total_count: all.length,
    repository_selection: credential.repositories === "all" ? "all" : "selected",
    repositories: page.map((one) => repositoryJson(world, one)),
  }));
}

function revokeToken({ world, credential }: Asked): Reply {
  if (credential.type !== "installation") throw new Refusal(401, "Bad credentials");
  world.tokens.delete(credential.key);
  return { status: 204 };
}

/** https://docs.github.com/rest/rate-limit/rate-limit */
function rateLimit({ limits, credential }: Asked): Reply {
  const of = (resource: "core" | "graphql") => {
    const { limit, used, resetAt } = limits.state(keyOf(credential), resource);
    return { limit, used, remaining: limit - used, reset: Math.ceil(resetAt.getTime() / 1000) };
  };
  const search = { limit: 30, used: 0, remaining: 30, reset: of("core").reset };
  return { status: 200, body: { resources: { core: of("core"), search, graphql: of("graphql") }, rate: of("core") } };
}
