import type { Address } from "../../../src/chat/event.ts";
import { channelLink, messageLink } from "../lookup/links.ts";
import type { TeamsActivity } from "./activity.ts";
import type { Conversation, Sender, Spot } from "./spot.ts";

/** What is known of a delivery besides what it says. */
export interface DeliveryParts {
  readonly tenant: string;
  readonly deliveryId: string;
  readonly isRepeat: boolean;
}

/** Where something was asked. */
export function spotOf(activity: TeamsActivity, surface: Spot["surface"], parts: DeliveryParts): Spot {
  return {
    surface,
    deliveryId: parts.deliveryId,
    isRepeat: parts.isRepeat,
    sender: senderOf(activity),
    conversation: conversationOf(activity, parts.tenant),
    activityId: activity.id ?? "",
    ...some("timeZone", timeZoneOf(activity)),
  };
}

function senderOf({ from }: TeamsActivity): Sender {
  return {
    id: from.id,
    ...some("directoryId", from.aadObjectId),
    ...some("name", from.name),
    ...some("tenant", from.tenantId),
  };
}

/** The conversation that an activity comes from. */
export function conversationOf(activity: TeamsActivity, tenant: string): Conversation {
  const { conversation, channelData, serviceUrl } = activity;
  const [id = "", thread] = conversation.id.split(";messageid=");
  const type = typeOf(activity);
  const team = type === "channel" ? channelData?.team : undefined;
  return {
    id,
    type,
    ...(type === "channel" ? some("thread", thread) : {}),
    serviceUrl,
    tenant,
    ...some("teamId", team?.id),
    ...some("groupId", team?.aadGroupId),
    ...some("teamName", team?.name),
    ...(type === "channel" ? some("channelName", channelData?.channel?.name) : {}),
  };
}

/** Where Teams does not say who is there, others may be. */
function typeOf(activity: TeamsActivity): Conversation["type"] {
  const { conversation, channelData } = activity;
  const { conversationType, isGroup } = conversation;
  if (conversationType === "channel" || conversationType === "groupChat") return conversationType;
  if (conversationType !== "personal" && (channelData?.team || channelData?.channel)) return "channel";
  return isGroup === true || isBetweenPeople(activity) ? "groupChat" : "personal";
}

/** A menu is also where two people talk; their chat is personal, and the bot is no part of it. */
function isBetweenPeople({ conversation, recipient }: TeamsActivity): boolean {
  const botId = recipient.id.replace(/^28:/, "");
  return conversation.id.startsWith("19:") && !conversation.id.includes(botId);
}

/** The surface of what is pressed in a dialog. */
export function dialogSurface({ name }: TeamsActivity): "dialog" | "menu" {
  return name?.startsWith("composeExtension/") ? "menu" : "dialog";
}

function timeZoneOf({ localTimezone, entities }: TeamsActivity): string | undefined {
  const told = localTimezone ?? entities?.find(({ type }) => type === "clientInfo")?.timezone;
  return told && /^[\w+/-]{1,64}$/.test(told) && isTimeZone(told) ? told : undefined;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    // A zone that this machine does not know.
    return false;
  }
}

/** Where it was said, as the rest of Callboard names it. */
export function whereOf(spot: Spot): {
  readonly address: Address;
  readonly hasOwnShare: true;
  readonly placeUrl?: string;
  readonly canOpenForm?: true;
  readonly canOfferForm?: true;
} {
  const { conversation } = spot;
  return {
    address: {
      platform: "teams",
      tenant: conversation.tenant,
      channel: conversation.id,
      ...some("thread", conversation.thread),
    },
    // What one person alone sees can be forwarded, as every message can.
    hasOwnShare: true,
    ...some("placeUrl", urlOf(spot)),
    ...((spot.surface === "dialog" || spot.surface === "menu") && !spot.isRepeat && { canOpenForm: true as const }),
    // A dialog opens in answer to a press alone: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
    ...((spot.surface === "message" || spot.surface === "slash") && { canOfferForm: true as const }),
  };
}

/** Surfaces on which what was pressed is the bot's own message. */
const pressing: readonly Spot["surface"][] = ["button", "execute", "dialog"];

/**
 * The message that the conversation goes by. Nobody else can open a slash command, and an invoke is no message; in a channel
 * the pressed answer may be one that its asker alone sees, so that it goes by what starts the thread.
 * https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
 */
function urlOf({ surface, conversation, pressedId, activityId }: Spot): string | undefined {
  if (surface === "install") return undefined;
  const isPressed = conversation.type === "channel" && pressing.includes(surface);
  const message = isPressed ? conversation.thread : (pressedId ?? (surface === "message" ? activityId : undefined));
  if (message) return messageLink(conversation, message);
  return conversation.type === "channel" ? channelLink(conversation, conversation.channelName ?? "channel") : undefined;
}

/** The field, where there is something in it. */
export function some<K extends string, V>(key: K, value: V | null | undefined): { readonly [key in K]?: V } {
  return value === undefined || value === null || value === "" ? {} : ({ [key]: value } as { [key in K]: V });
}
