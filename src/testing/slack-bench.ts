import { onTestFinished } from "vitest";
import { createSlackAdapter, type SlackOptions } from "../../adapters/slack/index.ts";
import {
  type SimulatedSlack,
  type SlackOptions as SlackWorld,
  startSlack,
} from "../../playground/slack/simulated-slack.ts";
import type { Audit } from "../audit.ts";
import type { ChatAdapter, ChatSink, Responder } from "../chat/adapter.ts";
import type { ChatEvent, FormSubmission, OptionsQuery } from "../chat/event.ts";
import { type Clock, systemClock } from "../clock.ts";
import { createOutside } from "../fetch.ts";
import { createHttpServer } from "../http/http-server.ts";
import { createAuditLog } from "../store/audit-log.ts";
import { createInbox } from "../store/inbox.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import { recordedLog } from "./recorded-log.ts";
import { recordingSink } from "./recording-sink.ts";

/** What a test may choose. */
export interface BenchOptions {
  readonly world?: Partial<SlackWorld>;
  readonly slack?: Partial<SlackOptions>;
  /** Over Socket Mode instead of HTTP. */
  readonly isSocket?: boolean;
  readonly store?: Store;
  readonly clock?: Clock;
  readonly sink?: Partial<ChatSink>;
  /** An already running Slack: for a second run of the bot. */
  readonly on?: SimulatedSlack;
  readonly fetch?: typeof fetch;
  readonly publicUrl?: string;
  /** The test starts the adapter. */
  readonly isIdle?: boolean;
}

/** The Slack adapter between a simulated Slack and a sink that keeps what it hears. */
export interface SlackBench {
  readonly slack: SimulatedSlack;
  readonly adapter: ChatAdapter;
  readonly sink: ChatSink;
  readonly events: ChatEvent[];
  readonly responders: Responder[];
  readonly submissions: FormSubmission[];
  readonly queries: OptionsQuery[];
  readonly lines: readonly string[];
  /** Where the bot listens. */
  readonly url: string;
  readonly store: Store;
  readonly audit: Audit;
  readonly stop: () => Promise<void>;
}

const botToken = "xoxb-1-test-token";
const appToken = "xapp-1-test-token";
const signingSecret = "0123456789abcdef0123456789abcdef";

/** A workspace with people of every kind, and two channels. */
export const population: Pick<SlackWorld, "users" | "channels"> = {
  users: [
    { id: "U0MIA", name: "mia", realName: "Mia Chen", email: "mia@acme.example" },
    { id: "U0JON", name: "jon", realName: "Jonas Weber", email: "jon@acme.example" },
    { id: "U0GUEST", name: "gast", email: "gast@partner.example", isGuest: "multi-channel" },
    { id: "U0ONE", name: "one", email: "one@partner.example", isGuest: "single-channel" },
    { id: "U0FAR", name: "far", email: "far@other.example", teamId: "T0OTHER", isStranger: true },
    { id: "U0ROBOT", name: "robot", isBot: true },
    { id: "U0GONE", name: "gone", email: "gone@acme.example", isDeleted: true },
  ],
  channels: [
    {
      id: "C0CHECKOUT",
      name: "checkout-dev",
      members: ["U0MIA", "U0JON", "U0GUEST", "U0ONE", "U0FAR", "U0ROBOT", "U0GONE"],
    },
    { id: "C0SECRET", name: "secret", isPrivate: true, members: ["U0MIA"] },
  ],
};

/** Sets everything up, started; all of it ends with the test. */
export async function slackBench(options: BenchOptions = {}): Promise<SlackBench> {
  const slack =
    options.on ??
    (await startSlack({ botToken, appToken, signingSecret, retryScale: 0.0001, ...population, ...options.world }));
  const { log, lines } = recordedLog();
  const clock = options.clock ?? systemClock();
  const store = options.store ?? createMemoryStore();
  const audit = createAuditLog({ store, clock });
  const heard = recordingSink(options.sink);
  const adapter = createSlackAdapter(
    {
      botToken,
      ...(options.isSocket ? { appToken } : { signingSecret }),
      apiUrl: slack.apiUrl,
      commands: { whoowns: "/whoowns", callboard: "/callboard" },
      guests: "deny",
      external: "deny",
      ...options.slack,
    },
    {
      inbox: createInbox({ store, clock, log }),
      audit,
      clock,
      log,
      ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
      // As it is configured, unless a test is about what a fetch may throw.
      ...(options.fetch ? { fetch: options.fetch } : createOutside({})),
    },
  );
  const server = createHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: adapter.routes,
    readiness: () => [adapter.readiness() ?? []].flat(),
    log,
    // The server's own limits are not what these tests are about.
    clock: systemClock(),
  });
  const { port } = await server.start();
  const url = `http://127.0.0.1:${port}/slack/events`;
  slack.sendEventsTo(url);
  const stop = async (): Promise<void> => {
    await adapter.stop();
    await server.stop();
  };
  onTestFinished(async () => {
    await stop();
    await slack.stop();
  });
  if (!options.isIdle) await adapter.start(heard.sink);
  return { slack, adapter, ...heard, lines, url, store, audit, stop };
}

/** A clock whose durations pass ten times as fast, for waiting out what takes seconds; its wall time is the machine's. */
export function hurriedClock(factor = 10): Clock {
  const clock = systemClock();
  return {
    now: clock.now,
    monotonicMs: () => clock.monotonicMs() * factor,
    after: (delayMs, run) => clock.after(delayMs / factor, run),
  };
}
