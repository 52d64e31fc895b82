import type { App, Receiver } from "@slack/bolt";
import { z } from "zod";
import type { ChatSink } from "../../src/chat/adapter.ts";
import type { Ticket } from "../../src/chat/intake/ticket.ts";
import { boundedFetch } from "../../src/chat/outgoing/bounded-fetch.ts";
import { BotError } from "../../src/errors.ts";
import { createPostResponse } from "./answer/response-url.ts";
import { missingScopes } from "./check.ts";
import type { SlackBody } from "./receive/body.ts";
import { createDoor, type Door, type Inner } from "./receive/door.ts";
import { createHttpDoor, type HttpDoor } from "./receive/http-door.ts";
import { createBoltApp, ticketKey } from "./receive/listeners.ts";
import { createSocketDoor, type SocketDoor } from "./receive/socket-door.ts";
import { createSession, type Session } from "./session.ts";
import type { SlackOptions, SlackParts } from "./slack-options.ts";
import { createCall, type SlackCall } from "./web-api/call.ts";
import { findHome } from "./web-api/home.ts";
import { boundedPost, postByFetch } from "./web-api/post.ts";

/** The parts that make up one connection to Slack, put together. */
export interface Connection {
  readonly call: SlackCall;
  readonly door: Door;
  readonly http: HttpDoor | undefined;
  readonly socket: SocketDoor | undefined;
  /** Undefined until Slack said who we are. */
  session(): Session | undefined;
  /** True once everything that comes is heard. */
  hasArrived(): boolean;
  /** Learns who we are, takes up what an earlier run left, and listens. Rejects with a BotError; may be called again then. */
  arrive(sink: ChatSink, withinMs: number): Promise<void>;
}

/** A call of the Web API and a post to a response_url take at most this long. */
const requestMs = 10_000;

/** @param signal ends all that is under way */
export function createConnection(options: SlackOptions, parts: SlackParts, signal: AbortSignal): Connection {
  const { clock, log, inbox, dispatcher } = parts;
  const { apiUrl, appToken } = options;
  const fetch = boundedFetch({ clock, timeoutMs: requestMs, ...(parts.fetch && { fetch: parts.fetch }) });
  const call = createCall({ token: options.botToken, apiUrl, fetch, clock, log, signal });
  const post = parts.post === undefined ? postByFetch(fetch) : boundedPost(parts.post, clock, requestMs);
  const postResponse = createPostResponse({ apiUrl, post, clock });
  let session: Session | undefined;
  let app: App | undefined;
  let hasArrived = false;
  const home = (): Session["home"] | undefined => session?.home;

  const process = async (ticket: Ticket<SlackBody>): Promise<void> => {
    const ack = async (answer?: unknown): Promise<void> => void (await ticket.acknowledge(answer));
    const body = ticket.raw as Parameters<App["processEvent"]>[0]["body"];
    await app?.processEvent({ body, ack, customProperties: { [ticketKey]: ticket } });
  };
  const tell: Session["tell"] = async (body, lost) => session?.tell(body, lost);
  const door = createDoor({ inbox, audit: parts.audit, clock, log, home, process, isAlive: () => answers(call), tell });
  const http =
    appToken === undefined ? createHttpDoor({ signingSecret: secretOf(options), door, clock, log }) : undefined;
  const socket =
    appToken === undefined
      ? undefined
      : createSocketDoor({ appToken, apiUrl, fetch, clock, log, ...(dispatcher && { dispatcher }) });

  function buildApp(): App {
    const listen = (name: keyof Session["listeners"]) => async (ticket: Ticket<SlackBody>) =>
      session?.listeners[name](ticket);
    const inner = [...(http ? [http.receiver] : []), ...(socket ? [socket.receiver] : [])];
    const listeners = { hear: listen("hear"), submit: listen("submit"), suggest: listen("suggest") };
    return createBoltApp({
      receiver: theOnlyReceiver(inner, door),
      token: options.botToken,
      apiUrl,
      fetch,
      home,
      log,
      listeners,
    });
  }

  async function arriveHome(sink: ChatSink, withinMs: number): Promise<Session> {
    const found = await findHome(call, { withinMs });
    for (const { scope, lost } of missingScopes(found))
      log.warn({ scope, lost }, "a scope of the Slack app is missing");
    const arrived = createSession(found, sink, { call, postResponse, options, clock, log, signal });
    arrived.directory.begin(signal);
    return arrived;
  }

  return {
    call,
    door,
    http,
    socket,
    session: () => session,
    hasArrived: () => hasArrived,
    async arrive(sink, withinMs) {
      app ??= buildApp();
      session ??= await arriveHome(sink, withinMs);
      if (signal.aborted) return;
      door.resume();
      await socket?.open(signal);
      hasArrived = true;
      const workspace = session.home.tenant;
      if (socket?.connectionCount() === 0) log.warn({ workspace }, "Slack opens no connection yet");
      else log.info({ workspace, isSocket: socket !== undefined }, "Slack is connected");
    },
  };
}

/** Asked between two looks at what is left, so that an outage is not found out by each delivery anew. */
async function answers(call: SlackCall): Promise<boolean> {
  return call("auth.test", {}, z.unknown(), { withinMs: requestMs, isRepeatable: false }).then(
    () => true,
    () => false,
  );
}

function secretOf({ signingSecret }: SlackOptions): string {
  if (signingSecret !== undefined && signingSecret !== "") return signingSecret;
  throw new BotError("invalid_config", "Slack needs chat.slack.signingSecret, or chat.slack.appToken for Socket Mode.");
}

/** What Bolt's own receivers hand over goes through our door, and from there to Bolt. */
function theOnlyReceiver(inner: readonly Inner[], door: Door): Receiver {
  return {
    init: () => {
      for (const receiver of inner) receiver.init(door.enter);
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
}
