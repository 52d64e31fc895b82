import { nothing } from "../../wire/post.ts";
import { activityOf, htmlOf, type Spot, typedText } from "../activities.ts";
import type { Delivered } from "../courier.ts";
import { addMessage, type Json, type TeamsMessage, traceMessage } from "../world.ts";
import type { Seat } from "./seat.ts";

/** In which thread of a channel something is written: a message of it, or the id of the first. */
export interface Where {
  readonly thread?: TeamsMessage | string | undefined;
}

/** What a person writes. Each resolves with the bot's answer. */
export interface Speaking {
  /** Writes a message; `@` and the name of the bot or of a member is a mention. In chats of several the bot hears mentions alone. */
  readonly say: (text: string, where?: Where) => Promise<Delivered>;
  /** The same, with a mention of the bot before it. */
  readonly mention: (text: string, where?: Where) => Promise<Delivered>;
  /** Writes to the bot alone in a conversation of several: a targeted message, as a slash command is. */
  readonly slash: (text: string, where?: Where) => Promise<Delivered>;
  /** Sends what a button says in this person's name. */
  readonly sendFrom: (spot: Spot, content: Json, replyToId: string) => Promise<Delivered>;
}

/** What the person in this seat can write. */
export function speaking(seat: Seat): Speaking {
  const say: Speaking["say"] = (text, where) => write(seat, text, where, false);
  return {
    say,
    mention: (text, where) => say(`@${seat.world.bot.name} ${text}`, where),
    slash: (text, where) => write(seat, text.replace(/^\//, ""), where, true),
    sendFrom: (spot, content, replyToId) => {
      const { world, courier, serviceUrl, person } = seat;
      const activity = { ...activityOf(world, serviceUrl(), person, spot), type: "message", replyToId, ...content };
      return courier.send(activity, {}, (exchange) => traceMessage(world, replyToId, exchange));
    },
  };
}

async function write(seat: Seat, typed: string, { thread }: Where = {}, isTargeted: boolean): Promise<Delivered> {
  const { world, courier, person } = seat;
  const conversation = seat.conversation();
  const root = typeof thread === "object" ? (thread.thread ?? thread.id) : thread;
  const { text, entities } = typedText(world, conversation, typed);
  const message = addMessage(world, {
    ...{ conversation: conversation.id, from: person.id, text, entities },
    ...(conversation.type === "channel" && root !== undefined && { thread: root }),
    ...(isTargeted && { visibleTo: person.id }),
  });
  world.changes.changed();
  const spot = { conversation, thread: root ?? message.id };
  const common = activityOf(world, seat.serviceUrl(), person, spot, message.id);
  const activity = {
    ...common,
    ...{ type: "message", text, textFormat: "plain", attachments: [htmlOf(message)] },
    entities: [...(common["entities"] as readonly Json[]), ...entities],
    ...(isTargeted && { recipient: { ...(common["recipient"] as Json), isTargeted: true } }),
  };
  const isToBot = conversation.type === "personal" || isTargeted || text.includes(`<at>${world.bot.name}</at>`);
  // Without resource-specific consent a bot hears of nothing else: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
  if (!isToBot || !conversation.isInstalled) return { ...nothing("not_delivered", 0), activity, exchange: 0 };
  return courier.send(activity, {}, (exchange) => traceMessage(world, message.id, exchange));
}
