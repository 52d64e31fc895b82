import type { Message } from "../../../src/chat/message.ts";
import { ago, quoted } from "../../../src/chat/phrase.ts";
import { code, rich, type Span, timeOfDay } from "../../../src/chat/text.ts";
import type { Clock } from "../../../src/clock.ts";
import type { SlackBody } from "../receive/body.ts";
import { readEvent } from "../receive/read-event.ts";
import type { Lost } from "../receive/taking.ts";
import type { Home } from "../web-api/home.ts";
import type { Poster } from "./posting.ts";

const todayMs = 12 * 3_600_000;
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
    const ageMs = clock.now().getTime() - lost.askedAt.getTime();
    const when = ageMs < todayMs ? rich`at ${timeOfDay(lost.askedAt)}` : rich`${ago(ageMs)}`;
    const told = said.isForm ? ofForm(when) : ofQuestion(said.what, when, lost.why);
    await poster.post(told, { channel: said.userId, mark: `lost/${lost.id}`, withinMs, signal });
  };
}

interface Said {
  readonly userId: string;
  readonly what: string;
  readonly isForm: boolean;
}

/** Who said what; undefined for what nobody waits for. */
function saidOf(
  body: SlackBody,
  deliveryId: string,
  parts: { readonly home: Home; readonly commands: Readonly<Record<string, string>> },
): Said | undefined {
  if (body.kind === "submission") return { userId: body.data.user.id, what: "", isForm: true };
  if (body.kind === "action") return undefined;
  const reading = readEvent(body, { ...parts, deliveryId, isRepeat: true });
  if (reading.type !== "event") return undefined;
  const { event, spot } = reading;
  const what = event.type === "command" && event.text !== "" ? quoted(event.text) : "Your question";
  return { userId: spot.userId, what, isForm: false };
}

const reasons: Readonly<Record<Lost["why"], readonly Span[]>> = {
  unreachable: rich`Slack was not reachable then. Ask again.`,
  stopped: rich`Callboard was stopped before it could answer. Ask again.`,
  failed: rich`Something went wrong twice. Admins see it with ${code("callboard doctor")}.`,
};

function ofQuestion(what: string, when: readonly Span[], why: Lost["why"]): Message {
  return message(`${what} was not answered`, [...rich`You asked `, ...when, ...rich`. `, ...reasons[why]]);
}

/** Nobody knows how far it came. */
function ofForm(when: readonly Span[]): Message {
  const hint = rich`. Look whether it arrived before you send it again.`;
  return message("A form of yours may not have been taken", [...rich`You sent it `, ...when, ...hint]);
}

function message(title: string, text: readonly Span[]): Message {
  return { text: title, card: { title, blocks: [{ type: "text", text }] }, private: true };
}
