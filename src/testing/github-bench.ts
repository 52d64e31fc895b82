import { appKeys } from "../../playground/github/apps.ts";
import type { NewFile } from "../../playground/github/git/tree.ts";
import {
  type GitHubOptions as GitHubWorld,
  type SimulatedGitHub,
  startGitHub,
} from "../../playground/github/simulated-github.ts";
import { repositoryBySlug } from "../../playground/github/world.ts";
import { type Clock, systemClock } from "../clock.ts";
import { createOutside } from "../fetch.ts";
import type { Forge } from "../forge/forge.ts";
import { createGitHubForge } from "../forge/github/github-forge.ts";
import type { GitHubOptions } from "../forge/github/options.ts";
import { neededPermissions } from "../forge/github/permissions.ts";
import type { ForgeSubject } from "./forge-contract.ts";
import type { CommitEntry } from "./git-repository.ts";
import { recordedLog } from "./recorded-log.ts";

/** The driver in front of a simulated GitHub with the organisation `acme`, signed in as an App that is installed there. */
export interface GitHubBench extends ForgeSubject {
  readonly hub: SimulatedGitHub;
  readonly options: GitHubOptions;
  /** What the driver logged. */
  readonly lines: readonly string[];
  /** Each request as `GET /repos/{owner}/{repo} 200`. */
  readonly requests: string[];
  /** Another driver in front of the same GitHub. */
  forgeWith(changes: Partial<GitHubOptions>): Forge;
}

/** What the bot needs, and what verbs need that it does not call yet. */
const permissions = Object.fromEntries(
  [...neededPermissions.map(({ name }) => name), "pull_requests", "checks"].map((name) => [name, "read" as const]),
);

/** One for all benches of a file: to make one takes half a second. */
const keys = appKeys();

/** A clock on which waits pass a hundred times as fast, for pauses that a test sits out. */
function hastyClock(): Clock {
  const clock = systemClock();
  return { ...clock, after: (delayMs, run) => clock.after(delayMs > 9_000 ? delayMs : delayMs / 100, run) };
}

/** A bench on which nothing was asked yet. */
export async function createGitHubBench(
  given: { readonly world?: Partial<GitHubWorld>; readonly options?: Partial<GitHubOptions> } = {},
): Promise<GitHubBench> {
  const hub = await startGitHub(given.world);
  const acme = hub.addOrganisation({ login: "acme" });
  const { app, privateKey } = hub.createApp({
    slug: "callboard",
    owner: "acme",
    permissions,
    events: ["push", "repository"],
    keys,
  });
  hub.install(app, "acme");
  const { log, lines } = recordedLog();
  const requests: string[] = [];
  const options: GitHubOptions = {
    host: hub.host,
    apiUrl: hub.apiUrl,
    webUrl: hub.webUrl,
    auth: { type: "app", id: app.id, privateKey },
    owners: ["acme"],
    fetch: createOutside({}).fetch,
    clock: hastyClock(),
    log,
    onRequest: (method, route, status) => void requests.push(`${method} ${route} ${status}`),
    ...given.options,
  };
  const hook = hub.hooks.setWebhook(app, { url: "http://127.0.0.1:9/webhooks/github" });
  const made = (slug: string, options: { isArchived?: boolean; isFork?: boolean } = {}) => {
    const [owner = "", name = ""] = slug.split("/");
    return repositoryBySlug(hub.world, slug) ?? hub.createRepository({ owner, name, ...options });
  };

  return {
    ...{ hub, options, lines, requests },
    forge: createGitHubForge(options),
    forgeWith: (changes) => createGitHubForge({ ...options, ...changes }),
    commit(slug, entries, { subject = "Commit", author = "owner", branch } = {}) {
      made(slug);
      const files = Object.fromEntries(Object.entries(entries).map(([path, entry]) => [path, fileOf(entry)]));
      return hub.commit({
        repository: slug,
        files,
        message: subject,
        by: author,
        ...(branch !== undefined && { branch }),
      });
    },
    put(slug, changes) {
      const repository = made(slug, changes);
      repository.isArchived = changes?.isArchived ?? repository.isArchived;
    },
    rename: (slug, to) => hub.rename(slug, to.split("/")[1] ?? ""),
    remove: (slug) => hub.deleteRepository(slug),
    putPerson(_, person) {
      hub.addUser(person);
      acme.members.set(person.login, "member");
    },
    putTeam: (owner, team) => void hub.addTeam(owner, team),
    permit: (slug, login, permission) => void made(slug).collaborators.set(login, permission),
    putPullRequest(slug, commit, { number, title, state, author = "owner", mergedBy }) {
      const at = new Date();
      made(slug).pulls.push({
        ...{ id: 90_000 + number, number, title, author, branch: "feature", base: "main", head: commit, createdAt: at },
        state: state === "open" ? "open" : "closed",
        ...(state === "merged" && { mergedAt: at, mergedBy: mergedBy ?? author }),
      });
    },
    putDelivery({ guid, event, action, at, isAccepted, payload }) {
      const id = 5_000_000 + hub.hooks.deliveries.length;
      hub.hooks.deliveries.push({
        ...{ id, hook, guid, event, action: action ?? null, deliveredAt: at, isRedelivery: false, durationSec: 1 },
        ...(isAccepted ? { status: "OK", statusCode: 202 } : { status: "failed to connect to host", statusCode: 0 }),
        ...{ installationId: null, repositoryId: null, url: hook.url, headers: {}, answer: { headers: {}, text: "" } },
        payload: payload as Record<string, unknown>,
      });
    },
    async fail(how) {
      hub.heal();
      if (how === "limited") hub.fail("*", { retryAfterSec: 120, times: 1000 });
      if (how === "faulty") hub.fail("*", { status: 500, times: 1000 });
      if (how === "unreachable") await hub.goDown();
    },
    dispose: () => hub.stop(),
  };
}

function fileOf(entry: CommitEntry): NewFile {
  if (entry === undefined || typeof entry === "string" || entry instanceof Uint8Array) return entry;
  if ("symlink" in entry) return { mode: "120000", content: entry.symlink };
  if ("submodule" in entry) return { mode: "160000", content: entry.submodule };
  if (entry.mode === "100755") return { mode: "100755", content: entry.content.toString() };
  return entry.content;
}
