import type { Responder } from "../../../src/chat/adapter.ts";
import type { OpenForm } from "../../../src/chat/form.ts";
import type { Message } from "../../../src/chat/message.ts";
import { createNewest } from "../../../src/chat/outgoing/newest.ts";
import { asPossibleRepeat } from "../../../src/chat/outgoing/possible-repeat.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import { originOf, type Spot } from "../receive/spot.ts";
import { renderForm } from "../render/form.ts";
import { isInDoubt } from "../web-api/errors.ts";
import type { Views } from "./views.ts";
import { byUpdate, type Haste, type Shown, type Way, type WayParts, waysOf } from "./ways.ts";

/** What answering needs. */
export interface ResponderParts extends WayParts {
  readonly views: Views;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends what is under way when the adapter stops. */
  readonly signal: AbortSignal;
}

/** A response_url lives for half an hour; nobody waits that long, but an outage of some minutes is survived. */
const patienceMs = 5 * 60_000;
/** What one way takes while there is another. */
const detourMs = 60_000;

/** Answers one event at its spot. Answers come one after the other: a newer one ends the attempts at an older one. */
export function createResponder(parts: ResponderParts, spot: Spot): Responder {
  let shown: Shown | undefined;
  const newest = createNewest(parts.clock, parts.signal);
  let isTriggerUsed = false;

  async function replace(message: Message, haste: Haste): Promise<boolean> {
    if (shown?.type === "view") {
      shown = await parts.views.show(message, { viewId: shown.viewId }, haste);
      return true;
    }
    if (shown?.type !== "message") return false;
    shown = await byUpdate(parts, shown.at)(message, haste);
    return true;
  }

  /** In the modal in which it was asked, or in a new one where there is no channel to answer in. */
  async function inModal(message: Message, haste: Haste): Promise<boolean> {
    const at = modalPlace();
    if (at === undefined) return false;
    shown = await parts.views.show(message, at, haste);
    return true;
  }

  function modalPlace(): { readonly viewId: string } | { readonly triggerId: string } | undefined {
    if (spot.surface === "modal" && spot.viewId !== undefined && spot.channel === undefined)
      return { viewId: spot.viewId };
    if (spot.surface !== "global-shortcut" || spot.isRepeat || isTriggerUsed || spot.triggerId === undefined)
      return undefined;
    isTriggerUsed = true;
    return { triggerId: spot.triggerId };
  }

  /** One way after the other, until one leads somewhere. */
  async function takeWays(message: Message, ways: readonly Way[], signal: AbortSignal): Promise<Shown> {
    const [way, ...others] = ways;
    if (way === undefined) throw new BotError("unavailable", "Slack took the answer nowhere. Try again in a minute.");
    if (others.length === 0) return way(message, { signal, withinMs: patienceMs });
    try {
      return await way(message, { signal, withinMs: detourMs });
    } catch (error) {
      if (signal.aborted) throw error;
      parts.log.info({ surface: spot.surface, code: codeOf(error) }, "an answer takes another way");
      return takeWays(isInDoubt(error) ? asPossibleRepeat(message) : message, others, signal);
    }
  }

  async function show(message: Message, signal: AbortSignal): Promise<void> {
    const short = { signal, withinMs: detourMs };
    if (await orFalse(replace(message, short), signal)) return;
    if (await orFalse(inModal(message, short), signal)) return;
    shown = await takeWays(message, waysOf(parts, spot, message), signal);
  }

  return {
    answer: (message) => newest.run((signal) => show(message, signal)),
    async open(form: OpenForm) {
      if (spot.triggerId === undefined)
        throw new BotError("unsupported", "No form can be opened here. Type the command with its values.");
      if (spot.isRepeat || isTriggerUsed)
        throw new BotError("expired", "It took too long to open the form. Try again.");
      isTriggerUsed = true;
      await newest.supersede();
      const view = renderForm(form, originOf(spot));
      const opened = await parts.views.open(view, spot.triggerId, spot.viewId !== undefined, parts.signal);
      shown = { type: "view", viewId: opened };
    },
  };
}

/** What a way resolves to; false when it leads nowhere and another is to be taken. */
async function orFalse(way: Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  try {
    return await way;
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  }
}

function codeOf(error: unknown): string {
  return error instanceof BotError ? error.code : "unknown";
}
