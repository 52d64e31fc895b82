import { Refusal } from "../refusal.ts";
import type { Channel, Json, World } from "../world.ts";

/** One call of a Web API method, its token checked already. */
export interface Call {
  readonly world: World;
  readonly args: Json;
  /** `http://127.0.0.1:<port>` */
  readonly baseUrl: string;
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
export function textArg(call: Pick<Call, "args">, name: string): string {
  const value = call.args[name];
  return typeof value === "string" ? value : value === undefined || value === null ? "" : String(value);
}

/** An argument that is a flag: form bodies carry it as text. */
export function isSet(call: Call, name: string): boolean {
  return ["true", "1"].includes(textArg(call, name));
}

/** An argument that is JSON, in a form body as text. Undefined when it is absent; throws `error` when it cannot be read. */
export function jsonArg(call: Pick<Call, "args">, name: string, error: string): unknown {
  const value = call.args[name];
  if (typeof value !== "string") return value;
  if (value === "") return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw new Refusal(error);
  }
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
export function channelArg(call: Call): Channel {
  const channel = call.world.channels.get(textArg(call, "channel"));
  if (!channel) throw new Refusal("channel_not_found");
  if (channel.kind !== "channel" && !channel.members.has(call.world.installation.botUserId))
    throw new Refusal("channel_not_found");
  return channel;
}

/** One page of a list, with the cursor of the next. */
export function page<T>(call: Call, items: readonly T[]): { readonly items: readonly T[]; readonly next: string } {
  const cursor = textArg(call, "cursor");
  const start = cursor === "" ? 0 : Number(Buffer.from(cursor, "base64").toString().replace("at:", ""));
  if (!Number.isInteger(start) || start < 0 || start > items.length) throw new Refusal("invalid_cursor");
  const limit = Number(textArg(call, "limit") || 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new Refusal("invalid_limit");
  const end = start + limit;
  const next = end < items.length ? Buffer.from(`at:${end}`).toString("base64") : "";
  return { items: items.slice(start, end), next };
}
