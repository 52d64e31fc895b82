import { type Lost, lostMessage } from "../../../src/chat/intake/lost.ts";
import type { Clock } from "../../../src/clock.ts";
import type { TeamsActivity } from "../receive/activity.ts";
import { readLost } from "../receive/read-lost.ts";
import type { AllowedTenants } from "../receive/tenant.ts";
import type { Direct } from "./direct.ts";
import type { Poster } from "./posting.ts";

const withinMs = 60_000;

/** Tells people, in a direct message, that what they asked gets no answer. A press is only pressed again. */
export function createTelling(parts: {
  readonly options: AllowedTenants;
  readonly direct: Direct;
  readonly poster: Poster;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): (activity: TeamsActivity, lost: Lost) => Promise<void> {
  const { options, direct, poster, clock, signal } = parts;
  return async (activity, lost) => {
    const said = readLost(activity, lost.id, options);
    if (said === undefined) return;
    const { conversation, sender, timeZone } = said.spot;
    const haste = { signal, withinMs };
    const at = conversation.type === "personal" ? conversation : await direct.chatWith(sender, conversation, haste);
    const message = lostMessage(said.thing, lost, { now: clock.now(), platform: "Teams" });
    await poster.post(message, { at, ...haste, ...(timeZone !== undefined && { timeZone }) });
  };
}
