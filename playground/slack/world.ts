import { randomBytes } from "node:crypto";
import { createSignal, type Signal } from "../wire/signal.ts";
import { createTraces, type Traces } from "./traces.ts";

/** A JSON object as it travels to or from the app. */
export type Json = Record<string, unknown>;

/** Whether something is one. */
export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A workspace. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

/** A person, guest, bot or stranger from another organisation. */
export interface User {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly realName: string;
  readonly email?: string;
  readonly isBot?: boolean;
  readonly isDeleted?: boolean;
  readonly isAdmin?: boolean;
  /** A guest of several channels (`is_restricted`) or of one only (`is_ultra_restricted`). */
  readonly isGuest?: "multi-channel" | "single-channel";
  /** From another organisation, met in a Slack Connect channel. */
  readonly isStranger?: boolean;
  /** The same human in the whole organisation; workspaces they belong to. */
  readonly enterpriseUser?: { readonly id: string; readonly teams: readonly string[] };
}

/** A place where messages are. `kind` decides scopes and `channel_type`. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: "channel" | "group" | "im";
  readonly teamId: string;
  /** Shared with another organisation. */
  readonly isShared: boolean;
  isArchived: boolean;
  readonly members: Set<string>;
}

/** A message as Slack's API shows it; `visibleTo` is set for ephemeral ones. */
export interface SlackMessage {
  readonly type: "message";
  readonly channel: string;
  readonly ts: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly team?: string;
  readonly client_msg_id?: string;
  thread_ts?: string;
  text: string;
  blocks?: readonly Json[];
  attachments?: readonly Json[];
  metadata?: Json;
  edited?: { user: string; ts: string };
  readonly visibleTo?: string;
}

/** An open modal as Slack shows it to the app. */
export interface View extends Json {
  readonly id: string;
  readonly hash: string;
  readonly blocks: readonly Json[];
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly external_id: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  readonly state: { readonly values: FormValues };
}

/** What stands in the inputs of a form: block_id, action_id, state. */
export type FormValues = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** A permission to open one modal, given with every interaction. */
export interface Trigger {
  readonly userId: string;
  readonly teamId: string;
  readonly expiresAt: number;
  /** The modal in which the interaction happened. */
  readonly viewId: string | undefined;
  isUsed: boolean;
}

/** An address to answer one interaction at. */
export interface ResponseUrl {
  readonly channel: string;
  readonly userId: string;
  readonly expiresAt: number;
  /** The message whose button was pressed. */
  readonly message?: SlackMessage | undefined;
  uses: number;
}

/** A broken rule of the platform in something the app sent. */
export interface Violation {
  readonly where: string;
  readonly problems: readonly string[];
  readonly params: Json;
}

/** The app as it is installed. */
export interface Installation {
  /** What people call it; in lower case it follows the `@` of a mention. */
  readonly appName: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly enterprise?: { readonly id: string; readonly name: string };
  readonly isEnterpriseInstall: boolean;
  readonly scopes: ReadonlySet<string>;
}

/** Everything that the simulated Slack knows. */
export interface World {
  readonly installation: Installation;
  readonly teams: Map<string, Team>;
  readonly home: Team;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  readonly userGroups: Map<string, Json>;
  readonly messages: SlackMessage[];
  /** Open modals of each person, the lowest first. */
  readonly modals: Map<string, View[]>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly violations: Violation[];
  readonly traces: Traces;
  /** Says that something here changed by itself or by what a person did: what the app does is seen on the wire. */
  readonly changes: Signal;
  readonly now: () => number;
  readonly newId: (prefix: string) => string;
  readonly newTs: () => string;
}

/** An empty world with one workspace and the app's bot. */
export function createWorld(options: {
  readonly installation: Installation;
  readonly teams: readonly [Team, ...Team[]];
  readonly now: () => number;
}): World {
  const { installation, teams, now } = options;
  const [home] = teams;
  const { botUserId: id, appName } = installation;
  let lastId = 0;
  let lastMicros = 0;

  return {
    installation,
    teams: new Map(teams.map((team) => [team.id, team])),
    home,
    users: new Map([[id, { id, teamId: home.id, name: appName.toLowerCase(), realName: appName, isBot: true }]]),
    channels: new Map(),
    userGroups: new Map(),
    messages: [],
    modals: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    violations: [],
    traces: createTraces(),
    changes: createSignal(),
    now,
    newId: (prefix) => {
      lastId += 1;
      return `${prefix}${lastId.toString(36).toUpperCase().padStart(10, "0")}`;
    },
    newTs: () => {
      lastMicros = Math.max(lastMicros + 1, now() * 1000);
      return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, "0")}`;
    },
  };
}

/** A new trigger_id: valid for three seconds and once. https://docs.slack.dev/interactivity/handling-user-interaction */
export function newTrigger(world: World, userId: string, teamId: string, viewId?: string): string {
  const id = `${world.newTs().replace(".", "")}.${randomBytes(4).readUInt32BE()}.${randomBytes(16).toString("hex")}`;
  world.triggers.set(id, { userId, teamId, viewId, expiresAt: world.now() + 3000, isUsed: false });
  return id;
}

/** The path of a new response_url: good for 5 uses in 30 minutes, see the same page. */
export function newResponsePath(
  world: World,
  kind: "commands" | "actions" | "app",
  use: Pick<ResponseUrl, "channel" | "userId" | "message">,
): string {
  const path = `/${kind}/${world.home.id}/${world.newTs().replace(".", "")}/${randomBytes(12).toString("hex")}`;
  world.responseUrls.set(path, { ...use, uses: 0, expiresAt: world.now() + 30 * 60_000 });
  return path;
}

/** The direct message channel between the bot and a person, made on first use. */
export function directChannel(world: World, userId: string): Channel {
  const { botUserId } = world.installation;
  const known = [...world.channels.values()].find(({ kind, members }) => kind === "im" && members.has(userId));
  if (known) return known;
  const user = world.users.get(userId);
  const channel: Channel = {
    id: world.newId("D"),
    name: "directmessage",
    kind: "im",
    teamId: user?.teamId ?? world.home.id,
    isShared: user?.isStranger === true,
    isArchived: false,
    members: new Set([userId, botUserId]),
  };
  world.channels.set(channel.id, channel);
  return channel;
}

/** A message of the bot, stored. */
export function addBotMessage(
  world: World,
  message: Pick<SlackMessage, "channel" | "text"> & Partial<SlackMessage>,
): SlackMessage {
  const { botUserId, botId, appId } = world.installation;
  const stored: SlackMessage = {
    type: "message",
    user: botUserId,
    bot_id: botId,
    app_id: appId,
    team: world.home.id,
    ts: world.newTs(),
    ...message,
  };
  world.messages.push(stored);
  world.traces.touched(stored);
  return stored;
}

/** A conversation or a person by id or name. */
export function named<T extends { readonly id: string; readonly name: string }>(
  all: ReadonlyMap<string, T>,
  name: string,
): T | undefined {
  return all.get(name) ?? [...all.values()].find((one) => one.name === name);
}

/** How the organisation is named beside a workspace, when the app's belongs to one. */
export function organisationIn({ installation: { enterprise } }: World): Json {
  return enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {};
}
