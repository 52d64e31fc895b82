// The simulated GitHub in a process of its own, so that what it takes is not counted for the bot.
import { type SimulatedGitHub, startGitHub } from "../../playground/github/simulated-github.ts";
import type { App } from "../../playground/github/world.ts";
import { createExchangeLog, type ExchangeLog } from "../../playground/wire/exchange-log.ts";
import { catalogText, changeable, filesOf, leftOut, owner, readme, repositoryName, teamName } from "./organisation.ts";
import { serve, sharedMs } from "./served.ts";

/** What whoever reads it needs. */
export interface HubHello {
  readonly apiUrl: string;
  readonly webUrl: string;
  readonly appId: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Of the App in the organisation. */
  readonly installationToken: string;
  /** Repositories that are read. */
  readonly slugs: readonly string[];
}

/** That a thing has another owner now, and since when. */
export interface OwnerChange {
  readonly thing: string;
  readonly team: string;
  readonly sentAt: number;
}

/** What was asked since it was last looked at. */
export interface Calls {
  /** `graphql List`, `POST /app/…`, `git info/refs` */
  readonly byKind: Readonly<Record<string, number>>;
  readonly api: number;
  /** Answered with an error, and what GitHub does not describe so. */
  readonly refused: readonly string[];
}

const webhookSecret = "a-secret-of-the-bench";
const calls = new Map<string, number>();
const teams = new Map<number, number>();
let github: SimulatedGitHub;
let app: App;
let candidates: readonly number[] = [];
let turn = 0;

function counted(name: string): void {
  calls.set(name, (calls.get(name) ?? 0) + 1);
}

function countingLog(): ExchangeLog {
  const log = createExchangeLog(Date.now);
  return {
    ...log,
    begin: (beginning) => {
      const { direction, name, request } = beginning;
      const operation = /query (\w+)/.exec(String(request.body))?.[1];
      if (direction === "from app") counted(name === "graphql" ? `graphql ${operation}` : name);
      return log.begin(beginning);
    },
  };
}

async function start(repositories: number, latencyMs: number): Promise<HubHello> {
  github = await startGitHub({ exchanges: countingLog(), organisations: [{ login: owner, admins: ["ada"] }] });
  for (let index = 0; index < repositories; index += 1) {
    teams.set(index, index);
    const files = filesOf(index, index);
    github.createRepository({ owner, name: repositoryName(index), files, ...leftOut(index), by: "ada" });
  }
  candidates = changeable(repositories);
  const permissions = { metadata: "read", contents: "read", pull_requests: "read", members: "read" } as const;
  const made = github.createApp({ slug: "callboard", owner, events: ["push", "repository"], permissions });
  app = made.app;
  const installation = github.install(app, owner);
  const installationToken = "ghs_bench";
  const expiresAt = new Date(Date.now() + 86_400_000);
  const token = { type: "installation", installation, permissions, repositories: "all", expiresAt } as const;
  github.world.tokens.set(installationToken, token);
  if (latencyMs > 0) github.fail("*", { delayMs: latencyMs, times: Number.MAX_SAFE_INTEGER });
  const slugs = [0, ...candidates].map((index) => `${owner}/${repositoryName(index)}`);
  const { apiUrl, webUrl } = github;
  return {
    apiUrl,
    webUrl,
    appId: String(app.id),
    privateKey: made.privateKey,
    webhookSecret,
    installationToken,
    slugs,
  };
}

function candidateAt(place: number): number {
  return candidates[(place * 37) % candidates.length] ?? 1;
}

function next(): number {
  turn += 1;
  return candidateAt(turn);
}

function giveAway(index: number): OwnerChange {
  const team = (teams.get(index) ?? 0) + 1;
  teams.set(index, team);
  const files = { "catalog-info.yaml": catalogText(index, team) };
  const sentAt = sharedMs();
  github.commit({ repository: `${owner}/${repositoryName(index)}`, by: "ada", message: "Give it away", files });
  return { thing: repositoryName(index), team: teamName(team), sentAt };
}

const commands = {
  start,
  /** Commits to so many repositories; every other one has another owner then. */
  change: (count: number): readonly OwnerChange[] =>
    Array.from({ length: count }, (_, at) => {
      const index = next();
      if (at % 2 === 0) return [giveAway(index)];
      const files = { "README.md": readme(index, turn) };
      github.commit({ repository: `${owner}/${repositoryName(index)}`, by: "ada", message: "Say more", files });
      return [];
    }).flat(),
  /** Gives so many things another owner; what is told is sent at once. */
  push: (count: number): readonly OwnerChange[] => Array.from({ length: count }, () => giveAway(next())),
  /** What the next push of so many will come to. */
  upcoming: (count: number): readonly Pick<OwnerChange, "thing" | "team">[] =>
    Array.from({ length: count }, (_, at) => {
      const index = candidateAt(turn + at + 1);
      return { thing: repositoryName(index), team: teamName((teams.get(index) ?? 0) + 1) };
    }),
  setWebhook: (url: string): void => void github.hooks.setWebhook(app, { url, secret: webhookSecret }),
  takeCalls: (): Calls => {
    for (const { name } of github.requests) if (name.startsWith("git ")) counted(name);
    const failed = github.requests.filter(({ status }) => status === 0 || status >= 400);
    const undelivered = github.hooks.deliveries.filter(({ statusCode }) => statusCode !== 202);
    const refused = [
      ...failed.map(({ name, status }) => `${name}: ${status}`),
      ...undelivered.map(({ event, status }) => `delivery of ${event}: ${status}`),
      ...github.complaints,
    ];
    const byKind = Object.fromEntries(calls);
    const api = [...calls].reduce((sum, [name, count]) => sum + (name.startsWith("git ") ? 0 : count), 0);
    calls.clear();
    github.forget();
    return { byKind, api, refused };
  },
  stop: (): Promise<void> => github.stop(),
};

/** What it does. */
export type HubCommands = typeof commands;

serve(commands);
