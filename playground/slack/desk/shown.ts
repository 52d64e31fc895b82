import type { ExchangeLine } from "../../wire/exchange.ts";
import type { PlannedFault } from "../faults.ts";
import type { SimulatedSlack } from "../simulated-slack.ts";
import type { Channel, SlackMessage, View, World } from "../world.ts";
import type {
  Prompt,
  ShownChannel,
  ShownCommand,
  ShownMessage,
  ShownShortcut,
  ShownView,
  Status,
  Workspace,
} from "./protocol.ts";

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

/** Everything that somebody sees, as they see it now. */
export interface Sight {
  readonly workspace: Workspace;
  /** By key, oldest first; the newest 500. */
  readonly messages: ReadonlyMap<string, ShownMessage>;
  readonly views: readonly View[];
  readonly exchanges: ReadonlyMap<number, ExchangeLine>;
  readonly status: Status;
}

const maxMessages = 500;
const maxExchanges = 500;

/** Everything that the viewer sees now. */
export function sightOf(slack: SimulatedSlack, parts: DeskParts, viewerId: string): Sight {
  const { world } = slack;
  return {
    workspace: workspaceOf(world, parts, viewerId),
    messages: messagesOf(slack, viewerId),
    views: world.modals.get(viewerId) ?? [],
    exchanges: new Map(
      slack.exchanges
        .lines()
        .slice(-maxExchanges)
        .map((line) => [line.id, line]),
    ),
    status: {
      connections: slack.socket.connectionCount(),
      isDown: slack.isDown(),
      faults: slack.plannedFaults().map(sentence),
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
export function shownView(view: View): ShownView {
  const { id, hash, blocks, state } = view;
  const text = (name: string) => view[name] as { readonly text: string };
  return { id, hash, title: text("title"), submit: text("submit"), close: text("close"), blocks, state };
}

function workspaceOf(world: World, parts: DeskParts, viewerId: string): Workspace {
  const appUserId = world.installation.botUserId;
  return {
    viewerId,
    name: world.home.name,
    domain: world.home.domain,
    appUserId,
    people: [...world.users.values()]
      .filter(({ isDeleted }) => isDeleted !== true)
      .map(({ id, name, realName }) => ({
        ...{ id, name, realName },
        isApp: id === appUserId,
        about: parts.about.get(id) ?? "",
      })),
    channels: [...world.channels.values()]
      .filter((channel) => mayRead(channel, viewerId))
      .map((channel) => shownChannel(channel, viewerId)),
    commands: parts.commands,
    shortcuts: parts.shortcuts,
    prompts: parts.prompts,
  };
}

function shownChannel({ id, name, kind, members }: Channel, viewerId: string): ShownChannel {
  const other = kind === "im" ? [...members].find((member) => member !== viewerId) : undefined;
  return {
    id,
    name,
    kind,
    isMember: members.has(viewerId),
    memberCount: members.size,
    ...(other === undefined ? {} : { personId: other }),
  };
}

function messagesOf(slack: SimulatedSlack, viewerId: string): ReadonlyMap<string, ShownMessage> {
  const { world } = slack;
  const replies = new Map<string, number>();
  for (const message of world.messages) {
    const { channel, ts, thread_ts: threadTs, visibleTo } = message;
    if (threadTs === undefined || threadTs === ts || visibleTo !== undefined) continue;
    replies.set(`${channel}/${threadTs}`, (replies.get(`${channel}/${threadTs}`) ?? 0) + 1);
  }
  const newest: SlackMessage[] = [];
  for (let index = world.messages.length - 1; index >= 0 && newest.length < maxMessages; index -= 1) {
    const message = world.messages[index];
    if (message !== undefined && maySee(world, message, viewerId)) newest.push(message);
  }
  return new Map(
    newest.reverse().map((message) => {
      const key = `${message.channel}/${message.ts}`;
      return [key, shownMessage(slack, message, key, replies.get(key) ?? 0)];
    }),
  );
}

const none: readonly never[] = [];

function shownMessage(slack: SimulatedSlack, message: SlackMessage, key: string, replyCount: number): ShownMessage {
  const { channel, ts, thread_ts: threadTs, user = "", text, blocks = none, attachments = none } = message;
  const isApp = user === slack.botUserId;
  return {
    key,
    channel,
    ts,
    ...(threadTs === undefined || threadTs === ts ? {} : { threadTs }),
    userId: user,
    isApp,
    isEphemeral: message.visibleTo !== undefined,
    isEdited: message.edited !== undefined,
    text,
    // What people type says the same in its text; only the app's blocks say more.
    blocks: isApp ? blocks : none,
    attachments,
    replyCount,
    exchanges: slack.exchangesOf(message),
  };
}

function sentence({ target, fault, left }: PlannedFault): string {
  const what = [
    fault.retryAfterSec !== undefined && `429, Retry-After ${fault.retryAfterSec} s`,
    fault.retryAfterSec === undefined && fault.status !== undefined && `HTTP ${fault.status}`,
    fault.error !== undefined && `error ${fault.error}`,
    fault.acceptThenReset && "done, then the connection is cut",
    fault.accept && "done all the same",
    fault.reset && "the connection is cut",
    fault.delayMs !== undefined && `${fault.delayMs} ms late`,
    fault.slowBodyBytesPerSec !== undefined && `${fault.slowBodyBytesPerSec} bytes a second`,
  ].filter((part) => typeof part === "string");
  const whom = target === "*" ? "everything" : target;
  return `${whom}: ${what.join(", ") || "nothing"}, ${left === 1 ? "once" : `${left} times`} more`;
}
