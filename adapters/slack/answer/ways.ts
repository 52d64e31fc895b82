import type { Message } from "../../../src/chat/message.ts";
import { asPossibleRepeat } from "../../../src/chat/outgoing/possible-repeat.ts";
import type { Spot } from "../receive/spot.ts";
import { renderMessage } from "../render/card.ts";
import type { Look } from "../render/text.ts";
import type { SlackCall } from "../web-api/call.ts";
import type { Posted, Poster } from "./posting.ts";
import type { PostResponse } from "./response-url.ts";

/** What was shown last, to be replaced by what comes next. */
export type Shown =
  | { readonly type: "message"; readonly at: Posted }
  /** The pressed message itself. */
  | { readonly type: "original" }
  | { readonly type: "view"; readonly viewId: string }
  /** Ephemeral: nothing can replace it. */
  | { readonly type: "gone" };

/** What the ways to answer share. */
export interface WayParts {
  readonly call: SlackCall;
  readonly poster: Poster;
  readonly postResponse: PostResponse;
  readonly look: Look;
}

/** One attempt at an answer: how long, and ended by what. */
export interface Haste {
  readonly signal: AbortSignal;
  readonly withinMs: number;
}

/** One way to show a message. Rejects with a BotError when it leads nowhere. */
export type Way = (message: Message, haste: Haste) => Promise<Shown>;

/**
 * Through the response_url: needs no scope and works where the bot is no member. A post after one whose fate is unknown
 * says that it may be a repeat, unless it replaces the original.
 */
function byResponseUrl(parts: WayParts, spot: Spot, url: string): Way {
  return async (message, haste) => {
    const isReplacing = spot.replaces === true;
    const isForAll = message.private === false;
    const how = {
      response_type: isForAll ? "in_channel" : "ephemeral",
      replace_original: isReplacing,
      ...(spot.thread !== undefined && !isReplacing && { thread_ts: spot.thread }),
      unfurl_links: false,
      unfurl_media: false,
      parse: "none",
    };
    const saidFor = (isDoubtful: boolean): Message =>
      (isDoubtful || spot.isRepeat) && !isReplacing ? asPossibleRepeat(message) : message;
    await parts.postResponse(
      url,
      (isDoubtful) => ({ ...renderMessage(saidFor(isDoubtful), parts.look), ...how }),
      haste,
    );
    return isReplacing ? { type: "original" } : { type: "gone" };
  };
}

/** As a message that all in the channel see; in direct messages, as a message to the person. */
function byMessage(parts: WayParts, spot: Spot, channel: string): Way {
  return async (message, haste) => {
    const thread = spot.thread !== undefined && channel === spot.channel ? { thread: spot.thread } : {};
    const to = { channel, ...thread, mark: spot.deliveryId, isRepeat: spot.isRepeat, ...haste };
    return { type: "message", at: await parts.poster.post(message, to) };
  };
}

/** Seen by the person alone, in the channel. */
function byEphemeral(parts: WayParts, spot: Spot, channel: string): Way {
  return async (message, haste) => {
    const thread = spot.thread === undefined ? {} : { thread: spot.thread };
    const said = spot.isRepeat ? asPossibleRepeat(message) : message;
    await parts.poster.postEphemeral(said, { channel, user: spot.userId, ...thread, ...haste });
    return { type: "gone" };
  };
}

/** In the place of the pressed message. */
export function byUpdate(parts: WayParts, at: Posted): Way {
  return async (message, haste) => {
    await parts.poster.update(message, at, haste);
    return { type: "message", at };
  };
}

/** The ways to answer at a spot, the best first; the last is a direct message. */
export function waysOf(parts: WayParts, spot: Spot, message: Message): readonly Way[] {
  const { channel, pressed, responseUrl } = spot;
  const isDirect = channel?.startsWith("D") === true && spot.surface !== "command";
  const toPerson = byMessage(parts, spot, spot.userId);
  const respond = responseUrl === undefined ? [] : [byResponseUrl(parts, spot, responseUrl)];
  if (spot.replaces === true) {
    const updates =
      channel !== undefined && pressed?.isEphemeral === false ? [byUpdate(parts, { channel, ts: pressed.ts })] : [];
    return [...respond, ...updates, ...aside(parts, spot, message), toPerson];
  }
  if (channel === undefined) return [...respond, toPerson];
  if (isDirect) return [byMessage(parts, spot, channel), ...respond, toPerson];
  return [...respond, ...aside(parts, spot, message), toPerson];
}

/** In the channel itself: for all when it was asked in the open or is to be shared, else for the asker alone. */
function aside(parts: WayParts, spot: Spot, message: Message): readonly Way[] {
  if (spot.channel === undefined) return [];
  const isForAll = spot.surface === "mention" ? message.private !== true : message.private === false;
  if (isForAll) return [byMessage(parts, spot, spot.channel)];
  return [byEphemeral(parts, spot, spot.channel)];
}
