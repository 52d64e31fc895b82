import type { IncomingMessage, ServerResponse } from "node:http";
import { type Credential, credentialOf, has, roleIn, sees } from "./credential.ts";
import type { HubEvent } from "./event.ts";
import { type BackendRequest, serveGit } from "./git/http-backend.ts";
import { Refusal } from "./refusal.ts";
import { type Repository, repositoryBySlug, slugOf, type World } from "./world.ts";

/** What of git is asked, of which repository. */
export interface GitAddress {
  readonly slug: string;
  readonly service: string;
}

/** Undefined for what is none of git's addresses. */
export function gitAddress({ pathname }: URL): GitAddress | undefined {
  const [, slug, service] =
    /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(pathname) ?? [];
  return slug && service ? { slug, service } : undefined;
}

/** Lets git serve a repository, and tells what was pushed; returns the status. */
export async function gitDoor(
  world: World,
  tell: (event: HubEvent) => void,
  { slug, service, cutAfterBytes }: GitAddress & Pick<BackendRequest, "cutAfterBytes">,
  request: IncomingMessage,
  response: ServerResponse,
  { search, searchParams }: URL,
): Promise<number> {
  const isPush = service === "git-receive-pack" || searchParams.get("service") === "git-receive-pack";
  const credential = await credentialOf(world, request.headers.authorization);
  const repository = openedRepository(world, credential, slug, isPush);
  if (slugOf(repository).toLowerCase() !== slug.toLowerCase()) {
    const location = `${world.webUrl}/${slugOf(repository)}.git/${service}${search}`;
    throw new Refusal(301, "Moved Permanently", { location });
  }
  const login = loginOf(credential);
  const before = repository.git.refs();
  const asked = { folder: repository.git.folder, service, query: search.slice(1), login, cutAfterBytes };
  return serveGit(asked, request, response, () => {
    if (service === "git-receive-pack") tellPushes(world, tell, repository, before, login ?? "ghost");
  });
}

/** https://docs.github.com/get-started/git-basics/about-remote-repositories */
function openedRepository(world: World, credential: Credential, slug: string, isPush: boolean): Repository {
  const found = repositoryBySlug(world, slug);
  const isOpen = found !== undefined && sees(world, credential, found) && mayRead(credential, found);
  // Whether it is there is told to nobody who does not say who they are.
  if (credential.type === "none" && (!isOpen || isPush))
    throw new Refusal(401, "Authentication failed", { "www-authenticate": 'Basic realm="GitHub"' });
  if (!isOpen) throw new Refusal(404, "Repository not found.");
  if (isPush && found.isArchived) throw new Refusal(403, "This repository was archived so it is read-only.");
  if (isPush && !mayPush(world, credential, found)) throw new Refusal(403, `Permission to ${slug}.git denied.`);
  return found;
}

function mayRead(credential: Credential, { isPrivate }: Repository): boolean {
  return !isPrivate || credential.type !== "installation" || has(credential.permissions, "contents");
}

function mayPush(world: World, credential: Credential, repository: Repository): boolean {
  if (credential.type === "installation") return has(credential.permissions, "contents", "write");
  if (credential.type !== "user") return false;
  return ["write", "maintain", "admin"].includes(roleIn(world, credential.login, repository));
}

function loginOf(credential: Credential): string | undefined {
  if (credential.type === "user") return credential.login;
  return credential.type === "installation" ? `${credential.installation.app.slug}[bot]` : undefined;
}

function tellPushes(
  world: World,
  tell: (event: HubEvent) => void,
  repository: Repository,
  before: ReadonlyMap<string, string>,
  sender: string,
): void {
  const after = repository.git.refs();
  for (const ref of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(ref) === after.get(ref)) continue;
    repository.pushedAt = world.now();
    tell({ type: "push", sender, repository, ref, before: before.get(ref), after: after.get(ref) });
  }
}
