import type { ChatEvent } from "../../../src/chat/event.ts";
import type { Ticket } from "../../../src/chat/intake/ticket.ts";
import type { Message } from "../../../src/chat/message.ts";
import { code, rich } from "../../../src/chat/text.ts";
import type { Channels } from "../lookup/channels.ts";
import type { SlackBody } from "./body.ts";
import { type Reading, readEvent } from "./read-event.ts";
import type { Spot } from "./spot.ts";
import type { SubmittingParts } from "./submitting.ts";

/** What hearing needs. */
export interface HearingParts extends SubmittingParts {
  readonly channels: Channels;
  readonly commands: Readonly<Record<string, string>>;
}

const oldButton: Message = { text: rich`This button is from an older version. Type ${code("help")}.`, private: true };
const nobodyKnown: Message = { text: "Slack does not say who asks. Try again in a minute.", private: true };

/** Acknowledges what somebody said or pressed and hands it over; settles when it was answered. */
export async function hear(ticket: Ticket<SlackBody>, parts: HearingParts): Promise<void> {
  await ticket.acknowledge();
  const reading = readEvent(ticket.body, {
    home: parts.home,
    commands: parts.commands,
    deliveryId: ticket.id,
    isRepeat: ticket.isRepeat,
  });
  if (reading.type === "nothing") return;
  const responder = parts.respond(reading.spot);
  try {
    if (reading.type === "old-button") return await responder.answer(oldButton);
    const event = await complete(reading, parts);
    if (event === undefined) return await responder.answer(nobodyKnown);
    await parts.sink.hear(event, responder);
  } catch (error) {
    parts.log.warn({ err: error, delivery: ticket.id }, "an answer did not reach Slack");
    // It is tried again, by this run or the next: what was acknowledged is answered.
    ticket.settle("keep");
  }
}

async function complete(
  reading: Extract<Reading, { type: "event" }>,
  parts: HearingParts,
): Promise<ChatEvent | undefined> {
  const { event, spot } = reading;
  try {
    const [user, placeName] = await Promise.all([
      parts.directory.user(spot.userId),
      nameOf(event, spot, parts.channels),
    ]);
    return { ...event, user, ...(placeName !== undefined && { placeName }) } as ChatEvent;
  } catch (error) {
    parts.log.warn({ err: error }, "Slack does not say who asks");
    return undefined;
  }
}

/** Mentions do not say what their channel is called. */
async function nameOf(
  event: { readonly placeName?: string },
  spot: Spot,
  channels: Channels,
): Promise<string | undefined> {
  if (event.placeName !== undefined || spot.surface !== "mention" || spot.channel === undefined) return event.placeName;
  return channels.publicName(spot.channel);
}
