import { Refusal } from "../refusal.ts";
import { type Channel, directChannel, type Json, type SlackMessage, type World } from "../world.ts";
import {
  type Call,
  channelArg,
  conversationScope,
  isSet,
  type Method,
  needScope,
  page,
  readerNamed,
  textArg,
} from "./call.ts";

const readScopes = ["channels:read", "groups:read", "im:read", "mpim:read"];
const historyScopes = ["channels:history", "groups:history", "im:history", "mpim:history"];

/** Methods about channels, direct messages and what was written in them. */
export const conversationMethods: Readonly<Record<string, Method>> = {
  "conversations.info": {
    scopes: readScopes,
    run: (call) => ({ channel: channelJson(call.world, readable(call, "read")) }),
  },
  "conversations.list": { scopes: readScopes, isPerTeam: true, run: list },
  "conversations.members": { scopes: readScopes, run: members },
  "conversations.open": { scopes: ["im:write", "mpim:write", "channels:manage", "groups:write"], run: open },
  "conversations.history": { scopes: historyScopes, run: history },
  "conversations.replies": { scopes: historyScopes, run: replies },
};

function readable(call: Call, verb: "read" | "history"): Channel {
  const channel = channelArg(call);
  needScope(call.world, conversationScope(channel.kind, verb));
  return channel;
}

const kindOfType: Readonly<Record<string, Channel["kind"] | "mpim">> = {
  public_channel: "channel",
  private_channel: "group",
  im: "im",
  mpim: "mpim",
};

function list(call: Call): Json {
  const { world } = call;
  const kinds = (textArg(call, "types") || "public_channel").split(",").map((type) => kindOfType[type.trim()]);
  for (const kind of kinds) {
    if (kind === undefined) throw new Refusal("invalid_types");
    needScope(world, kind === "mpim" ? "mpim:read" : conversationScope(kind, "read"));
  }
  const teamId = textArg(call, "team_id");
  const found = [...world.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      (channel.kind === "channel" || channel.members.has(world.installation.botUserId)) &&
      (teamId === "" || channel.teamId === teamId) &&
      !(channel.isArchived && isSet(call, "exclude_archived")),
  );
  const { items, more } = page(call, found);
  return { channels: items.map((channel) => channelJson(world, channel)), ...more };
}

function members(call: Call): Json {
  const { items, more } = page(call, [...readable(call, "read").members]);
  return { members: items, ...more };
}

function open(call: Call): Json {
  const { world } = call;
  const userId = textArg(call, "users") || textArg(call, "user");
  const named = world.channels.get(textArg(call, "channel"));
  if (userId.includes(",")) throw new Refusal("not_enough_users");
  if (!readerNamed(world, userId) && !named)
    throw new Refusal(userId === "" ? "users_list_not_supplied" : "user_not_found");
  needScope(world, "im:write");
  const channel = named ?? directChannel(world, userId);
  return { channel: isSet(call, "return_im") ? channelJson(world, channel) : { id: channel.id } };
}

function history(call: Call): Json {
  const found = inWindow(call).filter((message) => !message.thread_ts || message.thread_ts === message.ts);
  return { ...messagesPage(call, found.reverse()), pin_count: 0 };
}

function replies(call: Call): Json {
  const ts = textArg(call, "ts");
  const thread = inWindow(call).filter((message) => message.ts === ts || message.thread_ts === ts);
  if (thread.length === 0) throw new Refusal("thread_not_found");
  return messagesPage(call, thread);
}

function messagesPage(call: Call, found: readonly SlackMessage[]): Json {
  const { items, more } = page(call, found);
  const has_more = more.response_metadata.next_cursor !== "";
  return { messages: items.map((message) => shown(call, message)), has_more, ...more };
}

/** What all see in a conversation of the bot's, between the times that the call names. */
function inWindow(call: Call): SlackMessage[] {
  const channel = readable(call, "history");
  if (!channel.members.has(call.world.installation.botUserId)) throw new Refusal("not_in_channel");
  const oldest = Number(textArg(call, "oldest") || 0);
  const latest = Number(textArg(call, "latest") || Number.POSITIVE_INFINITY);
  const inclusive = isSet(call, "inclusive");
  return call.world.messages.filter((message) => {
    const ts = Number(message.ts);
    const isInside = inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
    return message.channel === channel.id && message.visibleTo === undefined && isInside;
  });
}

function shown(call: Call, message: SlackMessage): Json {
  const { channel: _channel, visibleTo: _visibleTo, metadata, ...rest } = message;
  const replies = call.world.messages.filter((reply) => reply.thread_ts === message.ts && reply.ts !== message.ts);
  return {
    ...rest,
    ...(replies.length > 0 && { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts }),
    ...(metadata && isSet(call, "include_all_metadata") && { metadata }),
  };
}

function channelJson(world: World, channel: Channel): Json {
  const { botUserId, enterprise } = world.installation;
  const { id, name, kind, members, isShared } = channel;
  const common = {
    id,
    created: Math.floor(world.now() / 1000),
    is_archived: channel.isArchived,
    is_im: kind === "im",
    is_org_shared: false,
    context_team_id: channel.teamId,
    ...(enterprise && { enterprise_id: enterprise.id }),
  };
  if (kind === "im")
    return {
      ...common,
      user: [...members].find((member) => member !== botUserId),
      is_user_deleted: false,
      priority: 0,
    };
  return {
    ...common,
    name,
    name_normalized: name,
    is_channel: kind === "channel",
    is_group: kind === "group",
    is_mpim: false,
    is_private: kind === "group",
    is_general: name === "general",
    is_shared: isShared,
    is_ext_shared: isShared,
    is_pending_ext_shared: false,
    is_member: members.has(botUserId),
    num_members: members.size,
    topic: { value: "", creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
  };
}
