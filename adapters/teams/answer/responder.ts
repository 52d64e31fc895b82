import type { Responder } from "../../../src/chat/adapter.ts";
import type { OpenForm } from "../../../src/chat/form.ts";
import type { Message } from "../../../src/chat/message.ts";
import { createNewest } from "../../../src/chat/outgoing/newest.ts";
import { pause } from "../../../src/chat/outgoing/pause.ts";
import { asPossibleRepeat } from "../../../src/chat/outgoing/possible-repeat.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import { isInDoubt } from "../connector/errors.ts";
import { originOf } from "../receive/origin.ts";
import type { Spot } from "../receive/spot.ts";
import type { Waiting } from "../receive/waiting.ts";
import { renderForm } from "../render/form.ts";
import { dialogBody } from "./invoke-body.ts";
import { byUpdate, type Haste, isForAll, type Shown, type Way, type WayParts, waysOf } from "./ways.ts";

/** What answering needs. */
export interface ResponderParts extends WayParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Ends what is under way when the adapter stops. */
  readonly signal: AbortSignal;
}

/** Nobody waits longer, but an outage of some minutes is survived. */
const patienceMs = 5 * 60_000;
/** What one way takes while there is another. */
const detourMs = 60_000;
/** With less than this left for the HTTP response nobody is told that it takes long: the answer itself may still come. */
const heldMs = 2_300;

/** Answers one event at its spot. Answers come one after the other: a newer one ends the attempts at an older one. */
export function createResponder(parts: ResponderParts, spot: Spot, waiting: Waiting | undefined): Responder {
  const { clock, log } = parts;
  const newest = createNewest(clock, parts.signal);
  let shown: Shown | undefined;
  let isSeenByAll = false;

  /** What stands in the place of what was shown; says of an update of unknown fate that what comes now may be a repeat. */
  async function replace(message: Message, haste: Haste): Promise<"shown" | "not" | "in-doubt"> {
    // A message keeps its readers: neither is what is private said to all, nor what is for all to one person alone.
    if (shown?.type === "message" && isSeenByAll !== isForAll(spot, message)) return "not";
    const before = shown?.type === "message" ? shown.posted : replaceable();
    if (before === undefined) return "not";
    try {
      shown = await byUpdate(parts, spot, before)(message, haste);
      return "shown";
    } catch (error) {
      if (haste.signal.aborted) throw error;
      return isInDoubt(error) ? "in-doubt" : "not";
    }
  }

  /** In a personal chat the card that an earlier answer replaced is the message that was pressed. */
  function replaceable() {
    const isPressed = shown?.type === "response" && spot.surface === "execute" && spot.conversation.type === "personal";
    return isPressed && spot.pressedId !== undefined ? { at: spot.conversation, id: spot.pressedId } : undefined;
  }

  /** One way after the other, until one leads somewhere. */
  async function takeWays(message: Message, ways: readonly Way[], signal: AbortSignal): Promise<Shown | undefined> {
    const [way, ...others] = ways;
    if (way === undefined && message.isPassing) return undefined;
    if (way === undefined) throw new BotError("unavailable", "Teams took the answer nowhere. Try again in a minute.");
    const isLast = others.length === 0;
    const came = await way(message, { signal, withinMs: isLast ? patienceMs : detourMs }).catch((error: unknown) => {
      if (signal.aborted || isLast) throw error;
      log.info({ surface: spot.surface, err: error }, "an answer takes another way");
      return isInDoubt(error) ? ("in-doubt" as const) : undefined;
    });
    if (came !== undefined && came !== "in-doubt") return came;
    return takeWays(came === "in-doubt" ? asPossibleRepeat(message) : message, others, signal);
  }

  async function show(message: Message, signal: AbortSignal): Promise<void> {
    const leftMs = waiting?.leftMs() ?? 0;
    if (leftMs > 0 && leftMs < heldMs && message.isPassing) await pause(clock, leftMs, signal);
    if (signal.aborted) throw new BotError("unavailable", "This was stopped before Teams answered.");
    const replaced = await replace(message, { signal, withinMs: detourMs });
    if (replaced === "shown" || isExcused(message)) return;
    const said = replaced === "in-doubt" ? asPossibleRepeat(message) : message;
    shown = await takeWays(said, waysOf(parts, spot, message, waiting), signal);
    isSeenByAll = isForAll(spot, message);
  }

  /** Who cannot be answered is told so once. */
  function isExcused(message: Message): boolean {
    return shown?.type === "excuse" && message.private === true;
  }

  return {
    answer: (message) => newest.run((signal) => show(message, signal)),
    async open(form: OpenForm) {
      if (spot.surface !== "dialog" && spot.surface !== "menu")
        throw new BotError("unsupported", "No form can be opened here. Press the button of the answer.");
      const isLate = "It took too long to open the form. Try again.";
      if (waiting === undefined || waiting.leftMs() === 0) throw new BotError("expired", isLate);
      await newest.supersede();
      const isOpen = await waiting.answer(dialogBody(renderForm(form, originOf(spot))));
      if (!isOpen) throw new BotError("expired", isLate);
      shown = { type: "response" };
    },
  };
}
