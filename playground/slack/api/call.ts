import { Refusal } from "../refusal.ts";
import type { Channel, Json, User, World } from "../world.ts";

/** What was asked, and of which world. */
export interface Asked {
  readonly world: World;
  readonly args: Json;
}

/** One call of a Web API method, its token checked already. */
export interface Call extends Asked {
  /** A new address for a Socket Mode connection. */
  readonly newSocketUrl: () => string;
}

/** How a method answers; throws a Refusal for `ok: false`. */
export interface Method {
  /** One of these is needed; none means that any token will do. */
  readonly scopes: readonly string[];
  readonly token?: "app";
  /** Needs `team_id` when the app is installed for the organisation. */
  readonly isPerTeam?: true;
  readonly run: (call: Call) => Json;
}

/** An argument as text, "" when it is absent. */
export function textArg({ args }: Asked, name: string): string {
  return String(args[name] ?? "");
}

/** An argument that is a flag: form bodies carry it as text. */
export function isSet(call: Asked, name: string): boolean {
  return ["true", "1"].includes(textArg(call, name));
}

/** An argument that is JSON, in a form body as text. Undefined when it is absent; throws `error` when it cannot be read. */
export function jsonArg({ args }: Asked, name: string, error: string): unknown {
  const value = args[name];
  if (value === "") return undefined;
  const read = typeof value === "string" ? parsed(value, error) : value;
  if (isTooDeep(read)) throw new Refusal(error);
  return read;
}

function parsed(text: string, error: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(error);
  }
}

/** Whether something is nested deeper than anything that has a meaning: whoever walks through it would run out of stack. */
export function isTooDeep(value: unknown, levels = 100): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}

/** Refuses as Slack does when a scope was not granted. */
export function needScope(world: World, ...anyOf: readonly string[]): void {
  const { scopes } = world.installation;
  if (anyOf.length === 0 || anyOf.some((scope) => scopes.has(scope))) return;
  throw new Refusal("missing_scope", { needed: anyOf.join(","), provided: [...scopes].join(",") });
}

const scopePrefix = { channel: "channels", group: "groups", im: "im" } as const;

/** The scope that a kind of conversation needs, for example `groups:history`. */
export function conversationScope(kind: Channel["kind"], verb: "read" | "history" | "write"): string {
  return `${scopePrefix[kind]}:${verb}`;
}

/** The conversation that `channel` names. Private ones without the bot are unknown to it. */
export function channelArg({ world, args }: Asked): Channel {
  const channel = world.channels.get(String(args["channel"]));
  if (channel && (channel.kind === "channel" || channel.members.has(world.installation.botUserId))) return channel;
  throw new Refusal("channel_not_found");
}

/** Whom the bot may write to in direct messages; undefined for somebody unknown. */
export function readerNamed(world: World, id: string): User | undefined {
  const user = world.users.get(id);
  if (user?.isDeleted) throw new Refusal("user_disabled");
  if (user?.isBot) throw new Refusal("cannot_dm_bot");
  return user;
}

/** One page of a list, and what the answer says of the next. */
export function page<T>(call: Asked, items: readonly T[]) {
  const cursor = textArg(call, "cursor");
  const start = cursor === "" ? 0 : Number(Buffer.from(cursor, "base64").toString().replace("at:", ""));
  if (!Number.isInteger(start) || start < 0 || start > items.length) throw new Refusal("invalid_cursor");
  const limit = Number(textArg(call, "limit") || 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new Refusal("invalid_limit");
  const end = start + limit;
  const next_cursor = end < items.length ? Buffer.from(`at:${end}`).toString("base64") : "";
  return { items: items.slice(start, end), more: { response_metadata: { next_cursor } } };
}
