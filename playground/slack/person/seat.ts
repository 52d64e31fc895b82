import type { Acknowledgement, Courier } from "../delivery.ts";
import { fieldsOf } from "../form-state.ts";
import type { Actor } from "../payloads.ts";
import type { Delivery } from "../transport.ts";
import {
  addBotMessage,
  type Channel,
  type Json,
  newResponsePath,
  type SlackMessage,
  type View,
  type World,
} from "../world.ts";

/** Where a person sits: who they are, in which conversation, and what they act through. */
export interface Seat {
  readonly world: World;
  readonly courier: Courier;
  readonly baseUrl: () => string;
  readonly actor: Actor;
  /** The conversation that the person looks at. */
  readonly channel: () => Channel;
  /** The events that the app subscribed to. */
  readonly events: ReadonlySet<string>;
  readonly shouldEscape: boolean;
}

/** A new response_url for something done in a channel. */
export function responseUrl(seat: Seat, kind: "commands" | "actions" | "app", on: Channel | SlackMessage): string {
  const isMessage = "ts" in on;
  const use = { channel: isMessage ? on.channel : on.id, userId: seat.actor.user.id };
  // What someone looks at is a copy: the answer changes the message itself.
  const message = isMessage
    ? seat.world.messages.find(({ channel, ts }) => channel === on.channel && ts === on.ts)
    : undefined;
  return `${seat.baseUrl()}${newResponsePath(seat.world, kind, { ...use, message })}`;
}

/**
 * The addresses that a filled form is sent with: one for each menu of conversations that asks for one.
 * https://docs.slack.dev/surfaces/modals#modal_response_url
 */
export function responseUrlsOf(seat: Seat, view: View): readonly Json[] {
  return fieldsOf(view.blocks).flatMap(({ block, blockId, actionId, element }) => {
    const { selected_conversation: conversation, selected_channel: chosen = conversation } =
      view.state.values[blockId]?.[actionId] ?? {};
    const channel = seat.world.channels.get(String(chosen));
    if (block["type"] !== "input" || element["response_url_enabled"] !== true || !channel) return [];
    const url = responseUrl(seat, "app", channel);
    return [{ block_id: blockId, action_id: actionId, channel_id: channel.id, response_url: url }];
  });
}

/** Sends an interaction. */
export function interact(seat: Seat, payload: Json): Promise<Acknowledgement> {
  return seat.courier.send({ kind: "interactive", payload });
}

/** How Slack tells the person that a command was not acknowledged. */
export function tellFailure(seat: Seat, delivery: Delivery, acknowledgement: Acknowledgement): void {
  if (acknowledgement.error === undefined) return;
  const reason = acknowledgement.error === "timeout" ? "operation_timeout" : "dispatch_failed";
  addBotMessage(seat.world, {
    channel: seat.channel().id,
    user: "USLACKBOT",
    text: `${String(delivery.payload["command"])} failed with the error "${reason}"`,
    visibleTo: seat.actor.user.id,
  });
}
