import type { Address, ChatEvent } from "../../../src/chat/event.ts";
import { decodeAction } from "../render/action-id.ts";
import { readForm } from "../render/read-form.ts";
import type { Home } from "../web-api/home.ts";
import { workspaceOf } from "./belonging.ts";
import type { SlackBody } from "./body.ts";
import { messageTexts } from "./message-texts.ts";
import { type Origin, readOrigin, type Spot } from "./spot.ts";

type Unsaid<T> = T extends unknown ? Omit<T, "user"> : never;

/** What a body means: an event but for who it is, an old button, or nothing that anybody waits for. */
export type Reading =
  | { readonly type: "event"; readonly event: Unsaid<ChatEvent>; readonly spot: Spot }
  | { readonly type: "old-button"; readonly spot: Spot }
  | { readonly type: "nothing" };

/** What reading a body needs to know. */
export interface ReadingParts {
  readonly home: Home;
  readonly commands: Readonly<Record<string, string>>;
  readonly deliveryId: string;
  readonly isRepeat: boolean;
}

const nothing: Reading = { type: "nothing" };

/** Says what somebody wants with what Slack delivered. */
export function readEvent(body: SlackBody, parts: ReadingParts): Reading {
  switch (body.kind) {
    case "command":
      return readCommand(body, parts);
    case "event":
      return body.data.event.type === "app_mention" ? readMention(body, parts) : readDirect(body, parts);
    case "action":
      return readAction(body, parts);
    case "shortcut":
    case "message-shortcut":
      return readShortcut(body, parts);
    case "submission":
    case "suggestion":
    case "url-verification":
    case "other":
      return nothing;
  }
}

type Kind<K extends SlackBody["kind"]> = Extract<SlackBody, { kind: K }>;

function readCommand(body: Kind<"command">, parts: ReadingParts): Reading {
  const { data } = body;
  const name = Object.entries(parts.commands).find(([, slash]) => slash === data.command)?.[0];
  const prefix = name === undefined || name === "callboard" ? "" : `${name} `;
  const spot: Spot = {
    ...spotOf(body, parts, "command", data.user_id),
    channel: data.channel_id,
    ...some("placeName", publicName(data.channel_name)),
    ...some("responseUrl", data.response_url),
    ...some("triggerId", data.trigger_id),
  };
  const where = whereOf(spot, parts);
  // A direct message with somebody else looks the same as one with the bot, so it counts as a channel.
  const alone = data.channel_id.startsWith("D") ? ({ mayBeAlone: true } as const) : {};
  return asEvent({ type: "command", text: `${prefix}${data.text}`.trim(), ...where, place: "channel", ...alone }, spot);
}

function readMention(body: Kind<"event">, parts: ReadingParts): Reading {
  const { event } = body.data;
  const { channel, user, ts } = event;
  // In a direct message the same text comes as a message, too.
  if (typeof channel !== "string" || typeof user !== "string" || channel.startsWith("D") || !ts) return nothing;
  if (event.edited !== undefined || user === parts.home.botUserId) return nothing;
  const thread = event.thread_ts ?? ts;
  const spot: Spot = { ...spotOf(body, parts, "mention", user), channel, thread, placeTs: ts };
  const text = withoutMention(event.text ?? "", parts.home.botUserId);
  return asEvent(
    { type: "command", text, isInTheOpen: true, canOfferForm: true, ...whereOf(spot, parts), place: "channel" },
    spot,
  );
}

/** Edits, joins and what bots write are messages, too. https://docs.slack.dev/reference/events/message#subtypes */
const saidByPeople = new Set([undefined, null, "", "file_share", "thread_broadcast"]);

function readDirect(body: Kind<"event">, parts: ReadingParts): Reading {
  const { event } = body.data;
  const { channel, user, ts } = event;
  if (event.type !== "message" || event.channel_type !== "im" || !saidByPeople.has(event.subtype)) return nothing;
  if (typeof channel !== "string" || typeof user !== "string" || !ts || event.bot_id || event.hidden) return nothing;
  if (event.edited !== undefined || user === parts.home.botUserId || user === "USLACKBOT") return nothing;
  const thread = some("thread", event.thread_ts);
  const spot: Spot = { ...spotOf(body, parts, "direct", user), channel, ...thread, placeTs: ts };
  const text = withoutMention(event.text ?? "", parts.home.botUserId);
  return asEvent({ type: "command", text, canOfferForm: true, ...whereOf(spot, parts), place: "direct" }, spot);
}

function readAction(body: Kind<"action">, parts: ReadingParts): Reading {
  const { data } = body;
  const pressed = decodeAction(data.actions[0]);
  const spot = pressedSpot(body, parts, pressed?.type === "command" && pressed.replaces === true);
  if (pressed === undefined) return { type: "old-button", spot };
  const ts = spot.pressed?.ts;
  const isDirect = spot.channel?.startsWith("D") === true;
  const where = { ...whereOf(spot, parts), place: isDirect ? "direct" : "channel" } as const;
  switch (pressed.type) {
    case "link":
      return nothing;
    case "command":
      return asEvent({ type: "command", text: pressed.command, ...where }, spot);
    case "form":
      return asEvent({ type: "open", flow: pressed.flow, state: pressed.state, ...where }, spot);
    case "press": {
      const isKept = ts !== undefined && spot.pressed?.isEphemeral === false;
      const message = isKept ? { message: { ...where.address, id: ts, ...some("url", where.placeUrl) } } : {};
      return asEvent({ type: "press", press: pressed.press, value: pressed.value, ...message, ...where }, spot);
    }
  }
}

function pressedSpot(body: Kind<"action">, parts: ReadingParts, isReplacing: boolean): Spot {
  const { data } = body;
  const inView = data.view ?? undefined;
  const ts = data.container?.message_ts ?? data.message?.ts;
  const thread = data.container?.thread_ts ?? data.message?.thread_ts;
  const isEphemeral = data.container?.is_ephemeral === true;
  return {
    ...spotOf(body, parts, inView === undefined ? "button" : "modal", data.user.id),
    ...(inView === undefined ? {} : { ...originOfView(inView), viewId: inView.id }),
    ...some("channel", data.channel?.id),
    ...some("thread", thread),
    ...some("placeName", publicName(data.channel?.name)),
    // Nobody else can open what only the presser saw.
    ...some("placeTs", isEphemeral ? thread : ts),
    ...some("responseUrl", data.response_url),
    ...some("triggerId", data.trigger_id),
    ...(isReplacing && { replaces: true as const }),
    ...(ts ? { pressed: { ts, isEphemeral } } : {}),
  };
}

function readShortcut(body: Kind<"shortcut"> | Kind<"message-shortcut">, parts: ReadingParts): Reading {
  const { data } = body;
  const onMessage = body.kind === "message-shortcut" ? body.data : undefined;
  const ts = onMessage?.message_ts ?? onMessage?.message.ts;
  const spot: Spot = {
    ...spotOf(body, parts, onMessage === undefined ? "global-shortcut" : "message-shortcut", data.user.id),
    ...some("channel", onMessage?.channel?.id),
    ...some("thread", onMessage?.message.thread_ts),
    ...some("placeName", publicName(onMessage?.channel?.name)),
    ...some("placeTs", ts),
    ...some("responseUrl", data.response_url),
    ...some("triggerId", data.trigger_id),
  };
  const where = whereOf(spot, parts);
  const texts = onMessage === undefined ? [] : messageTexts(onMessage.message);
  return asEvent({ type: "shortcut", shortcut: data.callback_id, texts, ...where, place: "channel" }, spot);
}

/** What a modal remembers of where it came from; a modal that is none of ours remembers nothing. */
function originOfView(view: object): Origin {
  const form = readForm(view as never);
  return form === undefined ? {} : readOrigin(form.origin);
}

/** The parts of a spot that every surface has. */
export function spotOf(
  body: SlackBody,
  parts: Omit<ReadingParts, "commands">,
  surface: Spot["surface"],
  userId: string,
): Spot {
  return {
    surface,
    deliveryId: parts.deliveryId,
    isRepeat: parts.isRepeat,
    userId,
    workspace: workspaceOf(body, parts.home),
  };
}

function asEvent(event: Unsaid<ChatEvent>, spot: Spot): Reading {
  return { type: "event", event, spot };
}

interface Where {
  readonly address: Address;
  readonly placeName?: string;
  readonly placeUrl?: string;
  readonly canOpenForm?: true;
}

/** Where it was said. */
export function whereOf(spot: Spot, parts: Pick<ReadingParts, "home">): Where {
  // Without a channel the conversation is the one with whoever asks.
  const channel = spot.channel ?? spot.userId;
  return {
    address: { platform: "slack", tenant: spot.workspace, channel, ...some("thread", spot.thread) },
    ...some("placeName", spot.placeName),
    ...(spot.channel !== undefined && { placeUrl: `${parts.home.url}archives/${spot.channel}${messagePath(spot)}` }),
    ...(spot.triggerId !== undefined && !spot.isRepeat && { canOpenForm: true as const }),
  };
}

/** As https://docs.slack.dev/reference/methods/chat.getPermalink makes it. */
function messagePath({ channel, thread, placeTs }: Spot): string {
  if (placeTs === undefined) return "";
  const reply = thread === undefined || thread === placeTs ? "" : `?thread_ts=${thread}&cid=${channel}`;
  return `/p${placeTs.replace(".", "")}${reply}`;
}

/** `#checkout-dev`. Slack calls private channels `privategroup` and direct messages `directmessage`. */
function publicName(name: string | null | undefined): string | undefined {
  const isPublic = name && /^(?!privategroup$|directmessage$|mpdm-)[^\s#<>]{1,80}$/.test(name);
  return isPublic ? `#${name}` : undefined;
}

/** What was said to the bot: after its mention, or before it where nothing follows. */
function withoutMention(text: string, botUserId: string): string {
  const [before = "", ...after] = text.split(new RegExp(`<@${botUserId}(?:\\|[^<>]*)?>`));
  const said = after
    .join(" ")
    .replace(/^[\s,:]+/, "")
    .trim();
  return said === "" ? before.trim() : said;
}

function some<K extends string, V>(key: K, value: V | null | undefined): { readonly [key in K]?: V } {
  return value === undefined || value === null || value === "" ? {} : ({ [key]: value } as { [key in K]: V });
}
