import { createConversation } from "./app/conversation.ts";
import type { Audit } from "./audit.ts";
import { createLiveCatalog, type LiveCatalog } from "./catalog/live-catalog.ts";
import type { EntityRef } from "./catalog/ref.ts";
import { warmUp } from "./catalog/search/warm-up.ts";
import type { Snapshot } from "./catalog/snapshot.ts";
import type { ChatAdapter } from "./chat/adapter.ts";
import { type Chat, createChat } from "./chat/chat.ts";
import type { ChatUser, CommandEvent } from "./chat/event.ts";
import { capital } from "./chat/phrase.ts";
import type { Clock } from "./clock.ts";
import { adminsCheck } from "./doctor/admins-check.ts";
import { catalogCheck } from "./doctor/catalog-check.ts";
import { channelsCheck } from "./doctor/channels-check.ts";
import { clockCheck } from "./doctor/clock-check.ts";
import { createDiagnosis } from "./doctor/diagnosis.ts";
import { peopleCheck } from "./doctor/people-check.ts";
import { type Bus, createBus } from "./event/bus.ts";
import type { Deliveries } from "./event/delivery-event.ts";
import type { Check, Finding } from "./finding.ts";
import type { Forge, Forges } from "./forge/forge.ts";
import { createIdentity, type Identity } from "./identity/identity.ts";
import type { Jobs } from "./jobs.ts";
import type { Log } from "./log.ts";
import type { Plugin } from "./plugin.ts";
import type { Asker, CommandInfo } from "./router/command.ts";
import type { ShortcutInfo } from "./router/interaction.ts";
import { inWords, type Said } from "./router/outcome.ts";
import { createRouter } from "./router/router.ts";
import type { Store } from "./store/store.ts";
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
  /** Absent: none. */
  readonly forges?: Forges;
  /** Where webhooks come in; started and stopped by whoever made it. Absent: nothing is ever delivered. */
  readonly deliveries?: Deliveries;
  readonly store: Store;
  readonly audit: Audit;
  /** What `doctor` looks at besides the catalog and the adapters. */
  readonly checks?: readonly Check[];
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
  isLoaded(): boolean;
  commands(): readonly CommandInfo[];
  shortcuts(): readonly ShortcutInfo[];
  /** What the bot answers to a typed text. Never rejects. */
  answer(event: CommandEvent, signal: AbortSignal): Promise<Said>;
  /** Looks at the whole set-up, problems first. */
  diagnose(signal: AbortSignal): Promise<readonly Finding[]>;
  /** Why it is not ready to serve; empty when it is. */
  hindrances(): readonly string[];
  /** Starts the adapters and the scheduled syncs; nothing once it was stopped. */
  start(): Promise<void>;
  /** Ends in order: no new events, running work and syncs, what waits to be written. Safe to call twice. */
  stop(): Promise<void>;
}

/** Joins the parts. Pure wiring: it opens nothing and reads no environment. */
export function createApp(options: AppOptions, parts: AppParts): App {
  const { clock, log, jobs, adapters, store, audit } = parts;
  const catalog = createLiveCatalog();
  const bus = createBus((error) => log.error({ err: error }, "listener failed"));
  const pipeline = pipelineOf(parts, catalog, bus);
  const identity = createIdentity(catalog, options.admins);
  const chat = createChat(adapters);
  const router = createRouter({
    may: (asker, permission) => permission === "ask" || asker.isOperator === true || identity.isAdmin(asker.ref),
    identify: (user) => identified(user, identity),
    audit: (entry) => audit.record(entry),
    log,
    clock,
  });
  const diagnose = createDiagnosis(checksOf(options, parts, { catalog, chat }));
  const { forges = new Map() } = parts;
  const { staleAfterMs } = options;
  const around = { chat, forges, store, audit, diagnose, clock, log, staleAfterMs };
  const { helpChannel, admins } = identity;
  const services = { catalog, sync: pipeline, helpChannel, admins, ...around };
  const deliveries = parts.deliveries ?? { on() {} };
  for (const plugin of parts.plugins) plugin.register({ router, jobs, bus, deliveries, services });
  jobs.every("sync", options.schedule, async (signal) => logReports(log, await pipeline.sync({ signal })));
  const stopping = new AbortController();
  const conversation = createConversation({ router, clock, log, signal: stopping.signal });

  return {
    pipeline,
    snapshot: () => catalog.snapshot(),
    isLoaded: () => catalog.isLoaded(),
    commands: () => router.commands(),
    shortcuts: () => router.shortcuts(),
    answer: async (event, signal) => inWords(await router.dispatch(event, signal)),
    diagnose,
    hindrances: () => [
      ...(catalog.isLoaded() ? [] : ["The catalog is being read for the first time."]),
      ...adapters.flatMap((adapter) => adapter.readiness() ?? []),
    ],
    async start() {
      if (stopping.signal.aborted) return;
      jobs.start();
      jobs.soon("search warm-up", (signal) => warmUpSearch(catalog, signal));
      for (const adapter of adapters) await adapter.start(conversation);
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

function identified(user: ChatUser, identity: Identity): Asker {
  const ref = identity.userOf(user);
  return ref === undefined ? user : { ...user, ref };
}

function adapterCheck(adapter: ChatAdapter): Check {
  return { area: capital(adapter.platform), run: (signal) => adapter.check(signal) };
}

function pipelineOf(parts: AppParts, catalog: LiveCatalog, bus: Bus): Pipeline {
  const { sources, parser, snapshotFile, clock, log } = parts;
  return createPipeline({ sources, parser, ...(snapshotFile && { file: snapshotFile }), catalog, bus, clock, log });
}

function checksOf(
  { admins, staleAfterMs }: AppOptions,
  { adapters, clock, forges, checks = [] }: AppParts,
  { catalog, chat }: { catalog: LiveCatalog; chat: Chat },
): readonly Check[] {
  return [
    ...adapters.map((adapter) => adapterCheck(adapter)),
    ...adapters
      .filter(({ supports }) => supports.find)
      .map(({ platform, joins }) => peopleCheck({ platform, ...(joins && { joins }), catalog, chat, clock })),
    ...[...(forges?.values() ?? [])].map(forgeCheck),
    ...checks,
    catalogCheck({ catalog, clock, staleAfterMs }),
    channelsCheck({ catalog, platforms: chat.platforms }),
    adminsCheck({ admins: admins, catalog }),
    clockCheck({ clock }),
  ];
}

function forgeCheck(forge: Forge): Check {
  return { area: forge.host, run: (signal) => forge.check(signal) };
}

function logReports(log: Log, reports: Awaited<ReturnType<Pipeline["sync"]>>): void {
  for (const report of reports) {
    if (report.status === "failed" || report.status === "held") log.warn({ ...report }, "source not up to date");
    else log.info({ ...report }, "source synced");
  }
}
