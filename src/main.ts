import { type App, createApp } from "./app.ts";
import type { Audit } from "./audit.ts";
import type { ChatAdapter } from "./chat/adapter.ts";
import { programName } from "./cli/program-name.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { storeCheck } from "./doctor/store-check.ts";
import { BotError } from "./errors.ts";
import type { Check } from "./finding.ts";
import type { HttpServer } from "./http/http-server.ts";
import type { HttpRoute } from "./http-route.ts";
import type { Inbox } from "./inbox.ts";
import { createJobs } from "./jobs/create-jobs.ts";
import { longestIntervalMs } from "./jobs/cron.ts";
import { type Log, redactor } from "./log.ts";
import { forgesOf } from "./main/forges.ts";
import { sourcesOf } from "./main/sources.ts";
import { webhooksOf } from "./main/webhooks.ts";
import { builtInPlugins } from "./plugins/index.ts";
import { createAuditLog } from "./store/audit-log.ts";
import { createInbox } from "./store/inbox.ts";
import { openLowdbStore } from "./store/lowdb/lowdb-store.ts";
import { createMemoryStore } from "./store/memory.ts";
import type { Store } from "./store/store.ts";
import { createParser } from "./sync/parse/parser.ts";
import { createSnapshotFile } from "./sync/snapshot-file.ts";

/** A bot with everything it stands on. */
export interface Bot {
  readonly app: App;
  readonly store: Store;
  /** What listens for the platforms; absent without a platform that needs it. */
  readonly server?: Server;
  /** Milliseconds between two scheduled syncs. */
  readonly intervalMs: number;
  /** Ends all of it in order, the store last. Safe to call twice. */
  close(): Promise<void>;
}

/** What listens for the platforms. */
export type Server = Pick<HttpServer, "start" | "stop">;

/** What a bot gets from whoever starts it. */
export interface Outside {
  readonly log: Log;
  /** Chat platforms besides those of the configuration, as the terminal. */
  readonly adapters: readonly ChatAdapter[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether the platforms of the configuration are there: for `start`, and for `doctor`, which looks at them without starting. */
  readonly isServing?: boolean;
}

/**
 * Opens the store, builds the vendors' parts of a configuration and joins them. Nothing runs yet.
 * @throws BotError `conflict` when another process has the store, `unavailable` or `invalid_config` when it cannot be opened
 */
export async function openBot(config: Config, outside: Outside): Promise<Bot> {
  const clock = systemClock();
  const { log } = outside;
  const store = await openStore(config, clock, log);
  try {
    return await assemble(config, outside, { clock, ...store });
  } catch (error) {
    await store.store.close();
    throw error;
  }
}

interface Opened {
  readonly clock: Clock;
  readonly store: Store;
  /** What `doctor` says of it. */
  readonly check: Check;
}

async function openStore({ store, path }: Config, clock: Clock, log: Log): Promise<Omit<Opened, "clock">> {
  if (store.type === "lowdb") {
    const opened = await openLowdbStore({ folder: store.path, clock, log });
    return { store: opened, check: storeCheck({ store: opened }) };
  }
  const isSample = path === "";
  const keepIt = isSample
    ? `\`${programName(process.cwd())} init\` makes a configuration.`
    : "Leave out store: in callboard.yaml to keep it.";
  return { store: createMemoryStore(), check: storeCheck({ store: undefined, isSample, keepIt }) };
}

async function assemble(config: Config, outside: Outside, { clock, store, check }: Opened): Promise<Bot> {
  const { log } = outside;
  const intervalMs = longestIntervalMs(config.catalog.schedule);
  const inbox = createInbox({ store, clock, log });
  const jobs = createJobs({ clock, log });
  jobs.every("inbox clean-up", "*/10 * * * *", (signal) => inbox.purge(signal));
  const audit = createAuditLog({ store, clock, redact: redactor(config.secrets) });
  const forges = await forgesOf(config, { clock, log });
  const webhooks = outside.isServing ? webhooksOf(config, { forges, inbox, store, jobs, clock, log }) : undefined;
  const platforms = outside.isServing ? await connected(config, { inbox, store, audit, clock, log }) : [];
  const adapters = [...outside.adapters, ...platforms];
  const app = createApp(
    { admins: config.admins, schedule: config.catalog.schedule, staleAfterMs: 2 * intervalMs },
    {
      sources: sourcesOf(config, { forges, clock, log, environment: outside.environment }),
      parser: createParser({ clock }),
      snapshotFile: createSnapshotFile(config.dataFolder),
      plugins: builtInPlugins,
      adapters,
      forges,
      ...(webhooks && { deliveries: webhooks.deliveries }),
      store,
      audit,
      checks: [check, ...(webhooks?.checks ?? [])],
      jobs,
      clock,
      log,
    },
  );
  assertKnown(Object.keys(config.chat.slack?.commands ?? {}), app);
  const routes = [...platforms.flatMap((adapter) => adapter.routes), ...(webhooks?.routes ?? [])];
  const isHeard = platforms.length > 0 || routes.length > 0;
  const server = isHeard ? await serverOf(config, app, routes, { clock, log }) : undefined;
  return {
    app,
    store,
    intervalMs,
    ...(server && { server }),
    async close() {
      // The clock's timers, all that some answers wait for, keep no process alive.
      const alive = setInterval(() => {}, 60_000);
      try {
        await server?.stop();
        await app.stop();
        await store.close();
      } finally {
        clearInterval(alive);
      }
    },
  };
}

/** The names of commands that a slash command may be given to: an alias such as `?` is none. */
export function slashNames(commands: ReturnType<App["commands"]>): readonly string[] {
  return commands
    .flatMap(({ name, aliases = [] }) => [name, ...aliases])
    .filter((name) => /^[a-z][a-z0-9-]{0,30}$/.test(name));
}

/** @throws BotError `invalid_config` for a slash command of the configuration that stands for no command */
function assertKnown(names: readonly string[], app: App): void {
  const known = slashNames(app.commands());
  const unknown = names.find((name) => name !== "callboard" && !known.includes(name));
  if (unknown !== undefined) {
    throw new BotError(
      "invalid_config",
      `chat.slack.commands names ${unknown}, which is no command; allowed: callboard, ${known.join(", ")}.`,
    );
  }
}

// What only a serving bot needs is loaded then, so that `ask` starts quickly.

/** The server for the platforms, and apart from it the one for metrics. */
async function serverOf(
  { server }: Config,
  app: App,
  routes: readonly HttpRoute[],
  parts: { clock: Clock; log: Log },
): Promise<Server> {
  const [{ createHttpServer }, { createMetrics }] = await Promise.all([
    import("./http/http-server.ts"),
    import("./http/metrics.ts"),
  ]);
  const { measure, route, gauge } = createMetrics();
  gauge("callboard_catalog_entities", "Things in the catalog.", () =>
    app.isLoaded() ? app.snapshot().entities.size : 0,
  );
  const world = createHttpServer({ ...parts, ...server, routes, readiness: () => app.hindrances(), measure });
  const metrics = createHttpServer({ ...parts, ...server.metrics, routes: [route], readiness: () => [] });
  return {
    async start() {
      const listening = await world.start();
      // Nobody's question waits for metrics: two bots on a machine may well want the same port.
      await metrics.start().catch((error) => parts.log.warn({ err: error }, "no metrics"));
      return listening;
    },
    async stop() {
      await Promise.all([world.stop(), metrics.stop()]);
    },
  };
}

/** The chat platforms of a configuration. */
async function connected(
  { chat, network, server }: Config,
  parts: { inbox: Inbox; store: Store; audit: Audit; clock: Clock; log: Log },
): Promise<readonly ChatAdapter[]> {
  const { slack, teams } = chat;
  if (slack === undefined && teams === undefined) return [];
  const [slackAdapter, teamsAdapter, { createOutside }] = await Promise.all([
    slack && import("../adapters/slack/index.ts"),
    teams && import("../adapters/teams/index.ts"),
    import("./fetch.ts"),
  ]);
  const { publicUrl } = server;
  const outside = { ...createOutside(network), ...(publicUrl !== undefined && { publicUrl }) };
  return [
    ...(slack && slackAdapter ? [slackAdapter.createSlackAdapter(slack, { ...parts, ...outside })] : []),
    ...(teams && teamsAdapter ? [teamsAdapter.createTeamsAdapter(teams, { ...parts, ...outside })] : []),
  ];
}
