import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExchangeLog, type ExchangeLog } from "../wire/exchange-log.ts";
import { createFaults, type Faults } from "../wire/faults.ts";
import { refuseUpgrade } from "../wire/incoming.ts";
import { type Listener, listen } from "../wire/listener.ts";
import { type Activity, activity } from "./activity.ts";
import { type Apps, apps } from "./apps.ts";
import type { HubEvent } from "./event.ts";
import { createHooks, type Hooks, removals } from "./hook/hooks.ts";
import { createLimits, type LimitOptions } from "./limits.ts";
import { type NewOrganisation, type NewUser, type Population, population } from "./population.ts";
import { githubServer, type RecordedRequest, type ServerParts } from "./server.ts";
import type { WebParts } from "./web/visit.ts";
import { createWorld, type World } from "./world.ts";

/** What there is from the start, and how much it takes. */
export interface GitHubOptions {
  readonly people?: readonly NewUser[];
  readonly organisations?: readonly NewOrganisation[];
  /** On 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  readonly limits?: LimitOptions;
  /** How many entries of a tree are told before it is truncated; 100,000 as GitHub has it. */
  readonly maxTreeEntries?: number;
  /** Login of who is at its pages until they say otherwise. */
  readonly viewer?: string;
  /** The page of other platforms, to which its pages link. */
  readonly playgroundUrl?: string;
  /** How long it waits for the answer to a delivery; 10,000 as GitHub does. */
  readonly hookTimeoutMs?: number;
  readonly now?: () => number;
  /** Where exchanges are kept; a log of its own unless told. */
  readonly exchanges?: ExchangeLog;
}

/** GitHub on this machine, as a server of its own (GitHub Enterprise Server) is reached. */
export interface SimulatedGitHub extends Population, Activity, Apps, Pick<Listener, "goDown" | "comeBack"> {
  readonly hooks: Hooks;
  /** `127.0.0.1:<port>` */
  readonly host: string;
  /** `http://127.0.0.1:<port>`: pages, and git under `/<owner>/<repository>.git`. */
  readonly webUrl: string;
  /** `http://127.0.0.1:<port>/api/v3`; GraphQL is under `/api/graphql`. */
  readonly apiUrl: string;
  /** Every request, git's too. */
  readonly requests: readonly RecordedRequest[];
  readonly requestsOf: (name: string) => readonly RecordedRequest[];
  /** What was asked of the API that GitHub does not describe so; empty for a good client. */
  readonly complaints: readonly string[];
  readonly exchanges: ExchangeLog;
  /**
   * Plans a fault for an operation (`graphql`, `GET /repos/{owner}/{repo}`, `git`, `git info/refs`) or `*`. Planned ones come in
   * their order, so that `{ times: 2 }` before `{ status: 502 }` hits the third request. Besides the fields of every fault an
   * `error` is one of: `went wrong`, `partial`, `empty listing`, `half listing` (all GraphQL), `not found`, `truncated` (git too).
   * `retryAfterSec` is the secondary limit.
   */
  readonly fail: Faults["plan"];
  readonly plannedFaults: Faults["waiting"];
  readonly heal: Faults["clear"];
  readonly isDown: () => boolean;
  readonly setLimits: (options: LimitOptions) => void;
  readonly setMaxTreeEntries: (count: number) => void;
  /** Once that is known. */
  readonly setPlaygroundUrl: (url: string) => void;
  /** Forgets requests, deliveries and exchanges: for long runs. */
  readonly forget: () => void;
  readonly stop: () => Promise<void>;
  readonly world: World;
}

/** Starts one. */
export async function startGitHub(options: GitHubOptions = {}): Promise<SimulatedGitHub> {
  const { now = Date.now } = options;
  const folder = mkdtempSync(join(tmpdir(), "github-"));
  const parts: { handle?: ReturnType<typeof githubServer> } = {};
  const listener = await listen(options.port ?? 0, {
    request: (request, response) => parts.handle?.(request, response),
    upgrade: (_request, socket) => refuseUpgrade(socket),
    hasPages: true,
  });
  const host = `127.0.0.1:${listener.port}`;
  const world = createWorld({ webUrl: `http://${host}`, folder, now: () => new Date(now()) });
  const { changed } = world.changes;
  const faults = createFaults(changed);
  const exchanges = options.exchanges ?? createExchangeLog(now);
  const limits = createLimits(world.now, options.limits);
  const requests: RecordedRequest[] = [];
  const complaints: string[] = [];
  const hooks = createHooks(world, exchanges, options.hookTimeoutMs);
  const tell = (event: HubEvent): void => {
    for (const one of [event, ...removals(world, event)]) hooks.tell(one);
    changed();
  };
  const acts = activity(world, tell);
  const web: WebParts = { world, acts, hooks, viewer: options.viewer, playgroundUrl: options.playgroundUrl };
  const serverParts: ServerParts & { maxTreeEntries: number } = {
    ...{ web, world, limits, hooks, faults, requests, exchanges, tell, complaints },
    maxTreeEntries: options.maxTreeEntries ?? 100_000,
  };
  parts.handle = githubServer(serverParts);
  const all = peopled(population(world), options);

  return {
    ...all,
    ...acts,
    ...apps(world, tell),
    hooks,
    host,
    webUrl: world.webUrl,
    apiUrl: world.apiUrl,
    requests,
    requestsOf: (name) => requests.filter((request) => request.name === name),
    complaints,
    exchanges,
    fail: faults.plan,
    plannedFaults: faults.waiting,
    heal: faults.clear,
    goDown: () => listener.goDown().finally(changed),
    comeBack: () => listener.comeBack().finally(changed),
    isDown: () => !listener.isOpen(),
    setLimits: limits.set,
    setMaxTreeEntries: (count) => {
      serverParts.maxTreeEntries = count;
    },
    setPlaygroundUrl: (url) => void Object.assign(web, { playgroundUrl: url }),
    forget: () => {
      for (const record of [requests, hooks.deliveries]) record.length = 0;
      exchanges.clear();
    },
    stop: async () => {
      await listener.goDown();
      await hooks.settled();
      rmSync(folder, { recursive: true, force: true });
    },
    world,
  };
}

function peopled(all: Population, { people = [], organisations = [] }: GitHubOptions): Population {
  for (const one of people) all.addUser(one);
  for (const one of organisations) all.addOrganisation(one);
  return all;
}
