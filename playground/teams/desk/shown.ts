import type { Sight } from "../../desk/difference.ts";
import type { ShownChannel, ShownMessage, Workspace } from "../../desk/protocol.ts";
import { faultSentence } from "../../wire/faults.ts";
import type { SimulatedTeams } from "../simulated-teams.ts";
import { type Conversation, cardsFor, type Dialog, maySee, type TeamsMessage, type World } from "../world.ts";
import type { ShownBody, ShownDialog } from "./protocol.ts";

/** What the page shows that the platform itself does not know. */
export interface DeskParts extends Pick<Workspace, "commands" | "shortcuts" | "prompts"> {
  /** Of the organisation. */
  readonly name: string;
  /** Who the page is opened as, by id or name. */
  readonly defaultViewer: string;
  /** One line about someone, by their name. */
  readonly about: ReadonlyMap<string, string>;
}

const maxMessages = 500;

/** Everything that the viewer sees now. */
export function sightOf(teams: SimulatedTeams, parts: DeskParts, viewerId: string): Sight {
  const { world } = teams;
  const dialog = world.dialogs.get(viewerId);
  return {
    workspace: workspaceOf(world, parts, viewerId),
    messages: messagesOf(teams, viewerId),
    overlays: dialog ? [shownDialog(dialog)] : [],
    exchanges: new Map(teams.exchanges.lines().map((line) => [line.id, line])),
    status: {
      connections: teams.endpoint() === undefined ? 0 : 1,
      isDown: teams.isDown(),
      faults: teams.plannedFaults().map(faultSentence),
      violations: teams.violations.length,
    },
  };
}

/** The time of a message as the page has it: seconds with six decimals. */
export function tsOf(id: string): string {
  return `${id.slice(0, -3)}.${id.slice(-3)}000`;
}

function shownDialog({ id, title, card, text }: Dialog): ShownDialog {
  return { id, title, ...(card && { card }), ...(text !== undefined && { text }) };
}

function workspaceOf(world: World, { name, about, commands, shortcuts, prompts }: DeskParts, viewerId: string) {
  const { bot } = world;
  const app = { id: bot.id, name: bot.name.toLowerCase(), realName: bot.name, isApp: true, about: "" };
  const people = [...world.people.values()].map((person) => ({
    ...{ id: person.id, name: person.name, realName: person.realName },
    ...{ isApp: false, about: about.get(person.name) ?? "" },
  }));
  const channels = [...world.conversations.values()]
    .filter(({ members }) => members.has(viewerId))
    .map((conversation) => shownChannel(world, conversation));
  const home = "https://teams.microsoft.com/l/";
  return { viewerId, name, home, appUserId: bot.id, people: [app, ...people], channels, commands, shortcuts, prompts };
}

function shownChannel({ bot }: World, { id, type, name, team, members }: Conversation): ShownChannel {
  const shown = { id, section: team?.name ?? "Chats", isMember: true, memberCount: members.size + 1 };
  if (type === "personal") return { ...shown, name: bot.name, kind: "im", personId: bot.id };
  return { ...shown, name, kind: type === "channel" ? "channel" : "group" };
}

function messagesOf({ world, exchanges }: SimulatedTeams, viewerId: string): ReadonlyMap<string, ShownMessage> {
  const seen = world.messages.filter((message) => maySee(world, message, viewerId));
  const replies = new Map<string, number>();
  for (const { thread = "", visibleTo } of seen)
    if (visibleTo === undefined) replies.set(thread, (replies.get(thread) ?? 0) + 1);
  const shown = seen.slice(-maxMessages).map((message) => {
    const { id, conversation: channel, thread, from, text, summary } = message;
    const ts = tsOf(id);
    const key = `${channel}/${ts}`;
    const isApp = from === world.bot.id;
    return {
      ...{ key, channel, ts, ...(thread !== undefined && { threadTs: tsOf(thread) }) },
      ...{ userId: from, isApp, isEphemeral: message.visibleTo !== undefined, isEdited: message.isEdited },
      text: text === "" ? (summary ?? "") : text,
      body: bodyOf(message, viewerId),
      replyCount: replies.get(id) ?? 0,
      exchanges: message.exchanges.filter(exchanges.has),
    };
  });
  return new Map(shown.map((message) => [message.key, message]));
}

function bodyOf(message: TeamsMessage, viewerId: string): ShownBody {
  const mentions = message.entities.flatMap(({ type, text, mentioned }) =>
    type === "mention" ? [{ text: String(text), id: String((mentioned as { id?: unknown }).id) }] : [],
  );
  return { text: message.text, cards: cardsFor(message, viewerId), mentions };
}
