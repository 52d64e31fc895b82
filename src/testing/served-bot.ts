import { fileURLToPath } from "node:url";
import { type App, createApp } from "../app.ts";
import type { Audit } from "../audit.ts";
import type { EntityRef } from "../catalog/ref.ts";
import type { ChatAdapter } from "../chat/adapter.ts";
import { type Clock, systemClock } from "../clock.ts";
import { createHttpServer } from "../http/http-server.ts";
import type { Inbox } from "../inbox.ts";
import { createJobs } from "../jobs/create-jobs.ts";
import type { Log } from "../log.ts";
import type { Plugin } from "../plugin.ts";
import { builtInPlugins } from "../plugins/index.ts";
import { createAuditLog } from "../store/audit-log.ts";
import { createInbox } from "../store/inbox.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import { createFolderSource } from "../sync/folder-source.ts";
import { createParser, type Parser } from "../sync/parse/parser.ts";
import type { ConfiguredSource } from "../sync/sync-source.ts";
import { recordedLog } from "./recorded-log.ts";

/** What a test may choose, whatever the platform is. */
export interface ServedBotOptions {
  /** The catalog; that of the sample organisation unless told. */
  readonly sources?: readonly ConfiguredSource[];
  readonly admins?: readonly EntityRef[];
  readonly store?: Store;
  /** Features beside the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /** One for many bots, which its maker closes: a thread takes half a second to start. */
  readonly parser?: Parser;
}

/** What adapters are made from. */
export interface ServedParts {
  readonly inbox: Inbox;
  readonly store: Store;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
}

/** A whole bot that listens for its platforms. */
export interface ServedBot {
  readonly app: App;
  readonly store: Store;
  /** What was logged. */
  readonly lines: readonly string[];
  /** Where it listens, without a path. */
  readonly url: string;
  /**
   * Resolves when everything that was delivered was dealt with and answered; what could not be answered is dealt with.
   * Rejects after `ms` with what is still under way.
   */
  idle(ms?: number): Promise<void>;
  /** Lets durations go by at once, as those of rate limits and of what is remembered; no timer falls due by it. */
  pass(ms: number): void;
  stop(): Promise<void>;
}

/** The catalog of the sample organisation, from its folder. */
export function sampleSource(): ConfiguredSource {
  const path = fileURLToPath(new URL("../../data/catalog", import.meta.url));
  return { source: createFolderSource({ name: "acme", path }), isTrusted: true, paths: ["**/catalog-info.yaml"] };
}

/** Starts a synced bot with the platforms that `connect` makes. */
export async function servedBot(
  connect: (parts: ServedParts) => readonly ChatAdapter[],
  options: ServedBotOptions = {},
): Promise<ServedBot> {
  const { log, lines } = recordedLog();
  const { store = createMemoryStore() } = options;
  const { clock, pass } = passingClock();
  const inbox = watched(createInbox({ store, clock, log }));
  const audit = createAuditLog({ store, clock });
  const adapters = connect({ inbox, store, audit, clock, log });
  const app = createApp(
    { admins: options.admins ?? ["user:default/ruth.keller"], schedule: "*/5 * * * *", staleAfterMs: 600_000 },
    {
      sources: options.sources ?? [sampleSource()],
      parser: options.parser === undefined ? createParser() : { ...options.parser, close: async () => {} },
      plugins: [...builtInPlugins, ...(options.plugins ?? [])],
      ...{ adapters, store, audit, clock, log },
      jobs: createJobs({ clock, log }),
    },
  );
  const server = createHttpServer({
    ...{ host: "127.0.0.1", port: 0, log },
    routes: adapters.flatMap(({ routes }) => routes),
    readiness: () => app.hindrances(),
    // The server's own limits are not what these tests are about.
    clock: systemClock(),
  });
  await app.pipeline.sync();
  await app.start();
  const { port } = await server.start();
  return {
    ...{ app, store, lines, pass },
    url: `http://127.0.0.1:${port}`,
    async idle(ms = 20_000) {
      const lateAt = performance.now() + ms;
      for (;;) {
        const open = inbox.open().filter((id) => !isGivenUp(id, lines));
        if (open.length === 0) return;
        if (performance.now() > lateAt) throw new Error(`still under way: ${open.join(", ")}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async stop() {
      await server.stop();
      await app.stop();
    },
  };
}

/** The machine's clock, whose durations can be made longer. */
function passingClock(): { readonly clock: Clock; readonly pass: (ms: number) => void } {
  const clock = systemClock();
  let passedMs = 0;
  return {
    clock: { ...clock, monotonicMs: () => clock.monotonicMs() + passedMs },
    pass: (ms) => {
      passedMs += ms;
    },
  };
}

/** What was accepted and not dealt with, beside what an inbox does. */
function watched(inbox: Inbox): Inbox & { open(): readonly string[] } {
  const open = new Set<string>();
  return {
    ...inbox,
    open: () => [...open],
    async accept(delivery) {
      const outcome = await inbox.accept(delivery);
      if (outcome === "new") open.add(delivery.id);
      return outcome;
    },
    async done(id) {
      await inbox.done(id);
      open.delete(id);
    },
    async forget(id) {
      await inbox.forget(id);
      open.delete(id);
    },
  };
}

/** An answer that a platform took nowhere is kept for the next run, and logged. */
function isGivenUp(id: string, lines: readonly string[]): boolean {
  return lines.some((line) => line.includes(`"${id}"`) && /an answer did not reach (?:Slack|Teams)/.test(line));
}
