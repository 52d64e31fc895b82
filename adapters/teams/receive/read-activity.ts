import { z } from "zod";
import type { ChatEvent } from "../../../src/chat/event.ts";
import { messageLink } from "../lookup/links.ts";
import { decodeAction, type Pressed } from "../render/action-data.ts";
import { kindOf, type TeamsActivity } from "./activity.ts";
import { messageTexts } from "./message-texts.ts";
import { type DeliveryParts, dialogSurface, some, spotOf, whereOf } from "./read-spot.ts";
import { isMentioned, saidText } from "./said-text.ts";
import type { Spot } from "./spot.ts";

type Unsaid<T> = T extends unknown ? Omit<T, "user"> : never;

/** What an activity means: an event but for who it is, an old button, or nothing that anybody waits for. */
export type Reading =
  | { readonly type: "event"; readonly event: Unsaid<ChatEvent>; readonly spot: Spot }
  | { readonly type: "old-button"; readonly spot: Spot }
  | { readonly type: "nothing" };

const nothing: Reading = { type: "nothing" };

/** Says what somebody wants with what Teams delivered. Forms that were sent are read in submitting.ts. */
export function readActivity(activity: TeamsActivity, parts: DeliveryParts): Reading {
  if (isWrittenByBot(activity)) return nothing;
  switch (kindOf(activity)) {
    case "message":
      return readMessage(activity, parts);
    case "fetch":
    case "submit":
      return readPress(activity, dataOf(activity), pressedSpot(activity, dialogSurface(activity), parts));
    case "execute":
      return readExecute(activity, parts);
    case "menu":
      return readMenu(activity, parts);
    case "install":
      return readInstall(activity, parts);
    case "search":
    case "remove":
    case "other":
      return nothing;
  }
}

/** Bots answer each other for ever. The ids of bots and of people begin differently. */
export function isWrittenByBot({ from, recipient }: TeamsActivity): boolean {
  return from.role === "bot" || from.role === "skill" || from.id.startsWith("28:") || from.id === recipient.id;
}

/** A text may have been edited since; what it said first was answered. */
const edits = new Set(["editMessage", "softDeleteMessage", "undeleteMessage"]);

function readMessage(activity: TeamsActivity, parts: DeliveryParts): Reading {
  if (edits.has(activity.channelData?.eventType ?? "")) return nothing;
  if (isPress(activity)) return readPress(activity, activity.value, pressedSpot(activity, "button", parts));
  if (activity.recipient.isTargeted === true) return readSlash(activity, parts);
  const spot = spotOf(activity, "message", parts);
  const where = whereOf(spot);
  const text = saidText(activity);
  if (spot.conversation.type === "personal") return asEvent({ type: "command", text, ...where, place: "direct" }, spot);
  // With a permission of the team's owner everything that is written comes here.
  if (!isMentioned(activity)) return nothing;
  return asEvent({ type: "command", text, isInTheOpen: true, ...where, place: "channel" }, spot);
}

/** A button's data come before any text: https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-actions */
function isPress({ value, text }: TeamsActivity): boolean {
  if (typeof value !== "object" || value === null) return false;
  return !text || decodeAction(value) !== undefined;
}

function readSlash(activity: TeamsActivity, parts: DeliveryParts): Reading {
  const spot = spotOf(activity, "slash", parts);
  const text = saidText(activity).replace(/^\/(?=\w)/, "");
  return asEvent({ type: "command", text, ...whereOf(spot), place: placeOf(spot) }, spot);
}

const withData = z.object({ data: z.unknown() });

/** What a button of a dialog carries. */
export function dataOf({ value }: TeamsActivity): unknown {
  const parsed = withData.safeParse(value);
  return parsed.success ? parsed.data.data : undefined;
}

const withAction = z.object({ action: withData });

function readExecute(activity: TeamsActivity, parts: DeliveryParts): Reading {
  const parsed = withAction.safeParse(activity.value);
  const data = parsed.success ? parsed.data.action.data : undefined;
  return readPress(activity, data, pressedSpot(activity, "execute", parts));
}

function readPress(activity: TeamsActivity, data: unknown, spot: Spot): Reading {
  const pressed = decodeAction(data);
  if (pressed === undefined) return { type: "old-button", spot };
  const isReplacing = pressed.type === "command" && pressed.replaces === true;
  return asPress(activity, pressed, isReplacing ? { ...spot, replaces: true } : spot);
}

function asPress(activity: TeamsActivity, pressed: Pressed, spot: Spot): Reading {
  const where = { ...whereOf(spot), place: placeOf(spot) };
  switch (pressed.type) {
    case "command":
      return asEvent({ type: "command", text: pressed.command, ...where }, spot);
    case "form":
      return asEvent({ type: "open", flow: pressed.flow, state: pressed.state, ...where }, spot);
    case "press": {
      const { press, value } = pressed;
      const id = activity.replyToId;
      const message = id
        ? { message: { ...where.address, id, ...some("url", messageLink(spot.conversation, id)) } }
        : {};
      return asEvent({ type: "press", press, value, ...message, ...where }, spot);
    }
  }
}

function pressedSpot(activity: TeamsActivity, surface: Spot["surface"], parts: DeliveryParts): Spot {
  return { ...spotOf(activity, surface, parts), ...some("pressedId", activity.replyToId) };
}

const menuEntry = z.object({
  commandId: z.string().min(1).max(1000),
  messagePayload: z.looseObject({ id: z.string().max(1000).optional().catch(undefined) }).nullish(),
});

/** Of the menu of a message, or of the compose box. The bot need not be where it was chosen, and others may be there. */
function readMenu(activity: TeamsActivity, parts: DeliveryParts): Reading {
  const parsed = menuEntry.safeParse(activity.value);
  if (!parsed.success) return nothing;
  const { commandId, messagePayload } = parsed.data;
  const spot: Spot = { ...spotOf(activity, "menu", parts), ...some("pressedId", messagePayload?.id) };
  const texts = messagePayload ? messageTexts(messagePayload) : [];
  return asEvent({ type: "shortcut", shortcut: commandId, texts, ...whereOf(spot), place: "channel" }, spot);
}

/** Whoever installs the app is told what it can. */
function readInstall(activity: TeamsActivity, parts: DeliveryParts): Reading {
  const spot = spotOf(activity, "install", parts);
  const where = { ...whereOf(spot), place: placeOf(spot) };
  return asEvent({ type: "command", text: "help", isInTheOpen: true, ...where }, spot);
}

function placeOf({ conversation }: Spot): "channel" | "direct" {
  return conversation.type === "personal" ? "direct" : "channel";
}

function asEvent(event: Unsaid<ChatEvent>, spot: Spot): Reading {
  return { type: "event", event, spot };
}
