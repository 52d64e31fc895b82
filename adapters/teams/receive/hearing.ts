import type { ChatSink, Responder } from "../../../src/chat/adapter.ts";
import type { ChatEvent } from "../../../src/chat/event.ts";
import type { Ticket } from "../../../src/chat/intake/ticket.ts";
import type { Message } from "../../../src/chat/message.ts";
import { code, rich } from "../../../src/chat/text.ts";
import type { Clock } from "../../../src/clock.ts";
import type { Log } from "../../../src/log.ts";
import type { Conversations } from "../lookup/conversations.ts";
import type { People } from "../lookup/people.ts";
import { isInvoke, type TeamsActivity } from "./activity.ts";
import { type Reading, readActivity } from "./read-activity.ts";
import type { Conversation, Spot } from "./spot.ts";
import { type AllowedTenants, allowedTenantOf } from "./tenant.ts";
import { createWaiting, type Waiting } from "./waiting.ts";

/** What hearing needs. */
export interface HearingParts {
  readonly options: AllowedTenants;
  readonly people: Pick<People, "user">;
  /** Where the bot is: told of each activity that comes from a conversation in which it is. */
  readonly conversations: Pick<Conversations, "note">;
  readonly channels: {
    /** `Payments › help`; undefined for what not everybody in the organisation may know of, and while Teams does not say. */
    placeName(conversation: Conversation): Promise<string | undefined>;
  };
  readonly sink: ChatSink;
  /**
   * How a spot is answered. `waiting` is given where the HTTP response may hold the answer: surfaces `execute`, `dialog`
   * and `menu`, unless it is a repeat.
   */
  readonly respond: (spot: Spot, waiting: Waiting | undefined) => Responder;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends what is under way when the adapter stops. */
  readonly signal: AbortSignal;
}

const oldButton: Message = { text: rich`This button is from an older version. Type ${code("help")}.`, private: true };
const nobodyKnown: Message = { text: "Teams does not say who asks. Try again in a minute.", private: true };
const takesLong = "This takes a moment. The answer comes as a message.";

/** Acknowledges what somebody said or pressed and hands it over; settles when it was answered. */
export async function hear(ticket: Ticket<TeamsActivity>, parts: HearingParts): Promise<void> {
  const reading = readTicket(ticket, parts);
  const isWaitedFor = isInvoke(ticket.body) && !ticket.isRepeat;
  if (!isWaitedFor || reading.type === "nothing") await ticket.acknowledge();
  if (reading.type === "nothing") return;
  // The bot need not be where a menu is.
  const noted = reading.spot.surface === "menu" ? undefined : parts.conversations.note(reading.spot);
  await Promise.all([noted, isWaitedFor ? withResponse(ticket, reading, parts) : answer(ticket, reading, parts)]);
}

/** Where the HTTP response may hold the answer. */
async function withResponse(ticket: Ticket<TeamsActivity>, reading: Meant, parts: HearingParts): Promise<void> {
  const waiting = createWaiting(ticket, parts.clock);
  const aside = bareAnswer(reading.spot, takesLong);
  const stop = parts.clock.after(waiting.leftMs(), () => void ticket.acknowledge(aside));
  await answer(ticket, reading, parts, waiting);
  stop();
  await ticket.acknowledge(bareAnswer(reading.spot, "Done."));
}

/** Never rejects. */
async function answer(
  ticket: Ticket<TeamsActivity>,
  reading: Meant,
  parts: HearingParts,
  waiting?: Waiting,
): Promise<void> {
  const responder = parts.respond(reading.spot, waiting);
  try {
    if (reading.type === "old-button") return await responder.answer(oldButton);
    const event = await complete(reading, parts);
    if (event === undefined) return await responder.answer(nobodyKnown);
    await parts.sink.hear(event, responder);
  } catch (error) {
    parts.log.warn({ err: error, delivery: ticket.id }, "an answer did not reach Teams");
    // It is tried again, by this run or the next: what was acknowledged is answered.
    ticket.settle("keep");
    await ticket.acknowledge(bareAnswer(reading.spot, takesLong));
  }
}

type Meant = Exclude<Reading, { type: "nothing" }>;

/** What a ticket means. */
function readTicket(
  ticket: Pick<Ticket<TeamsActivity>, "body" | "id" | "isRepeat">,
  { options }: Pick<HearingParts, "options">,
): Reading {
  const tenant = allowedTenantOf(ticket.body, options);
  if (tenant === undefined) return { type: "nothing" };
  return readActivity(ticket.body, { tenant, deliveryId: ticket.id, isRepeat: ticket.isRepeat });
}

async function complete(
  reading: Extract<Reading, { type: "event" }>,
  parts: HearingParts,
): Promise<ChatEvent | undefined> {
  const { event, spot } = reading;
  try {
    const [user, placeName] = await Promise.all([parts.people.user(spot), nameOf(spot, parts)]);
    return { ...event, user, ...(placeName !== undefined && { placeName }) } as ChatEvent;
  } catch (error) {
    parts.log.warn({ err: error }, "Teams does not say who asks");
    return undefined;
  }
}

/** How the channel is called in which something was asked; group chats are nobody else's business. */
export async function nameOf(
  { conversation }: Pick<Spot, "conversation">,
  { channels }: Pick<HearingParts, "channels">,
): Promise<string | undefined> {
  return conversation.type === "channel" ? channels.placeName(conversation) : undefined;
}

/** What an invoke is answered with whose answer goes another way, or that has none. */
function bareAnswer({ surface }: Spot, value: string): object | undefined {
  switch (surface) {
    case "dialog":
    case "menu":
      return { task: { type: "message", value } };
    case "execute":
      return { statusCode: 200, type: "application/vnd.microsoft.activity.message", value };
    case "message":
    case "slash":
    case "button":
    case "install":
      return undefined;
  }
}
