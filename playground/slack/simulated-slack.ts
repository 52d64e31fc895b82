import { createExchangeLog, type ExchangeLog } from "../wire/exchange-log.ts";
import { createFaults, type Faults } from "../wire/faults.ts";
import { type Listener, listen } from "../wire/listener.ts";
import { allScopes } from "./api/web-api.ts";
import { type Acknowledgement, type Courier, createCourier } from "./delivery.ts";
import { eventCallback } from "./payloads.ts";
import { type NewChannel, type NewUser, type Population, population } from "./population.ts";
import { createRateLimits } from "./rate-limits.ts";
import { createSocketMode, type SocketMode } from "./socket-mode.ts";
import { type RecordedCall, webServer } from "./web-server.ts";
import { createWorld, type Json, type SlackMessage, type Team, type Violation, type World } from "./world.ts";

/** How the app is installed and what there is from the start. */
export interface SlackOptions {
  readonly botToken: string;
  /** "App" unless told. */
  readonly appName?: string;
  readonly signingSecret: string;
  /** For Socket Mode. */
  readonly appToken?: string;
  /** On 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  readonly team?: Team;
  /** Further workspaces of the organisation. */
  readonly teams?: readonly Team[];
  readonly enterprise?: { readonly id: string; readonly name: string };
  readonly isEnterpriseInstall?: boolean;
  /** Granted bot scopes; all that there are unless told. */
  readonly scopes?: readonly string[];
  /** Subscribed bot events; `app_mention`, `message.im` and `app_home_opened` unless told. */
  readonly events?: readonly string[];
  /** Whether slash commands arrive with names and addresses as tokens; yes unless told. */
  readonly shouldEscape?: boolean;
  readonly users?: readonly NewUser[];
  readonly channels?: readonly NewChannel[];
  /** The clock of triggers, response_urls and messages. Requests are signed by the real one, as Bolt checks them by it. */
  readonly now?: () => number;
  /** Answers 429 to more calls than Slack promises to take; never unless told, for benches and quick tests. */
  readonly rateLimits?: boolean;
  /** How long Slack waits for an acknowledgement; 3000 as it does. */
  readonly ackTimeoutMs?: number;
  /** What the pauses between retries of events (0, 1 min, 5 min) are multiplied by; 1 as Slack does. */
  readonly retryScale?: number;
  /** Takes what is posted to response_urls below `/load/`, unread: for benches, whose answers are too many to be looked at. */
  readonly takeLoad?: (path: string, body: string) => void;
}

/** A Slack on this machine. */
export interface SimulatedSlack extends Population, Pick<Listener, "goDown" | "comeBack"> {
  /** For `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  readonly botUserId: string;
  /** Where signed requests go while no Socket Mode client is connected. */
  readonly sendEventsTo: (url: string) => void;
  /** Sends any event in its envelope, with Slack's retries. */
  readonly event: (event: Json, from?: { teamId?: string }) => Promise<Acknowledgement>;
  readonly again: Courier["send"];
  readonly deliver: Courier["sendRaw"];
  readonly settled: Courier["settled"];
  /** Everything that was sent to the app, with its acknowledgement. */
  readonly deliveries: readonly Acknowledgement[];
  /** Everything that the app asked. */
  readonly calls: readonly RecordedCall[];
  readonly callsOf: (method: string) => readonly RecordedCall[];
  /** The last 1000 exchanges in both directions, as they went over the wire. */
  readonly exchanges: ExchangeLog;
  /** The ids of the exchanges that brought a message, changed it or told the app of it, of those that are still kept. */
  readonly exchangesOf: (message: Pick<SlackMessage, "channel" | "ts">) => readonly number[];
  /** All messages, ephemeral ones too. */
  readonly messages: readonly SlackMessage[];
  /** Everything that broke a rule of the platform. */
  readonly violations: readonly Violation[];
  readonly fail: Faults["plan"];
  readonly plannedFaults: Faults["waiting"];
  readonly heal: Faults["clear"];
  readonly isDown: () => boolean;
  readonly socket: Pick<SocketMode, "connectionCount" | "disconnect" | "cut">;
  /** Forgets messages, calls, deliveries, exchanges and violations: for long runs. */
  readonly forget: () => void;
  readonly stop: () => Promise<void>;
  readonly world: World;
}

/** Starts one. */
export async function startSlack(options: SlackOptions): Promise<SimulatedSlack> {
  const { botToken, appToken, signingSecret, ackTimeoutMs = 3000, retryScale = 1, shouldEscape = true } = options;
  const world = worldOf(options);
  const { changed } = world.changes;
  const faults = createFaults(changed, options.rateLimits ? createRateLimits(world.now) : undefined);
  const calls: RecordedCall[] = [];
  const exchanges = createExchangeLog(world.now);
  const socket = createSocketMode(world.installation.appId, exchanges);
  let eventsUrl: string | undefined;
  const url = () => eventsUrl;
  const baseUrl = (): string => `http://127.0.0.1:${listener.port}`;
  const newSocketUrl = () => socket.newUrl(baseUrl());
  const tokens = { bot: botToken, ...(appToken === undefined ? {} : { app: appToken }) };
  const listener = await listen(options.port ?? 0, {
    request: webServer({ world, tokens, faults, calls, exchanges, newSocketUrl, takeLoad: options.takeLoad }),
    upgrade: (request, connection, head) => {
      socket.upgrade(request, connection, head);
      connection.once("close", changed);
      changed();
    },
  });
  const { traces } = world;
  const courier = createCourier({ socket, url, signingSecret, ackTimeoutMs, retryScale, exchanges, traces });
  const events = new Set((options.events ?? defaultEvents).filter((event) => mayHear(world, event)));
  const event = (event: Json, { teamId = world.home.id }: { teamId?: string } = {}) =>
    courier.sendEvent(eventCallback(world, event, { teamId }));
  const people = population(world, { world, courier, baseUrl, events, shouldEscape }, event);
  for (const user of options.users ?? []) people.addUser(user);
  for (const channel of options.channels ?? []) people.addChannel(channel);

  return {
    ...people,
    apiUrl: `${baseUrl()}/api/`,
    botUserId: world.installation.botUserId,
    sendEventsTo: (url) => {
      eventsUrl = url;
    },
    event,
    again: courier.send,
    deliver: courier.sendRaw,
    settled: courier.settled,
    ...records(world, calls, courier.sent, exchanges),
    fail: faults.plan,
    plannedFaults: faults.waiting,
    heal: faults.clear,
    goDown: () => listener.goDown().finally(changed),
    comeBack: () => listener.comeBack().finally(changed),
    isDown: () => !listener.isOpen(),
    socket,
    stop: async () => {
      courier.stop();
      await socket.stop();
      await listener.goDown();
    },
    world,
  };
}

/** What happened. */
function records(world: World, calls: RecordedCall[], deliveries: Acknowledgement[], exchanges: ExchangeLog) {
  const { messages, violations, traces } = world;
  return {
    deliveries,
    calls,
    callsOf: (method: string) => calls.filter((call) => call.method === method),
    exchanges,
    exchangesOf: (message: Pick<SlackMessage, "channel" | "ts">) => traces.behind(message).filter(exchanges.has),
    messages,
    violations,
    forget: () => {
      for (const record of [calls, deliveries, messages, violations]) record.length = 0;
      for (const record of [exchanges, traces]) record.clear();
      for (const given of [world.triggers, world.responseUrls])
        for (const [key, { expiresAt }] of given) if (expiresAt < world.now()) given.delete(key);
    },
  };
}

const defaultEvents = ["app_mention", "message.im", "app_home_opened"];

const eventScopes: Readonly<Record<string, string>> = {
  app_mention: "app_mentions:read",
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  "message.im": "im:history",
  member_joined_channel: "channels:read",
};

/** Slack sends no event whose scope was not granted. */
function mayHear(world: World, event: string): boolean {
  const scope = eventScopes[event];
  return scope === undefined || world.installation.scopes.has(scope);
}

function worldOf({ enterprise, isEnterpriseInstall = false, scopes = allScopes, ...options }: SlackOptions): World {
  const { team = { id: "T0WORKSPACE", name: "Workspace", domain: "workspace" }, teams = [], now = Date.now } = options;
  const installation = {
    appName: options.appName ?? "App",
    appId: "A0APP",
    botId: "B0APP",
    botUserId: "U0APP",
    ...(enterprise && { enterprise }),
    isEnterpriseInstall,
    scopes: new Set(scopes),
  };
  return createWorld({ installation, teams: [team, ...teams], now });
}
