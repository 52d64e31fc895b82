import { checkBlocks, checkText, checkView } from "../check-message.ts";
import { Refusal, refusedJson, splitProblem } from "../refusal.ts";
import { asShown } from "../stored-blocks.ts";
import {
  addBotMessage,
  type Channel,
  directChannel,
  isJson,
  type Json,
  type SlackMessage,
  type World,
} from "../world.ts";
import { type Asked, type Call, channelArg, jsonArg, type Method, needScope, readerNamed, textArg } from "./call.ts";

/** Methods that write messages. */
export const chatMethods: Readonly<Record<string, Method>> = {
  "chat.postMessage": { scopes: ["chat:write"], run: postMessage },
  "chat.postEphemeral": { scopes: ["chat:write"], run: postEphemeral },
  "chat.update": { scopes: ["chat:write"], run: update },
  "chat.delete": { scopes: ["chat:write"], run: remove },
  "chat.getPermalink": { scopes: [], run: permalink },
  "blocks.validate": { scopes: [], run: validate },
};

/** What a message says, checked as the API checks it. */
export interface Content {
  readonly text: string;
  readonly blocks?: readonly Json[];
  readonly attachments?: readonly Json[];
  readonly metadata?: Json;
}

/** A longer text of a new message is cut. https://docs.slack.dev/reference/methods/chat.postMessage */
const maxPosted = 40_000;
/** A longer text of an update is refused. https://docs.slack.dev/reference/methods/chat.update */
const maxUpdated = 4000;
const maxMarkdown = 12_000;

/** The content of a call or of a response_url post; notes what breaks a rule and refuses what Slack refuses. */
export function contentOf(call: Asked, where: string): Content {
  const blocks = jsonArg(call, "blocks", "invalid_blocks_format") as readonly Json[] | undefined;
  const attachments = jsonArg(call, "attachments", "invalid_attachments") as readonly Json[] | undefined;
  const text = textArg(call, "text") || textArg(call, "markdown_text");
  const metadata = metadataArg(call);
  const broken = blocks === undefined ? [] : checkBlocks(blocks);
  const problems = [...checkText(text), ...broken];
  if (problems.length > 0) call.world.violations.push({ where, problems, params: call.args });
  refuseText(call, where === "chat.update", blocks !== undefined);
  if (broken.some((problem) => problem.includes("13200"))) throw new Refusal("msg_blocks_too_long");
  if (broken.length > 0) throw refusedJson("invalid_blocks", broken);
  if (attachments && attachments.length > 100) throw new Refusal("too_many_attachments");

  return {
    text: text.slice(0, maxPosted) || (blocks?.length ? "This content can't be displayed." : ""),
    ...(blocks && { blocks: asShown(call.world, blocks) }),
    ...(attachments && { attachments }),
    ...(metadata && { metadata }),
  };
}

function refuseText(call: Asked, isUpdate: boolean, hasBlocks: boolean): void {
  const text = textArg(call, "text");
  const markdown = textArg(call, "markdown_text");
  if (markdown !== "" && (text !== "" || hasBlocks)) throw new Refusal("markdown_text_conflict");
  const isLong = isUpdate && (text || markdown).length > maxUpdated;
  if (isLong || markdown.length > maxMarkdown) throw new Refusal("msg_too_long");
}

/** The content, refused when there is nothing to see in it. */
export function needContent(content: Content): Content {
  if (content.text === "" && !content.blocks?.length && !content.attachments?.length) throw new Refusal("no_text");
  return content;
}

function metadataArg(call: Asked): Json | undefined {
  const metadata = jsonArg(call, "metadata", "invalid_metadata_format") as Json | undefined;
  if (metadata === undefined || Object.keys(metadata).length === 0) return metadata;
  if (typeof metadata["event_type"] === "string" && isJson(metadata["event_payload"])) return metadata;
  throw new Refusal("invalid_metadata_schema");
}

function postMessage(call: Call): Json {
  const { world } = call;
  const channel = destination(call);
  if (channel.isArchived) throw new Refusal("is_archived");
  if (!channel.members.has(world.installation.botUserId)) {
    if (channel.kind !== "channel") throw new Refusal("channel_not_found");
    if (!world.installation.scopes.has("chat:write.public")) throw new Refusal("not_in_channel");
  }
  if (textArg(call, "username") || textArg(call, "icon_url") || textArg(call, "icon_emoji"))
    needScope(world, "chat:write.customize");
  const content = needContent(contentOf(call, "chat.postMessage"));
  const message = addBotMessage(world, { channel: channel.id, ...content, ...threadOf(call, channel) });
  return { channel: channel.id, ts: message.ts, message: answered(message) };
}

/** A channel by id or name, or a person by id: their direct messages. */
function destination(call: Call): Channel {
  const { world } = call;
  const name = textArg(call, "channel").replace(/^[#@]/, "");
  if (readerNamed(world, name)) return directChannel(world, name);
  const byName = [...world.channels.values()].find((channel) => channel.kind !== "im" && channel.name === name);
  return channelArg({ world, args: { channel: byName?.id ?? name } });
}

function threadOf(call: Call, channel: Channel): { thread_ts?: string } {
  const ts = textArg(call, "thread_ts");
  if (ts === "") return {};
  const parent = messageAt(call.world, channel, ts);
  if (!parent || (parent.thread_ts !== undefined && parent.thread_ts !== ts))
    call.world.violations.push({
      where: "thread_ts",
      problems: ["/thread_ts: is not the ts of a message that starts a thread in this channel"],
      params: call.args,
    });
  return { thread_ts: ts };
}

function answered(message: SlackMessage): Json {
  const { channel: _channel, visibleTo: _visibleTo, ...rest } = message;
  return rest;
}

function postEphemeral(call: Call): Json {
  const { world } = call;
  const channel = channelArg(call);
  const userId = textArg(call, "user");
  if (channel.isArchived) throw new Refusal("is_archived");
  if (!channel.members.has(world.installation.botUserId)) throw new Refusal("not_in_channel");
  if (!channel.members.has(userId)) throw new Refusal("user_not_in_channel");
  const content = needContent(contentOf(call, "chat.postEphemeral"));
  const thread = threadOf(call, channel);
  return { message_ts: addBotMessage(world, { channel: channel.id, ...content, ...thread, visibleTo: userId }).ts };
}

/** The bot's own message that a call names; `error` for one of somebody else. */
function ownMessage(call: Call, channel: Channel, error: string): SlackMessage {
  const message = messageAt(call.world, channel, textArg(call, "ts"));
  if (!message || message.visibleTo !== undefined) throw new Refusal("message_not_found");
  if (message.user !== call.world.installation.botUserId) throw new Refusal(error);
  return message;
}

function messageAt(world: World, channel: Channel, ts: string): SlackMessage | undefined {
  return world.messages.find((message) => message.channel === channel.id && message.ts === ts);
}

/** What is absent stays or goes as https://docs.slack.dev/reference/methods/chat.update says. */
function update(call: Call): Json {
  const { world } = call;
  const channel = channelArg(call);
  const message = ownMessage(call, channel, "cant_update_message");
  if (channel.isArchived) throw new Refusal("is_archived");
  const content = contentOf(call, "chat.update");
  if (!content.blocks && !content.attachments && !content.metadata) needContent(content);
  replaceContent(world, message, content);
  return { channel: channel.id, ts: message.ts, text: message.text, message: answered(message) };
}

/** Puts other content into a message. */
export function replaceContent(world: World, message: SlackMessage, content: Content): void {
  world.traces.touched(message);
  const hasText = content.text !== "";
  if (hasText) message.text = content.text;
  if (content.blocks?.length) message.blocks = content.blocks;
  else if (content.blocks || hasText) delete message.blocks;
  if (content.attachments?.length) message.attachments = content.attachments;
  else if (content.attachments || hasText) delete message.attachments;
  if (content.metadata) {
    if (Object.keys(content.metadata).length > 0) message.metadata = content.metadata;
    else delete message.metadata;
  }
  if (!content.blocks) message.edited = { user: world.installation.botUserId, ts: world.newTs() };
}

function remove(call: Call): Json {
  const { world } = call;
  const channel = channelArg(call);
  const message = ownMessage(call, channel, "cant_delete_message");
  world.messages.splice(world.messages.indexOf(message), 1);
  return { channel: channel.id, ts: message.ts };
}

function permalink(call: Call): Json {
  const { world } = call;
  const channel = channelArg(call);
  const ts = textArg(call, "message_ts");
  const message = messageAt(world, channel, ts);
  if (!message) throw new Refusal("message_not_found");
  const domain = world.teams.get(channel.teamId)?.domain ?? world.home.domain;
  const thread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : "";
  const permalink = `https://${domain}.slack.com/archives/${channel.id}/p${ts.replace(".", "")}${thread}`;
  return { channel: channel.id, permalink };
}

/** https://docs.slack.dev/reference/methods/blocks.validate takes one of three and names everything that is wrong with it. */
function validate(call: Call): Json {
  const given = (["blocks", "message", "view"] as const).filter((name) => call.args[name] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) throw new Refusal("invalid_arguments");
  const value = jsonArg(call, kind, "invalid_arguments");
  const blocks = kind === "message" && isJson(value) ? value["blocks"] : value;
  const problems = kind === "view" ? checkView(value) : checkBlocks(blocks);
  if (problems.length === 0) return {};
  const errors = problems.map((problem) => {
    const [pointer, message] = splitProblem(problem);
    return { pointer, code: "failed_constraint", message };
  });
  throw new Refusal(`invalid_${kind}`, { errors });
}
