import { allScopes } from "./api/web-api.ts";
import { type Acknowledgement, type Attempt, createCourier, type Delivery, type RawRequest } from "./delivery.ts";
import { createFaults, type Fault } from "./faults.ts";
import { listen } from "./listener.ts";
import { eventCallback } from "./payloads.ts";
import { createPerson, type Person } from "./person/person.ts";
import type { Seat } from "./person/seat.ts";
import { createSocketMode } from "./socket-mode.ts";
import { type RecordedCall, webServer } from "./web-server.ts";
import {
  type Channel,
  createWorld,
  directChannel,
  type Json,
  type SlackMessage,
  type Team,
  type User,
  type Violation,
  type World,
} from "./world.ts";

/** A user to add; the id is made up when absent. */
export type NewUser = Omit<User, "id" | "teamId" | "realName"> & { id?: string; teamId?: string; realName?: string };

/** A channel to add. The bot is a member unless `withoutBot`. */
export interface NewChannel {
  readonly id?: string;
  readonly name: string;
  readonly isPrivate?: boolean;
  readonly isShared?: boolean;
  readonly isArchived?: boolean;
  readonly members?: readonly string[];
  readonly withoutBot?: boolean;
  readonly teamId?: string;
}

/** How the app is installed and what there is from the start. */
export interface SlackOptions {
  readonly botToken: string;
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
  /** How long Slack waits for an acknowledgement; 3000 as it does. */
  readonly ackTimeoutMs?: number;
  /** What the pauses between retries of events (0, 1 min, 5 min) are multiplied by; 1 as Slack does. */
  readonly retryScale?: number;
}

/** A Slack on this machine. */
export interface SimulatedSlack {
  /** For `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  readonly botUserId: string;
  /** Where signed requests go while no Socket Mode client is connected. */
  readonly sendEventsTo: (url: string) => void;
  readonly addUser: (user: NewUser) => User;
  readonly addChannel: (channel: NewChannel) => Channel;
  readonly addUserGroup: (group: { id?: string; handle: string; name?: string; users?: readonly string[] }) => string;
  /** Lets someone join; the app hears of it when it subscribed to `member_joined_channel`. */
  readonly join: (channel: string, userId: string) => Promise<void>;
  readonly leave: (channel: string, userId: string) => void;
  /** A person by id or name, looking at a channel by id or name, or at their direct messages with `"im"`. */
  readonly as: (user: string, at?: { channel?: string; teamId?: string; isTeamless?: boolean }) => Person;
  /** Sends any event in its envelope, with Slack's retries. */
  readonly event: (event: Json, from?: { teamId?: string }) => Promise<Acknowledgement>;
  /** Sends something once more as it is, for example the `delivery` of an acknowledgement. */
  readonly again: (delivery: Delivery, attempt?: Attempt) => Promise<Acknowledgement>;
  /** The raw door: any body, signature, timestamp and headers, over HTTP. */
  readonly deliver: (body: string | Json, request?: RawRequest) => Promise<Omit<Acknowledgement, "delivery">>;
  /** Everything that was sent to the app, with its acknowledgement. */
  readonly deliveries: readonly Acknowledgement[];
  /** Everything that the app asked. */
  readonly calls: readonly RecordedCall[];
  readonly callsOf: (method: string) => readonly RecordedCall[];
  /** All messages, ephemeral ones too. */
  readonly messages: readonly SlackMessage[];
  /** Everything that broke a rule of the platform. */
  readonly violations: readonly Violation[];
  /** Plans a fault; returns how to take it back. */
  readonly fail: (target: string, fault: Fault) => () => void;
  /** Forgets all planned faults. */
  readonly heal: () => void;
  /** Closes the port and all connections. */
  readonly goDown: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  readonly socket: {
    readonly connectionCount: () => number;
    readonly disconnect: (reason: string, which?: "all" | "one") => void;
    readonly cut: () => void;
  };
  /** Resolves when nothing is on its way to the app any more, retries included. */
  readonly settled: () => Promise<void>;
  /** Forgets messages, calls, deliveries and violations: for long runs. */
  readonly forget: () => void;
  readonly stop: () => Promise<void>;
  readonly world: World;
}

const defaultEvents = ["app_mention", "message.im", "app_home_opened"];

/** Starts one. */
export async function startSlack(options: SlackOptions): Promise<SimulatedSlack> {
  const world = worldOf(options);
  const faults = createFaults();
  const calls: RecordedCall[] = [];
  const socket = createSocketMode(world.installation.appId);
  let eventsUrl: string | undefined;
  const baseUrl = (): string => `http://127.0.0.1:${listener.port}`;
  const listener = await listen(options.port ?? 0, {
    request: webServer({
      world,
      tokens: { bot: options.botToken, ...(options.appToken === undefined ? {} : { app: options.appToken }) },
      faults,
      calls,
      baseUrl,
      newSocketUrl: () => socket.newUrl(baseUrl()),
    }),
    upgrade: socket.upgrade,
  });
  const courier = createCourier({
    socket,
    url: () => eventsUrl,
    signingSecret: options.signingSecret,
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    retryScale: options.retryScale ?? 1,
  });
  const seat = {
    world,
    courier,
    baseUrl,
    events: new Set((options.events ?? defaultEvents).filter((event) => mayHear(world, event))),
    shouldEscape: options.shouldEscape ?? true,
  };
  const send = (event: Json, from: { teamId?: string } = {}) =>
    courier.sendEvent(eventCallback(world, event, { teamId: from.teamId ?? world.home.id }));

  return {
    ...populace(world, seat, send),
    apiUrl: `${baseUrl()}/api/`,
    botUserId: world.installation.botUserId,
    sendEventsTo: (url) => {
      eventsUrl = url;
    },
    event: send,
    again: courier.send,
    deliver: courier.sendRaw,
    deliveries: courier.sent,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method),
    messages: world.messages,
    violations: world.violations,
    fail: faults.plan,
    heal: faults.clear,
    goDown: listener.goDown,
    comeBack: listener.comeBack,
    socket,
    settled: courier.settled,
    forget: () => {
      for (const record of [calls, courier.sent, world.messages, world.violations]) record.length = 0;
    },
    stop: async () => {
      courier.stop();
      await socket.stop();
      await listener.goDown();
    },
    world,
  };
}

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

function worldOf(options: SlackOptions): World {
  const world = createWorld({
    installation: {
      appId: "A0CALLBOARD",
      botId: "B0CALLBOARD",
      botUserId: "U0CALLBOARD",
      ...(options.enterprise ? { enterprise: options.enterprise } : {}),
      isEnterpriseInstall: options.isEnterpriseInstall ?? false,
      scopes: new Set(options.scopes ?? allScopes),
    },
    teams: [options.team ?? { id: "T0WORKSPACE", name: "Workspace", domain: "workspace" }, ...(options.teams ?? [])],
    now: options.now ?? Date.now,
  });
  for (const user of options.users ?? []) addUser(world, user);
  for (const channel of options.channels ?? []) addChannel(world, channel);
  return world;
}

function addUser(world: World, user: NewUser): User {
  const added = { realName: user.name, teamId: world.home.id, ...user, id: user.id ?? world.newId("U") };
  world.users.set(added.id, added);
  return added;
}

function addChannel(world: World, channel: NewChannel): Channel {
  const { botUserId } = world.installation;
  const added: Channel = {
    id: channel.id ?? world.newId("C"),
    name: channel.name,
    kind: channel.isPrivate ? "group" : "channel",
    teamId: channel.teamId ?? world.home.id,
    isShared: channel.isShared ?? false,
    isArchived: channel.isArchived ?? false,
    members: new Set([...(channel.members ?? []), ...(channel.withoutBot ? [] : [botUserId])]),
  };
  world.channels.set(added.id, added);
  return added;
}

type Populace = Pick<SimulatedSlack, "addUser" | "addChannel" | "addUserGroup" | "join" | "leave" | "as">;

function populace(
  world: World,
  seat: Omit<Seat, "actor" | "channel">,
  send: (event: Json, from?: { teamId?: string }) => Promise<Acknowledgement>,
): Populace {
  const channelNamed = (name: string): Channel => {
    const found = world.channels.get(name) ?? [...world.channels.values()].find((channel) => channel.name === name);
    if (!found) throw new Error(`No channel "${name}".`);
    return found;
  };
  const userNamed = (name: string): User => {
    const found = world.users.get(name) ?? [...world.users.values()].find((user) => user.name === name);
    if (!found) throw new Error(`No user "${name}".`);
    return found;
  };
  const usual = (user: User): Channel =>
    [...world.channels.values()].find((channel) => channel.members.has(user.id)) ?? directChannel(world, user.id);

  return {
    addUser: (user) => addUser(world, user),
    addChannel: (channel) => addChannel(world, channel),
    addUserGroup: (group) => {
      const id = group.id ?? world.newId("S");
      const users = group.users ?? [];
      world.userGroups.set(id, {
        id,
        team_id: world.home.id,
        is_usergroup: true,
        name: group.name ?? group.handle,
        handle: group.handle,
        date_delete: 0,
        users,
        user_count: users.length,
      });
      return id;
    },
    join: async (name, userId) => {
      const channel = channelNamed(name);
      channel.members.add(userId);
      if (!seat.events.has("member_joined_channel") || !channel.members.has(world.installation.botUserId)) return;
      const type = channel.kind === "group" ? "G" : "C";
      await send({
        type: "member_joined_channel",
        user: userId,
        channel: channel.id,
        channel_type: type,
        team: channel.teamId,
        event_ts: world.newTs(),
      });
    },
    leave: (name, userId) => {
      channelNamed(name).members.delete(userId);
    },
    as: (name, at = {}) => {
      const user = userNamed(name);
      const isDirect = at.channel === "im";
      return createPerson({
        ...seat,
        actor: {
          user,
          teamId: at.teamId ?? (user.isStranger ? world.home.id : user.teamId),
          isTeamless: at.isTeamless ?? false,
        },
        channel: () =>
          isDirect ? directChannel(world, user.id) : at.channel === undefined ? usual(user) : channelNamed(at.channel),
      });
    },
  };
}
