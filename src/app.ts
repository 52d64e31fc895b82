import { createLiveCatalog, type LiveCatalog } from "./catalog/live-catalog.ts";
import type { EntityRef } from "./catalog/ref.ts";
import { warmUp } from "./catalog/search/warm-up.ts";
import type { Snapshot } from "./catalog/snapshot.ts";
import type { ChatAdapter } from "./chat/adapter.ts";
import type { ChatEvent, ChatUser } from "./chat/event.ts";
import type { Clock } from "./clock.ts";
import { createBus } from "./event/bus.ts";
import { isAdmin, userByEmail } from "./identity/identity.ts";
import type { Jobs } from "./jobs.ts";
import type { Log } from "./log.ts";
import type { Plugin } from "./plugin.ts";
import type { Asker, CommandInfo, Permission } from "./router/command.ts";
import type { Outcome } from "./router/outcome.ts";
import { createRouter } from "./router/router.ts";
import type { Parser } from "./sync/parse/parser.ts";
import { createPipeline, type Pipeline } from "./sync/pipeline.ts";
import type { SnapshotFile } from "./sync/snapshot-file.ts";
import type { ConfiguredSource } from "./sync/sync-source.ts";

/** What the application is made of; every vendor's part comes in as a value. */
export interface AppParts {
  readonly sources: readonly ConfiguredSource[];
  readonly parser: Parser;
  /** Absent: nothing is kept between runs. */
  readonly snapshotFile?: SnapshotFile;
  readonly plugins: readonly Plugin[];
  readonly adapters: readonly ChatAdapter[];
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the application is told. */
export interface AppOptions {
  readonly admins: readonly EntityRef[];
  /** When the sources are synced: cron, five fields. */
  readonly schedule: string;
  /** How old a catalog may be before answers say so, in milliseconds. */
  readonly staleAfterMs: number;
}

/** A wired application. Nothing runs before `start`. */
export interface App {
  readonly pipeline: Pipeline;
  /** @throws BotError `unavailable` while nothing was ever loaded */
  snapshot(): Snapshot;
  commands(): readonly CommandInfo[];
  /** What the bot answers to an event. Never rejects. */
  answer(event: ChatEvent, signal: AbortSignal): Promise<Outcome>;
  /** Starts the adapters and the scheduled syncs; nothing once it was stopped. */
  start(): Promise<void>;
  /** Ends in order: no new events, running work and syncs, what waits to be written. Safe to call twice. */
  stop(): Promise<void>;
}

/** Joins the parts. Pure wiring: it opens nothing and reads no environment. */
export function createApp(options: AppOptions, parts: AppParts): App {
  const { clock, log, jobs, adapters } = parts;
  const catalog = createLiveCatalog();
  const bus = createBus((error) => log.error({ err: error }, "listener failed"));
  const pipeline = createPipeline({
    sources: parts.sources,
    parser: parts.parser,
    ...(parts.snapshotFile && { file: parts.snapshotFile }),
    catalog,
    bus,
    clock,
    log,
  });
  const router = createRouter({
    may: (asker, permission) => may(asker, permission, () => isAdminOf(asker)),
    identify: (user) => identify(user, () => catalog.snapshot()),
    log,
    clock,
  });
  const services = { catalog, sync: pipeline, clock, log, staleAfterMs: options.staleAfterMs };
  for (const plugin of parts.plugins) plugin.register({ router, bus, services });
  jobs.every("sync", options.schedule, async (signal) => logReports(log, await pipeline.sync({ signal })));
  const stopping = new AbortController();

  function isAdminOf({ ref }: Asker): boolean {
    return ref !== undefined && isAdmin(catalog.snapshot(), ref, options.admins);
  }

  async function hear(adapter: ChatAdapter, event: ChatEvent): Promise<void> {
    const outcome = await router.dispatch(event, stopping.signal);
    await adapter.send(event.address, outcome.message);
  }

  return {
    pipeline,
    snapshot: () => catalog.snapshot(),
    commands: () => router.commands(),
    answer: (event, signal) => router.dispatch(event, signal),
    async start() {
      if (stopping.signal.aborted) return;
      jobs.start();
      jobs.soon("search warm-up", (signal) => warmUpSearch(catalog, signal));
      for (const adapter of adapters) await adapter.start((event) => hear(adapter, event));
    },
    async stop() {
      await Promise.all(adapters.map((adapter) => adapter.stop()));
      stopping.abort();
      await jobs.stop();
      await pipeline.stop();
      await parts.parser.close();
    },
  };
}

/** So that the first people to ask do not wait for the code to be compiled. */
async function warmUpSearch(catalog: LiveCatalog, signal: AbortSignal): Promise<void> {
  if (catalog.isLoaded()) await warmUp(catalog.search(), [...catalog.snapshot().entities.values()], { signal });
}

function may(asker: Asker, permission: Permission, isAdminAsker: () => boolean): boolean {
  return permission === "ask" || asker.isOperator === true || isAdminAsker();
}

/** Who a chat user is in the catalog, by the e-mail address that the platform vouches for. */
function identify(user: ChatUser, snapshot: () => Snapshot): Asker {
  if (user.email === undefined) return user;
  try {
    const entity = userByEmail(snapshot(), user.email);
    return entity === undefined ? user : { ...user, ref: entity.ref };
  } catch {
    // Nothing is loaded yet: whoever asks is nobody yet.
    return user;
  }
}

function logReports(log: Log, reports: Awaited<ReturnType<Pipeline["sync"]>>): void {
  for (const report of reports) {
    if (report.status === "failed" || report.status === "held") log.warn({ ...report }, "source not up to date");
    else log.info({ ...report }, "source synced");
  }
}
