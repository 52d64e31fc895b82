import type { Sight } from "../../desk/difference.ts";
import type {
  Prompt,
  ShownChannel,
  ShownCommand,
  ShownMessage,
  ShownShortcut,
  Workspace,
} from "../../desk/protocol.ts";
import { faultSentence } from "../../wire/faults.ts";
import type { SimulatedSlack } from "../simulated-slack.ts";
import type { Channel, SlackMessage, View, World } from "../world.ts";
import type { ShownView } from "./protocol.ts";

/** What the page shows that the platform itself does not know. */
export interface DeskParts {
  /** Who the page is opened as, by id or name. */
  readonly defaultViewer: string;
  /** One line about someone, by their id. */
  readonly about: ReadonlyMap<string, string>;
  readonly commands: readonly ShownCommand[];
  readonly shortcuts: readonly ShownShortcut[];
  readonly prompts: readonly Prompt[];
}

const maxMessages = 500;
/** The platform itself: it tells people when a command failed. */
const slackbot = "USLACKBOT";

/** Everything that the viewer sees now. */
export function sightOf(slack: SimulatedSlack, parts: DeskParts, viewerId: string): Sight {
  const { world } = slack;
  return {
    workspace: workspaceOf(world, parts, viewerId),
    messages: messagesOf(slack, viewerId),
    overlays: (world.modals.get(viewerId) ?? []).map(shownView),
    exchanges: new Map(slack.exchanges.lines().map((line) => [line.id, line])),
    status: {
      connections: slack.socket.connectionCount(),
      isDown: slack.isDown(),
      faults: slack.plannedFaults().map(faultSentence),
      violations: slack.violations.length,
    },
  };
}

/** Whether somebody may open a conversation and read it: public ones all may. */
export function mayRead(channel: Channel | undefined, viewerId: string): channel is Channel {
  return channel !== undefined && (channel.kind === "channel" || channel.members.has(viewerId));
}

/** Whether somebody sees a message. */
export function maySee(world: World, message: SlackMessage, viewerId: string): boolean {
  const isTheirs = message.visibleTo === undefined || message.visibleTo === viewerId;
  return isTheirs && mayRead(world.channels.get(message.channel), viewerId);
}

/** A modal as the page gets it: not what only the app is to know. */
function shownView({ id, hash, title, submit, close, blocks, state }: View): ShownView {
  return { id, hash, title, submit, close, blocks, state } as ShownView;
}

function workspaceOf(world: World, { about, commands, shortcuts, prompts }: DeskParts, viewerId: string): Workspace {
  const appUserId = world.installation.botUserId;
  return {
    viewerId,
    name: world.home.name,
    home: `https://${world.home.domain}.slack.com/`,
    appUserId,
    people: [...world.users.values()]
      .filter(({ isDeleted }) => isDeleted !== true)
      .map(({ id, name, realName }) => ({ id, name, realName, isApp: id === appUserId, about: about.get(id) ?? "" })),
    channels: [...world.channels.values()]
      .filter((channel) => mayRead(channel, viewerId))
      .map((channel) => shownChannel(world, channel, viewerId)),
    commands,
    shortcuts,
    prompts,
  };
}

function shownChannel(world: World, { id, name, kind, members }: Channel, viewerId: string): ShownChannel {
  const other = kind === "im" ? [...members].find((member) => member !== viewerId) : undefined;
  const isMember = members.has(viewerId);
  const section = kind === "im" ? "Direct messages" : isMember ? "Channels" : "Other channels";
  const shown = { id, name, kind, section, isMember, memberCount: members.size };
  if (other === undefined) return shown;
  return { ...shown, name: world.users.get(other)?.realName ?? name, personId: other };
}

function messagesOf(slack: SimulatedSlack, viewerId: string): ReadonlyMap<string, ShownMessage> {
  const seen = slack.messages.filter((message) => maySee(slack.world, message, viewerId));
  const replies = new Map<string, number>();
  for (const { channel, ts, thread_ts: threadTs, visibleTo } of seen) {
    if (threadTs === undefined || threadTs === ts || visibleTo !== undefined) continue;
    const key = `${channel}/${threadTs}`;
    replies.set(key, (replies.get(key) ?? 0) + 1);
  }
  return new Map(
    seen.slice(-maxMessages).map((message) => {
      const key = `${message.channel}/${message.ts}`;
      return [key, shownMessage(slack, message, key, replies.get(key) ?? 0)];
    }),
  );
}

function shownMessage(slack: SimulatedSlack, message: SlackMessage, key: string, replyCount: number): ShownMessage {
  const { channel, ts, thread_ts: threadTs, user = "", text, blocks = [] } = message;
  const isApp = user === slack.botUserId;
  return {
    key,
    channel,
    ts,
    ...(threadTs !== undefined && threadTs !== ts && { threadTs }),
    userId: user === slackbot ? "" : user,
    isApp,
    isEphemeral: message.visibleTo !== undefined,
    isEdited: message.edited !== undefined,
    text,
    // What people type says the same in its text; only the app's blocks say more.
    body: isApp ? blocks : [],
    replyCount,
    exchanges: slack.exchangesOf(message),
  };
}
