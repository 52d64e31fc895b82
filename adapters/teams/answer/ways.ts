import type { Message } from "../../../src/chat/message.ts";
import { oneLine } from "../../../src/chat/text.ts";
import type { Target } from "../connector/connector.ts";
import { isRefusal } from "../connector/errors.ts";
import type { Spot } from "../receive/spot.ts";
import type { Waiting } from "../receive/waiting.ts";
import type { Look } from "../render/text.ts";
import type { Direct } from "./direct.ts";
import { answerBody } from "./invoke-body.ts";
import type { Posted, Poster } from "./posting.ts";
import type { Targeting } from "./targeting.ts";

/** What was shown last, to be replaced by what comes next. */
export type Shown =
  | { readonly type: "message"; readonly posted: Posted }
  /** In the HTTP response, which cannot be taken back. */
  | { readonly type: "response" }
  /** It says why there is no answer. */
  | { readonly type: "excuse" };

/** What the ways to answer share. */
export interface WayParts {
  readonly poster: Poster;
  readonly direct: Direct;
  readonly targeting: Targeting;
  readonly look: Look;
}

/** One attempt at an answer: how long, and ended by what. */
export interface Haste {
  readonly signal: AbortSignal;
  readonly withinMs: number;
}

/** One way to show a message. Rejects with a BotError when it leads nowhere; undefined when it is none any more. */
export type Way = (message: Message, haste: Haste) => Promise<Shown | undefined>;

/** How long that may take, once the answer is there. */
const courtesyMs = 10_000;

const inDirectMessages: Message = { text: "Answered in your direct messages." };

/** The ways to answer at a spot, the best first. */
export function waysOf(parts: WayParts, spot: Spot, message: Message, waiting: Waiting | undefined): readonly Way[] {
  const { conversation, surface } = spot;
  if (isForAll(spot, message)) return [byMessage(parts, spot, conversation)];
  const response = waiting === undefined ? [] : [byResponse(parts, spot, waiting)];
  if (conversation.type === "personal") {
    const update = spot.pressedId !== undefined && spot.replaces ? [byUpdate(parts, spot, pressed(spot))] : [];
    return [...response, ...update, byMessage(parts, spot, conversation)];
  }
  // Where a dialog or a menu is opened the bot need not be, and nobody may know of it.
  if (surface === "dialog" || surface === "menu") return [...response, byDirectMessage(parts, spot)];
  const targeted = parts.targeting.isRefused(conversation) ? [] : [byTargetedMessage(parts, spot)];
  return [...response, ...targeted, ...(message.isPassing ? [] : [byDirectMessageOrExcuse(parts, spot)])];
}

/** In the open what is not private, else what is to be shared. In a personal chat there is nobody else. */
export function isForAll({ conversation, surface }: Spot, message: Message): boolean {
  if (conversation.type === "personal") return false;
  return surface === "message" || surface === "install" ? message.private !== true : message.private === false;
}

function pressed({ conversation, pressedId = "" }: Spot): Posted {
  return { at: conversation, id: pressedId };
}

/** In the HTTP response, which somebody waits for. */
function byResponse({ look }: WayParts, spot: Spot, waiting: Waiting): Way {
  return async (message) => {
    if (waiting.leftMs() === 0) return undefined;
    const { timeZone } = spot;
    const body = answerBody(message, spot.surface, timeZone === undefined ? look : { ...look, timeZone });
    return (await waiting.answer(body)) ? { type: "response" } : undefined;
  };
}

/** Where it was asked, for all who are there: in a channel as a reply. */
function byMessage(parts: WayParts, spot: Spot, at: Target): Way {
  return async (message, haste) => ({
    type: "message",
    posted: await parts.poster.post(message, { at, ...of(spot), ...haste }),
  });
}

/**
 * Where it was asked, for the asker's eyes.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/agents-in-teams/targeted-messages
 */
function byTargetedMessage(parts: WayParts, spot: Spot): Way {
  const at = spot.conversation;
  return async (message, haste) => {
    try {
      const posted = await parts.poster.post(message, { at, to: spot.sender.id, ...of(spot), ...haste });
      return { type: "message", posted };
    } catch (error) {
      if (parts.targeting.noteFailure(at, error)) return undefined;
      throw error;
    }
  };
}

/** In the personal chat, which is made where there is none. */
function byDirectMessage(parts: WayParts, spot: Spot): Way {
  return async (message, haste) => {
    const at = await parts.direct.chatWith(spot.sender, spot.conversation, haste);
    try {
      return { type: "message", posted: await parts.poster.post(message, { at, ...of(spot), ...haste }) };
    } catch (error) {
      throw await parts.direct.noteFailure(at, error);
    }
  };
}

/** Those who saw the question are told that there is an answer, or who has to do what for there to be one. */
function byDirectMessageOrExcuse(parts: WayParts, spot: Spot): Way {
  const direct = byDirectMessage(parts, spot);
  return async (message, haste) => {
    let shown: Shown | undefined;
    try {
      shown = await direct(message, haste);
    } catch (error) {
      // They, or their organisation, let the app write nothing to them.
      if (!isRefusal(error)) throw error;
      await parts.poster.post(excuse(spot), { at: spot.conversation, ...of(spot), ...haste });
      return { type: "excuse" };
    }
    const short = { signal: haste.signal, withinMs: courtesyMs };
    // The answer is there without it.
    await parts.poster.post(inDirectMessages, { at: spot.conversation, ...short }).catch(() => undefined);
    return shown;
  };
}

/** Nothing of the answer: how to get at it. */
function excuse({ sender }: Spot): Message {
  const title = `${oneLine(sender.name ?? "Whoever asked", 30)} has to add Callboard in Teams`;
  const text = "The answer is private, and comes in its chat: Apps, Callboard, Add. Then ask again.";
  return { text: title, card: { title, blocks: [{ type: "text", text }] } };
}

/** In the place of a message that stands already. */
export function byUpdate(parts: WayParts, spot: Spot, posted: Posted): Way {
  return async (message, haste) => {
    const { timeZone } = spot;
    await parts.poster.update(message, posted, { ...haste, ...(timeZone !== undefined && { timeZone }) });
    return { type: "message", posted };
  };
}

function of({ timeZone, isRepeat }: Spot): { readonly timeZone?: string; readonly isRepeat: boolean } {
  return { isRepeat, ...(timeZone !== undefined && { timeZone }) };
}
