import { Agent, request } from "node:http";
import { onTestFinished } from "vitest";
import { createTurns } from "../../adapters/teams/connector/cloud-adapter.ts";
import { deal } from "../../adapters/teams/receive/deal.ts";
import { createDoor } from "../../adapters/teams/receive/door.ts";
import type { HearingParts } from "../../adapters/teams/receive/hearing.ts";
import { createHttpDoor } from "../../adapters/teams/receive/http-door.ts";
import type { Conversation, Spot } from "../../adapters/teams/receive/spot.ts";
import type { TeamsOptions } from "../../adapters/teams/teams-options.ts";
import type { Audit } from "../audit.ts";
import type { ChatSink } from "../chat/adapter.ts";
import type { ChatEvent, FormSubmission, OptionsQuery } from "../chat/event.ts";
import type { Lost } from "../chat/intake/lost.ts";
import { plain } from "../chat/text.ts";
import { type Clock, systemClock } from "../clock.ts";
import { createHttpServer } from "../http/http-server.ts";
import { createAuditLog } from "../store/audit-log.ts";
import { createInbox } from "../store/inbox.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import { recordedLog } from "./recorded-log.ts";

/** The tenant of the fixtures. */
export const homeTenant = "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001";

/** What a test may choose. */
export interface TeamsDoorOptions {
  readonly options?: Partial<TeamsOptions>;
  readonly clock?: Clock;
  readonly store?: Store;
  readonly sink?: Partial<ChatSink>;
  readonly people?: HearingParts["people"];
  /** Answers that went another way than the HTTP response reach nobody. */
  readonly isAway?: () => boolean;
}

/** What came back from the bot. */
export interface DoorAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly ms: number;
}

/** The way in for Teams, over HTTP, with a sink that keeps what it hears and people as their activities name them. */
export interface TeamsDoor {
  /** Sends a body; an object as JSON from a connector on this machine. */
  post(body: object | string | Buffer, headers?: Readonly<Record<string, string>>): Promise<DoorAnswer>;
  readonly events: readonly ChatEvent[];
  readonly spots: readonly Spot[];
  readonly submissions: readonly FormSubmission[];
  readonly queries: readonly OptionsQuery[];
  /** What was answered by another way than the HTTP response. */
  readonly said: readonly string[];
  readonly noted: readonly Conversation[];
  readonly left: readonly Pick<Conversation, "id" | "tenant" | "teamId">[];
  readonly lost: readonly Lost[];
  readonly lines: readonly string[];
  readonly audit: Audit;
  readonly store: Store;
  resume(): void;
  stop(): Promise<void>;
}

const options: TeamsOptions = {
  tenantId: homeTenant,
  tenants: [],
  serviceUrls: [],
  openIdUrl: "",
  tokenIssuer: "",
  loginUrl: "",
  unauthenticated: true,
};

/** Sets everything up; all of it ends with the test. */
export async function teamsDoor(chosen: TeamsDoorOptions = {}): Promise<TeamsDoor> {
  const { log, lines } = recordedLog();
  const clock = chosen.clock ?? systemClock();
  const store = chosen.store ?? createMemoryStore();
  const audit = createAuditLog({ store, clock });
  const inbox = createInbox({ store, clock, log });
  const all = { ...options, ...chosen.options };
  const ending = new AbortController();
  const kept = { events: [], spots: [], submissions: [], queries: [], said: [], noted: [], left: [], lost: [] } as {
    -readonly [K in
      | "events"
      | "spots"
      | "submissions"
      | "queries"
      | "said"
      | "noted"
      | "left"
      | "lost"]: TeamsDoor[K][number][];
  };
  const hearing = {
    options: all,
    people: chosen.people ?? { user: async ({ sender, conversation }) => userOf(sender, conversation) },
    conversations: { note: async ({ conversation }: Pick<Spot, "conversation">) => void kept.noted.push(conversation) },
    channels: { placeName: async ({ teamName }: Conversation) => teamName && `${teamName} › help` },
    sink: keepingSink(kept, chosen.sink),
    look: { profileUrl: () => undefined, channelName: () => undefined },
    respond: responding(kept, chosen.isAway ?? (() => false)),
    clock,
    log,
    signal: ending.signal,
  } satisfies Parameters<typeof deal>[1];
  const door = createDoor({
    ...{ inbox, clock, log, audit, options: all },
    conversations: { leave: async (conversation) => void kept.left.push(conversation) },
    isReady: () => true,
    isAlive: async () => true,
    process: (ticket) => deal(ticket, hearing),
    tell: async (_activity, lost) => void kept.lost.push(lost),
  });
  const { route } = createHttpDoor({ turns: createTurns({ options: all, clock, log }), door, clock, log });
  const server = createHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: [route],
    readiness: () => [],
    log,
    clock: systemClock(),
  });
  const { port } = await server.start();
  const agent = new Agent({ keepAlive: true });
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await door.close(1_000);
    ending.abort();
    agent.destroy();
    await server.stop();
  };
  onTestFinished(stop);
  const post = (body: object | string | Buffer, headers = {}) =>
    send(`http://127.0.0.1:${port}${route.path}`, agent, body, headers);
  return { ...kept, post, lines, audit, store, resume: door.resume, stop };
}

/** A real activity, as it was sent from a connector on this machine. */
function asLocal(activity: object): Record<string, unknown> {
  return { ...activity, serviceUrl: "http://127.0.0.1:9/connector/" };
}

function userOf(sender: Spot["sender"], conversation: Conversation) {
  const tenant = sender.tenant ?? conversation.tenant;
  const barred = tenant === conversation.tenant ? {} : { barred: "external" as const };
  return { platform: "teams", tenant, id: sender.directoryId ?? sender.id, ...barred };
}

/** Keeps what it hears; answers commands with “answer to …” unless told otherwise. */
function keepingSink(
  kept: { events: ChatEvent[]; submissions: FormSubmission[]; queries: OptionsQuery[] },
  own: Partial<ChatSink> = {},
): ChatSink {
  return {
    async hear(event, responder) {
      kept.events.push(event);
      if (own.hear !== undefined) return own.hear(event, responder);
      if (event.type === "command") await responder.answer({ text: `answer to ${event.text}` });
    },
    async submit(submission) {
      kept.submissions.push(submission);
      return own.submit?.(submission) ?? { type: "done" };
    },
    async options(query) {
      kept.queries.push(query);
      return own.options?.(query) ?? [];
    },
  };
}

/** In the HTTP response where it waits, else by another way. */
function responding(kept: { said: string[]; spots: Spot[] }, isAway: () => boolean): HearingParts["respond"] {
  return (spot, waiting) => {
    kept.spots.push(spot);
    return {
      async answer(message) {
        const text = plain(message.text);
        if (await waiting?.answer({ said: text })) return;
        if (isAway()) throw new Error("Nobody is there.");
        kept.said.push(text);
      },
      async open(form) {
        await waiting?.answer({ opened: form.flow });
      },
    };
  };
}

function send(
  url: string,
  agent: Agent,
  body: object | string | Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<DoorAnswer> {
  const bytes = Buffer.isBuffer(body) || typeof body === "string" ? body : JSON.stringify(asLocal(body));
  const length = { "content-length": String(Buffer.byteLength(bytes)), "content-type": "application/json" };
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers: { ...length, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const answer = text.startsWith("{") ? (JSON.parse(text) as unknown) : text || undefined;
        resolve({ status: response.statusCode ?? 0, body: answer, ms: performance.now() - began });
      });
    });
    sent.on("error", reject);
    sent.end(bytes);
  });
}
