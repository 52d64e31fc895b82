import {
  type Conversation,
  guidOf,
  type Json,
  type Person,
  placeName,
  type TeamsMessage,
  type World,
} from "./world.ts";

/** Where something happens: in a channel with the id of the message that starts the thread. */
export interface Spot {
  readonly conversation: Conversation;
  readonly thread?: string | undefined;
}

/** What every activity of somebody has in common. */
export function activityOf(
  world: World,
  serviceUrl: string,
  person: Person,
  spot: Spot,
  id = `f:${guidOf(world.newId())}`,
): Json {
  const at = new Date(world.now());
  return {
    id,
    timestamp: at.toISOString(),
    localTimestamp: at.toISOString(),
    localTimezone: person.timeZone,
    channelId: "msteams",
    serviceUrl,
    from: { id: person.id, name: person.realName, aadObjectId: person.directoryId },
    conversation: conversationOf(spot),
    recipient: { id: world.bot.id, name: world.bot.name },
    locale: "en-US",
    entities: [{ type: "clientInfo", locale: "en-US", country: "US", platform: "Web", timezone: person.timeZone }],
    channelData: channelDataOf(spot.conversation),
  };
}

/** How a conversation names itself to the bot. */
function conversationOf({ conversation, thread }: Spot): Json {
  const { id, type, tenantId, name } = conversation;
  return {
    ...(type !== "personal" && { isGroup: true }),
    ...(type === "groupChat" && name !== "" && { name }),
    conversationType: type,
    tenantId,
    id: type === "channel" && thread !== undefined ? `${id};messageid=${thread}` : id,
  };
}

/** Teams names channels by their ids alone; a team by its name where members or installations change. */
export function channelDataOf({ id, team, tenantId }: Conversation, eventType?: string): Json {
  return {
    ...(team && {
      teamsChannelId: id,
      teamsTeamId: team.id,
      channel: { id },
      team: { id: team.id, aadGroupId: team.groupId, ...(eventType !== undefined && { name: team.name }) },
    }),
    ...(eventType !== undefined && { eventType }),
    tenant: { id: tenantId },
  };
}

/** A member as the connector shows them. */
export function accountOf(person: Person): Json {
  const [givenName = "", ...others] = person.realName.split(" ");
  return {
    id: person.id,
    objectId: person.directoryId,
    aadObjectId: person.directoryId,
    name: person.realName,
    givenName,
    surname: others.join(" "),
    email: person.email,
    userPrincipalName: person.upn,
    tenantId: person.tenantId,
    userRole: person.isGuest ? "guest" : "user",
  };
}

/** What is typed, with mentions of the bot and of members as Teams sends them. */
export function typedText(
  world: World,
  conversation: Conversation,
  typed: string,
): { readonly text: string; readonly entities: readonly Json[] } {
  const members = [...conversation.members].flatMap((id) => world.people.get(id) ?? []);
  const known = [world.bot, ...members.map(({ id, realName }) => ({ id, name: realName }))];
  let text = typed;
  const entities: Json[] = [];
  for (const { id, name } of known) {
    const pattern = new RegExp(`(^|\\s)@${name.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "giu");
    text = text.replace(pattern, (_typed, before: string) => {
      entities.push({ type: "mention", mentioned: { id, name }, text: `<at>${name}</at>` });
      return `${before}<at>${name}</at>`;
    });
  }
  return { text, entities };
}

/** What Teams tells of the message in whose menu something was chosen. */
export function messagePayload(world: World, message: TeamsMessage): Json {
  const author = world.people.get(message.from);
  const at = new Date(Number(message.id)).toISOString();
  const conversation = world.conversations.get(message.conversation);
  const none = { application: null, device: null, conversation: null, user: null };
  const { appId, name } = world.bot;
  return {
    id: message.id,
    replyToId: message.thread ?? null,
    createdDateTime: at,
    lastModifiedDateTime: message.isEdited ? at : null,
    deleted: false,
    importance: "normal",
    locale: "en-us",
    linkToMessage: `https://teams.microsoft.com/l/message/${encodeURIComponent(message.conversation)}/${message.id}`,
    subject: null,
    summary: conversation ? placeName(conversation) : null,
    from: author
      ? { ...none, user: { userIdentityType: "aadUser", id: author.directoryId, displayName: author.realName } }
      : { ...none, application: { applicationIdentityType: "bot", id: appId, displayName: name } },
    body: { contentType: "html", content: `<div><div>${escaped(message)}</div></div>` },
    attachments: message.attachments.map((attachment, index) => ({ id: String(index), ...attachment })),
    mentions: message.entities.filter(({ type }) => type === "mention"),
    reactions: [],
  };
}

/** A text as the HTML in which Teams keeps it; mentions stay marked. */
function escaped({ text }: TeamsMessage): string {
  const html = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  let count = -1;
  return html.replaceAll(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, (_tag, name: string) => {
    count += 1;
    return `<at id="${count}">${name}</at>`;
  });
}

/** The attachment in which Teams repeats a text as HTML. */
export function htmlOf(message: TeamsMessage): Json {
  return { contentType: "text/html", content: `<div><div>${escaped(message)}</div></div>` };
}
