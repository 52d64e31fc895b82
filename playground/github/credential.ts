import { importSPKI, jwtVerify } from "jose";
import { notAccessible, notFound, Refusal } from "./refusal.ts";
import {
  type App,
  type Installation,
  organisation,
  type Permissions,
  type Repository,
  type Role,
  roles,
  type Token,
  teamsBelow,
  type World,
} from "./world.ts";

/** Who asks. */
export type Credential =
  | { readonly type: "none" }
  | { readonly type: "app"; readonly app: App }
  | ({ readonly key: string } & Token);

/** What `authorization` says: a token, or the JWT of an App. Throws Refusal 401. */
export async function credentialOf(world: World, header: string | undefined): Promise<Credential> {
  if (header === undefined) return { type: "none" };
  const [, scheme = "", value = ""] = /^(\w+) (.+)$/.exec(header) ?? [];
  if (scheme.toLowerCase() === "basic") return tokenOf(world, passwordOf(value));
  if (/^eyJ/.test(value)) return { type: "app", app: await appOf(world, value) };
  return tokenOf(world, value);
}

function passwordOf(encoded: string): string {
  const [name = "", ...rest] = Buffer.from(encoded, "base64").toString().split(":");
  return rest.join(":") || name;
}

function tokenOf(world: World, key: string): Credential {
  const token = world.tokens.get(key);
  const isOver = token?.type === "installation" && token.expiresAt <= world.now();
  if (token === undefined || isOver) throw new Refusal(401, "Bad credentials");
  if (token.type === "installation" && token.installation.isSuspended)
    throw new Refusal(403, "This installation has been suspended");
  return { key, ...token };
}

/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
async function appOf(world: World, jwt: string): Promise<App> {
  for (const app of world.apps.values()) {
    const key = await importSPKI(app.publicKey, "RS256");
    const options = { algorithms: ["RS256"], currentDate: world.now() };
    const read = await jwtVerify(jwt, key, options).catch((error: unknown) => error);
    if (!(read instanceof Error)) return claimed(app, (read as { payload: Record<string, unknown> }).payload, world);
    if ("code" in read && read.code === "ERR_JWT_EXPIRED")
      throw new Refusal(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
  }
  throw new Refusal(401, "A JSON web token could not be decoded");
}

function claimed(app: App, { iss, iat, exp }: Record<string, unknown>, world: World): App {
  const seconds = world.now().getTime() / 1000;
  if (String(iss) !== String(app.id) && iss !== app.clientId) throw new Refusal(404, "Integration not found");
  if (typeof iat !== "number" || iat > seconds + 5)
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  if (typeof exp !== "number" || exp > seconds + 605)
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  return app;
}

/** Who somebody is to a repository: the most that anything gives them. */
export function roleIn(world: World, login: string, { owner, isPrivate, collaborators, teams }: Repository): Role {
  const is = (other: string) => other.toLowerCase() === login.toLowerCase();
  if (is(owner)) return "admin";
  const own = organisation(world, owner);
  const membership = [...(own?.members ?? [])].find(([member]) => is(member))?.[1];
  const given: Role[] = [isPrivate ? "none" : "read"];
  if (membership) given.push(membership === "admin" ? "admin" : "read");
  for (const [member, role] of collaborators) if (is(member)) given.push(role);
  for (const [slug, role] of teams) {
    // Who is in a team below is in the one above.
    const all = own ? [own.teams.get(slug), ...teamsBelow(own, slug)] : [];
    if (all.some((team) => [...(team?.members.keys() ?? [])].some(is))) given.push(role);
  }
  return given.reduce((most, role) => (roles.indexOf(role) > roles.indexOf(most) ? role : most));
}

/** Whether somebody sees a repository at all. */
export function sees(world: World, credential: Credential, repository: Repository): boolean {
  if (credential.type === "none" || credential.type === "app") return !repository.isPrivate;
  if (credential.type === "user") {
    if (!repository.isPrivate) return true;
    return credential.scopes.includes("repo") && roleIn(world, credential.login, repository) !== "none";
  }
  if (!repository.isPrivate) return true;
  return isSelected(credential, repository);
}

/** Whether an installation was given a repository. */
export function isSelected(
  {
    repositories,
    installation,
  }: { readonly repositories: "all" | ReadonlySet<number>; readonly installation: Installation },
  { id, owner }: Repository,
): boolean {
  if (owner.toLowerCase() !== installation.account.toLowerCase()) return false;
  return repositories === "all" || repositories.has(id);
}

/** Throws Refusal unless an installation has a permission, or a person the scope that stands for it. */
export function need(credential: Credential, permission: string, level: "read" | "write" = "read"): void {
  if (credential.type === "none") throw new Refusal(401, "Requires authentication");
  if (credential.type === "app") throw notFound();
  if (credential.type === "installation" && !has(credential.permissions, permission, level)) throw notAccessible();
}

/** Whether a permission is among them; every installation may read metadata. */
export function has(permissions: Permissions, permission: string, level: "read" | "write" = "read"): boolean {
  const given = permissions[permission];
  return given === "write" || given === level || (permission === "metadata" && level === "read");
}

/** By whom limits are counted: a person, an installation, or everybody without. */
export function keyOf(credential: Credential): string {
  if (credential.type === "user") return `user ${credential.login}`;
  if (credential.type === "installation") return `installation ${credential.installation.id}`;
  return credential.type === "app" ? `app ${credential.app.id}` : "";
}
