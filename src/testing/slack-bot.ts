import { fileURLToPath } from "node:url";
import { createSlackAdapter, type SlackOptions } from "../../adapters/slack/index.ts";
import { scopes } from "../../adapters/slack/manifest/scopes.ts";
import {
  type SimulatedSlack,
  type SlackOptions as SlackWorld,
  startSlack,
} from "../../playground/slack/simulated-slack.ts";
import { type App, createApp } from "../app.ts";
import type { EntityRef } from "../catalog/ref.ts";
import { type Clock, systemClock } from "../clock.ts";
import { createHttpServer } from "../http/http-server.ts";
import type { Inbox } from "../inbox.ts";
import { createJobs } from "../jobs/create-jobs.ts";
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

/** What a test may choose. */
export interface SlackBotOptions {
  readonly world?: Partial<SlackWorld>;
  readonly slack?: Partial<SlackOptions>;
  /** The catalog; that of the sample organisation unless told. */
  readonly sources?: readonly ConfiguredSource[];
  readonly admins?: readonly EntityRef[];
  readonly store?: Store;
  /** Features beside the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /** One for many bots, which its maker closes: a thread takes half a second to start. */
  readonly parser?: Parser;
}

/** A whole bot of which people see what a simulated Slack shows them. */
export interface SlackBot {
  readonly slack: SimulatedSlack;
  readonly app: App;
  readonly store: Store;
  /** What was logged. */
  readonly lines: readonly string[];
  /**
   * Resolves when everything that Slack delivered was dealt with and answered; what could not be answered is dealt with.
   * Rejects after `ms` with what is still under way.
   */
  idle(ms?: number): Promise<void>;
  /** Lets durations go by at once, as those of rate limits and of what is remembered; no timer falls due by it. */
  pass(ms: number): void;
  stop(): Promise<void>;
}

const botToken = "xoxb-1-test-token";
const signingSecret = "0123456789abcdef0123456789abcdef";

/** People and channels of the sample organisation, and somebody of whom its catalog knows nothing. */
export const sampleWorkspace = {
  users: [
    { id: "U0MIA", name: "mia", realName: "Mia Chen", email: "mia.chen@acme.example" },
    { id: "U0JONAS", name: "jonas", realName: "Jonas Weber", email: "jonas.weber@acme.example" },
    { id: "U0LENA", name: "lena", realName: "Lena Fischer", email: "lena.fischer@acme.example" },
    { id: "U0RUTH", name: "ruth", realName: "Ruth Keller", email: "ruth.keller@acme.example" },
    { id: "U0ADA", name: "ada", realName: "Ada Byron", email: "ada@example.com" },
  ],
  channels: [
    { id: "C0CHECKOUT", name: "checkout-dev", members: ["U0MIA", "U0JONAS", "U0LENA", "U0RUTH", "U0ADA"] },
    { id: "C0PAYHELP", name: "pay-help", members: ["U0MIA", "U0JONAS"] },
    { id: "C0SECRET", name: "secret", isPrivate: true, members: ["U0MIA", "U0LENA"] },
  ],
} satisfies Partial<SlackWorld>;

/** The catalog of the sample organisation, from its folder. */
export function sampleSource(): ConfiguredSource {
  const path = fileURLToPath(new URL("../../data/catalog", import.meta.url));
  return { source: createFolderSource({ name: "acme", path }), isTrusted: true, paths: ["**/catalog-info.yaml"] };
}

/** Starts Slack and a synced bot that serves it, with the scopes of the manifest and no more. */
export async function slackBot(options: SlackBotOptions = {}): Promise<SlackBot> {
  const slack = await startSlack({
    botToken,
    appName: "Callboard",
    signingSecret,
    retryScale: 0.0001,
    scopes: scopes.map(({ scope }) => scope),
    ...sampleWorkspace,
    ...options.world,
  });
  const { log, lines } = recordedLog();
  const { store = createMemoryStore() } = options;
  const { clock, pass } = passingClock();
  const inbox = watched(createInbox({ store, clock, log }));
  const adapter = createSlackAdapter(
    {
      botToken,
      signingSecret,
      apiUrl: slack.apiUrl,
      commands: { whoowns: "/whoowns", callboard: "/callboard" },
      guests: "deny",
      external: "deny",
      ...options.slack,
    },
    { inbox, clock, log },
  );
  const app = createApp(
    { admins: options.admins ?? ["user:default/ruth.keller"], schedule: "*/5 * * * *", staleAfterMs: 600_000 },
    {
      sources: options.sources ?? [sampleSource()],
      parser: options.parser === undefined ? createParser() : { ...options.parser, close: async () => {} },
      plugins: [...builtInPlugins, ...(options.plugins ?? [])],
      adapters: [adapter],
      store,
      audit: createAuditLog({ store, clock }),
      jobs: createJobs({ clock, log }),
      clock,
      log,
    },
  );
  const server = createHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: adapter.routes,
    readiness: () => app.hindrances(),
    log,
    // The server's own limits are not what these tests are about.
    clock: systemClock(),
  });
  await app.pipeline.sync();
  await app.start();
  const { port } = await server.start();
  slack.sendEventsTo(`http://127.0.0.1:${port}/slack/events`);
  await addressBookFilled(slack);
  return {
    slack,
    app,
    store,
    lines,
    pass,
    async idle(ms = 20_000) {
      await slack.settled();
      const lateAt = performance.now() + ms;
      for (;;) {
        const open = inbox.open().filter((id) => !isGivenUp(id, lines));
        if (open.length === 0) return;
        if (performance.now() > lateAt) throw new Error(`still under way: ${open.join(", ")}`);
        await moment();
      }
    },
    async stop() {
      await server.stop();
      await app.stop();
      await slack.stop();
    },
  };
}

/** Names have links once Slack listed its members. */
async function addressBookFilled({ callsOf }: SimulatedSlack): Promise<void> {
  for (let tries = 0; tries < 500 && callsOf("users.list").length === 0; tries += 1) await moment();
  await moment();
}

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
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

/** An answer that Slack took nowhere is kept for the next run, and logged. */
function isGivenUp(id: string, lines: readonly string[]): boolean {
  return lines.some((line) => line.includes(`"${id}"`) && line.includes("an answer did not reach Slack"));
}
