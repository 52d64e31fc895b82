import { accountOf } from "./activities.ts";
import { isTooBig, problemsOfActivity } from "./check-activity.ts";
import { Refusal } from "./refusal.ts";
import {
  addMessage,
  type Conversation,
  changeMessage,
  isJson,
  type Json,
  type Person,
  personalChat,
  type TeamsMessage,
  type World,
} from "./world.ts";

/** One call of the bot. */
export interface Call {
  readonly world: World;
  /** What stands in the address, in order. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly exchange: number;
  readonly serviceUrl: string;
  /** Whether targeted messages are there. */
  readonly isTargetingOn: boolean;
}

/** What is answered. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An operation of the connector, by the name that the SDK has for it. */
export interface Operation {
  readonly name: string;
  readonly verb: string;
  readonly path: RegExp;
  readonly run: (call: Call) => Reply;
}

const operation = (verb: string, path: string, name: string, run: Operation["run"]): Operation => ({
  name,
  verb,
  // The SDK ends some addresses in a slash.
  path: new RegExp(`^/connector/v3/${path.replaceAll(/:\w+/g, "([^/]+)")}/?$`),
  run,
});

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference, and those that Teams adds. */
export const operations: readonly Operation[] = [
  operation("POST", "conversations", "createConversation", create),
  operation("POST", "conversations/:id/activities", "sendToConversation", (call) => created(post(call))),
  operation("POST", "conversations/:id/activities/:activity", "replyToActivity", (call) => created(post(call))),
  operation("PUT", "conversations/:id/activities/:activity", "updateActivity", update),
  operation("DELETE", "conversations/:id/activities/:activity", "deleteActivity", remove),
  operation("GET", "conversations/:id/members", "getConversationMembers", (call) => ({
    status: 200,
    body: membersOf(call).map(accountOf),
  })),
  operation("GET", "conversations/:id/pagedmembers", "getConversationPagedMembers", page),
  operation("GET", "conversations/:id/members/:member", "getConversationMember", member),
  operation("GET", "teams/:id", "fetchTeamDetails", (call) => {
    const { team, members } = teamAt(call);
    const channelCount = channelsOf(call).length;
    const { id, name, groupId: aadGroupId } = team;
    return { status: 200, body: { id, name, aadGroupId, channelCount, memberCount: members.size } };
  }),
  operation("GET", "teams/:id/conversations", "fetchChannelList", (call) => {
    const { team } = teamAt(call);
    // The General channel has no name of its own.
    const shown = channelsOf(call).map(({ id, name }) => ({ id, ...(id !== team.id && { name }) }));
    return { status: 200, body: { conversations: shown } };
  }),
];

function created(message: Pick<TeamsMessage, "id">): Reply {
  return { status: 201, body: { id: message.id } };
}

/** The conversation of an address, and the start of the thread in it. */
function spotOf({ world }: Call, address: string): { conversation: Conversation; thread?: TeamsMessage | undefined } {
  const [id = "", threadId] = address.split(";messageid=");
  const conversation = world.conversations.get(id);
  if (!conversation) throw new Refusal("ConversationNotFound");
  const { type, isInstalled, isBlocked } = conversation;
  if (isBlocked) throw new Refusal("ConversationBlockedByUser");
  if (!isInstalled) throw new Refusal(type === "personal" ? "MessageWritesBlocked" : "BotNotInConversationRoster");
  return { conversation, ...(threadId !== undefined && { thread: messageAt(world, conversation, threadId) }) };
}

function messageAt(world: World, conversation: Conversation, id: string | undefined): TeamsMessage {
  const found = world.messages.find((message) => message.id === id && message.conversation === conversation.id);
  if (!found) throw new Refusal("ActivityNotFoundInConversation");
  return found;
}

/** What of an activity is kept. Throws what Teams refuses. */
function contentOf({ world }: Call, activity: Json): Partial<TeamsMessage> {
  const where = String(activity["type"] ?? "activity");
  const note = (problems: readonly string[]) => world.violations.push({ where, problems, params: activity });
  if (isTooBig(activity)) {
    note(["/: more than 100 KB"]);
    throw new Refusal("MessageSizeTooBig");
  }
  const problems = problemsOfActivity(activity);
  if (problems.length > 0) {
    note(problems);
    throw new Refusal("BadSyntax", `Bad format of activity: ${problems[0]}`);
  }
  const { text = "", textFormat = "markdown", attachments = [], entities = [], summary } = activity;
  return { text, textFormat, attachments, entities, ...(summary !== undefined && { summary }) } as TeamsMessage;
}

/** Who alone sees it, for a targeted message. https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages */
function targetOf(call: Call, conversation: Conversation): string | undefined {
  if (call.query.get("isTargetedActivity") !== "true") return undefined;
  if (!call.isTargetingOn || conversation.type === "personal")
    throw new Refusal("BadArgument", "Targeted messages are not supported in this conversation.");
  const { recipient } = call.body;
  const id = isJson(recipient) ? recipient["id"] : undefined;
  if (typeof id !== "string") throw new Refusal("BadArgument", "Recipient is missing.");
  const person = personAt(call.world, id);
  if (!person || !conversation.members.has(person.id))
    throw new Refusal("BadArgument", "Recipient is not a member of the conversation.");
  return person.id;
}

function post(call: Call, address = call.ids[0] ?? "", activity = call.body): Pick<TeamsMessage, "id"> {
  const { world, exchange } = call;
  const { conversation, thread: at } = spotOf(call, address);
  if (activity["type"] === "typing") return { id: world.newId() };
  const content = contentOf(call, activity);
  const visibleTo = targetOf(call, conversation);
  // What is no message, an installation or the SDK's own continuation, has another kind of id and starts no thread.
  const [, id = ""] = call.ids;
  const answered = /^\d+$/.test(id) ? messageAt(world, conversation, id) : at;
  // A targeted message has no replies: what answers it stands by itself.
  const thread = answered?.visibleTo === undefined ? (answered?.thread ?? answered?.id) : undefined;
  return addMessage(world, {
    ...content,
    conversation: conversation.id,
    from: world.bot.id,
    ...(conversation.type === "channel" && thread !== undefined && { thread }),
    ...(visibleTo !== undefined && { visibleTo }),
    exchanges: [exchange],
  });
}

/** A message of the bot's own; a targeted one is found through `isTargetedActivity` alone. */
function ownMessage(call: Call): TeamsMessage {
  const { conversation } = spotOf(call, call.ids[0] ?? "");
  const message = messageAt(call.world, conversation, call.ids[1]);
  const isTargeted = call.query.get("isTargetedActivity") === "true";
  if (isTargeted !== (message.visibleTo !== undefined)) throw new Refusal("ActivityNotFoundInConversation");
  if (message.from !== call.world.bot.id) throw new Refusal("NotEnoughPermissions");
  return message;
}

function update(call: Call): Reply {
  const message = ownMessage(call);
  if (message.visibleTo !== undefined && call.body["recipient"] !== undefined)
    throw new Refusal("BadArgument", "The recipient of a targeted message cannot be changed.");
  const exchanges = [...message.exchanges, call.exchange];
  changeMessage(call.world, message.id, { ...contentOf(call, call.body), isEdited: true, cardsFor: {}, exchanges });
  return { status: 200, body: { id: message.id } };
}

function remove(call: Call): Reply {
  call.world.messages.splice(call.world.messages.indexOf(ownMessage(call)), 1);
  return { status: 200 };
}

/** By `29:…` id, object id or user principal name. */
function personAt(world: World, id: string): Person | undefined {
  const isMeant = ({ directoryId, upn }: Person) => directoryId === id || upn.toLowerCase() === id.toLowerCase();
  return world.people.get(id) ?? [...world.people.values()].find(isMeant);
}

function membersOf(call: Call): readonly Person[] {
  const { conversation } = spotOf(call, call.ids[0] ?? "");
  return [...conversation.members].flatMap((id) => call.world.people.get(id) ?? []);
}

function member(call: Call): Reply {
  const members = membersOf(call);
  const person = personAt(call.world, call.ids[1] ?? "");
  if (!person || !members.includes(person)) throw new Refusal("MemberNotFoundInConversation");
  return { status: 200, body: accountOf(person) };
}

/** A page has 50 to 500 members. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context */
function page(call: Call): Reply {
  const all = membersOf(call);
  const size = Math.min(500, Math.max(50, Number(call.query.get("pageSize") ?? 200)));
  const start = Number(call.query.get("continuationToken") ?? 0);
  const members = all.slice(start, start + size).map(accountOf);
  const next = start + size < all.length ? { continuationToken: String(start + size) } : {};
  return { status: 200, body: { members, ...next } };
}

function teamAt(call: Call) {
  const { team, members } = spotOf(call, call.ids[0] ?? "").conversation;
  if (team === undefined || team.id !== call.ids[0]) throw new Refusal("ConversationNotFound");
  return { team, members };
}

function channelsOf({ world, ids }: Call): readonly Conversation[] {
  return [...world.conversations.values()].filter(({ team }) => team?.id === ids[0]);
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages */
function create(call: Call): Reply {
  const { world, body, serviceUrl } = call;
  const { channelData, members, activity, isGroup } = body;
  const channel = isJson(channelData) && isJson(channelData["channel"]) ? channelData["channel"]["id"] : undefined;
  if (typeof channel === "string") {
    if (!isJson(activity)) throw new Refusal("BadSyntax", "Activity is required for a new post.");
    const { id } = post(call, channel, activity);
    return { status: 201, body: { id: `${channel};messageid=${id}`, activityId: id, serviceUrl } };
  }
  const [first, ...others] = Array.isArray(members) ? members : [];
  if (!isJson(first) || others.length > 0 || isGroup === true)
    throw new Refusal("BadSyntax", "Incorrect conversation creation parameters");
  const person = personAt(world, String(first["id"]));
  const tenant = isJson(channelData) && isJson(channelData["tenant"]) ? channelData["tenant"]["id"] : body["tenantId"];
  if (!person || person.tenantId !== tenant) throw new Refusal("BadSyntax", "Invalid user identity in provided tenant");
  const shared = [...world.conversations.values()].filter(({ members: all }) => all.has(person.id));
  if (!shared.some(({ type, isInstalled }) => isInstalled || type === "personal"))
    throw new Refusal("ForbiddenOperationException");
  const { id } = personalChat(world, person);
  const activityId = isJson(activity) ? post(call, id, activity).id : undefined;
  return { status: 201, body: { id, serviceUrl, ...(activityId !== undefined && { activityId }) } };
}
