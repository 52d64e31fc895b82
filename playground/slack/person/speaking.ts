import { nothing } from "../../wire/post.ts";
import { contentOf } from "../api/chat.ts";
import type { Acknowledgement } from "../delivery.ts";
import { eventCallback, interaction, messageEvent, place, slashCommand } from "../payloads.ts";
import { Refusal } from "../refusal.ts";
import { postAnswer } from "../response-url.ts";
import type { Delivery } from "../transport.ts";
import { type Channel, directChannel, type Json, type SlackMessage } from "../world.ts";
import { interact, responseUrl, type Seat, tellFailure } from "./seat.ts";
import { typedText } from "./typed-text.ts";
import { writeMessage } from "./writing.ts";

/** In which thread something is written: the message that starts it, or its ts. */
export interface Where {
  readonly thread?: SlackMessage | string;
}

/** What a person writes. Each resolves with the app's acknowledgement. */
export interface Speaking {
  /** Types a slash command into the conversation. What the acknowledgement says is shown. */
  readonly slash: (command: string, text?: string) => Promise<Acknowledgement>;
  /** Writes a message that begins with a mention of the bot. */
  readonly mention: (text: string, where?: Where) => Promise<Acknowledgement>;
  /** Writes a message in the conversation; the app hears of it as its subscriptions say. */
  readonly say: (text: string, where?: Where) => Promise<Acknowledgement>;
  /** Writes to the bot alone. */
  readonly directMessage: (text: string, where?: Where) => Promise<Acknowledgement>;
  readonly globalShortcut: (callbackId: string) => Promise<Acknowledgement>;
  readonly messageShortcut: (callbackId: string, message: SlackMessage) => Promise<Acknowledgement>;
  /** Opens the app's home, which Slack tells as `app_home_opened`. */
  readonly openHome: (tab?: "home" | "messages") => Promise<Acknowledgement>;
}

/** What the person in this seat can write. */
export function speaking(seat: Seat): Speaking {
  const { world, actor } = seat;
  return {
    slash: (command, text = "") => slash(seat, command, text),
    mention: (text, where) => say(seat, seat.channel(), `<@${world.installation.botUserId}> ${text}`, where),
    say: (text, where) => say(seat, seat.channel(), text, where),
    directMessage: (text, where) => say(seat, directChannel(world, actor.user.id), text, where),
    globalShortcut: async (callbackId) => {
      if (!mayCommand(seat)) return unheard(seat, "shortcut");
      const common = interaction(world, actor, "shortcut");
      return interact(seat, { ...common, callback_id: callbackId, action_ts: world.newTs() });
    },
    messageShortcut: async (callbackId, message) => {
      if (!mayCommand(seat)) return unheard(seat, "message_action");
      const { container: _container, ...shown } = place(world, message);
      return interact(seat, {
        ...interaction(world, actor, "message_action"),
        callback_id: callbackId,
        action_ts: world.newTs(),
        ...shown,
        message_ts: message.ts,
        response_url: responseUrl(seat, "app", message),
      });
    },
    openHome: (tab = "home") =>
      send(seat, {
        type: "app_home_opened",
        user: actor.user.id,
        channel: directChannel(world, actor.user.id).id,
        tab,
        event_ts: world.newTs(),
      }),
  };
}

/** Without the scope there are neither slash commands nor shortcuts: https://docs.slack.dev/reference/scopes/commands */
function mayCommand({ world }: Seat): boolean {
  return world.installation.scopes.has("commands");
}

async function slash(seat: Seat, command: string, text: string): Promise<Acknowledgement> {
  const { world, actor } = seat;
  if (!mayCommand(seat)) return unheard(seat, "slash_commands");
  const channel = seat.channel();
  const typed = { command, text: seat.shouldEscape ? typedText(world, text, "with names") : text };
  const payload = slashCommand(world, actor, channel, typed, responseUrl(seat, "commands", channel));
  const delivery: Delivery = { kind: "slash_commands", payload };
  const acknowledgement = await seat.courier.send(delivery);
  world.traces.because(world.traces.handedOut(String(payload["response_url"])), () => {
    tellFailure(seat, delivery, acknowledgement);
    if (acknowledgement.status === 200) showAnswer(seat, channel, acknowledgement.body);
  });
  return acknowledgement;
}

/** The body of an acknowledgement may be the answer. */
function showAnswer(seat: Seat, channel: Channel, body: unknown): void {
  const args = typeof body === "string" ? { text: body } : ((body ?? {}) as Json);
  if (args["text"] === undefined && args["blocks"] === undefined) return;
  try {
    const content = contentOf({ world: seat.world, args }, "acknowledgement");
    postAnswer(seat.world, { channel: channel.id, userId: seat.actor.user.id }, content, args);
  } catch (error) {
    // Slack drops an answer that it cannot show; the violation is noted.
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Which events a message makes: https://docs.slack.dev/reference/events/app_mention is not sent in direct messages. */
async function say(seat: Seat, channel: Channel, text: string, { thread }: Where = {}): Promise<Acknowledgement> {
  const threadTs = typeof thread === "object" ? (thread.thread_ts ?? thread.ts) : thread;
  const message = writeMessage(seat.world, { user: seat.actor.user, channel, text, threadTs });
  const { botUserId } = seat.world.installation;
  if (!channel.members.has(botUserId)) return unheard(seat, "message");
  const isMention = channel.kind !== "im" && message.text.includes(`<@${botUserId}>`);
  const isHeard = seat.events.has(`message.${{ channel: "channels", group: "groups", im: "im" }[channel.kind]}`);
  const [first, second] = [
    ...(isMention && seat.events.has("app_mention") ? (["app_mention"] as const) : []),
    ...(isHeard ? (["message"] as const) : []),
  ].map((type) => send(seat, messageEvent(message, channel, type), channel.isShared));
  await second;
  return first ?? unheard(seat, "message");
}

function send(seat: Seat, event: Json, isShared = false): Promise<Acknowledgement> {
  return seat.courier.sendEvent(eventCallback(seat.world, event, { teamId: seat.actor.teamId, isShared }));
}

/** The answer when Slack had no reason to tell the app. */
function unheard({ actor }: Seat, type: string): Acknowledgement {
  const delivery = { kind: "events_api", payload: { type, user: actor.user.id } } as const;
  return { ...nothing("not_delivered", 0), delivery, retryNum: 0 };
}
