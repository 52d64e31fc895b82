import { type Lost, type LostThing, lostMessage } from "../../../src/chat/intake/lost.ts";
import type { Clock } from "../../../src/clock.ts";
import type { SlackBody } from "../receive/body.ts";
import { readEvent } from "../receive/read-event.ts";
import type { Home } from "../web-api/home.ts";
import type { Poster } from "./posting.ts";

const withinMs = 60_000;

/** Tells people, in a direct message, that what they asked gets no answer. A press is only pressed again. */
export function createTelling(parts: {
  readonly home: Home;
  readonly commands: Readonly<Record<string, string>>;
  readonly poster: Poster;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): (body: SlackBody, lost: Lost) => Promise<void> {
  const { poster, clock, signal } = parts;
  return async (body, lost) => {
    const said = saidOf(body, lost.id, parts);
    if (said === undefined) return;
    const told = lostMessage(said.thing, lost, { now: clock.now(), platform: "Slack" });
    await poster.post(told, { channel: said.userId, mark: `lost/${lost.id}`, withinMs, signal });
  };
}

/** Who said what; undefined for what nobody waits for. */
function saidOf(
  body: SlackBody,
  deliveryId: string,
  parts: { readonly home: Home; readonly commands: Readonly<Record<string, string>> },
): { readonly userId: string; readonly thing: LostThing } | undefined {
  if (body.kind === "submission") return { userId: body.data.user.id, thing: { type: "form" } };
  if (body.kind === "action") return undefined;
  const reading = readEvent(body, { ...parts, deliveryId, isRepeat: true });
  if (reading.type !== "event") return undefined;
  const { event, spot } = reading;
  const text = event.type === "command" ? { text: event.text } : {};
  return { userId: spot.userId, thing: { type: "question", ...text } };
}
