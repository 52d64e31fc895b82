import { BotError } from "../../errors.ts";
import type { Services } from "../../plugin.ts";
import { type Question, takenMessage } from "./question.ts";
import type { QuestionLog } from "./question-log.ts";

/** Tells askers who takes their question, until they heard of it. */
export interface Teller {
  /** Never rejects. @param isRepeat they may have been told before */
  tell(id: string, question: Question, isRepeat: boolean): Promise<void>;
  /** Does what ends with telling; until then the turn of every minute leaves the question to it. */
  during<T>(id: string, press: () => Promise<T>): Promise<T>;
  /** Everybody who was not told: an earlier run ended before it could, or the platform did not answer. */
  tellAll(signal: AbortSignal): Promise<void>;
}

/** From one turn to the next: an outage in which messages arrive and nobody is told so must not fill a conversation. */
const shortestWaitMs = 60_000;
const longestWaitMs = 3_600_000;

/** Where the address leads nowhere, a platform reaches a person by their id as well. One that does not answer may later. */
function nowhere(error: unknown): undefined {
  if (error instanceof BotError && error.code === "unavailable") throw error;
}

/** Tells in direct messages. That it does not arrive undoes nothing. */
export function createTeller({ chat, clock, log }: Services, questions: QuestionLog): Teller {
  /** Those that are being told: a press and the turn of every minute may come at once. */
  const telling = new Set<string>();
  /** How many presses of a question are under way: each tells its asker by itself. */
  const pressed = new Map<string, number>();
  /** Those that were told, which could not be kept yet. */
  const heard = new Set<string>();
  const waiting = new Map<string, { readonly untilMs: number; readonly waitMs: number }>();

  function waitLonger(id: string): void {
    const waitMs = Math.min((waiting.get(id)?.waitMs ?? shortestWaitMs / 2) * 2, longestWaitMs);
    waiting.set(id, { untilMs: clock.monotonicMs() + waitMs, waitMs });
  }

  async function done(id: string, keep: Promise<void>): Promise<void> {
    await keep;
    heard.delete(id);
    waiting.delete(id);
  }

  async function send(question: Question, isRepeat: boolean): Promise<void> {
    const { asker, takenBy } = question;
    if (takenBy === undefined) return;
    const { platform, tenant, id, email, directoryId } = asker;
    const person = { ...(email !== undefined && { email }), ...(directoryId !== undefined && { directoryId }) };
    const isKnown = Object.keys(person).length > 0;
    const place = isKnown ? await chat.find(platform, { person }).catch(nowhere) : undefined;
    await chat.send(place?.address ?? { platform, tenant, channel: id }, takenMessage(question, takenBy, isRepeat));
  }

  async function attempt(id: string, question: Question, isRepeat: boolean): Promise<void> {
    try {
      if (!heard.has(id)) await send(question, isRepeat);
    } catch (error) {
      log.warn({ err: error }, "asker not told who takes their question");
      // A platform that says no says it again; one that does not answer may later.
      if (error instanceof BotError && error.code !== "unavailable") return done(id, questions.untellable(id));
      return waitLonger(id);
    }
    heard.add(id);
    await done(id, questions.told(id));
  }

  async function tell(id: string, question: Question, isRepeat: boolean): Promise<void> {
    if (question.toldAt !== undefined || telling.has(id)) return;
    telling.add(id);
    await attempt(id, question, isRepeat)
      .catch((error: unknown) => log.warn({ err: error }, "that an asker was told is not kept"))
      .finally(() => telling.delete(id));
  }

  function count(id: string, by: 1 | -1): void {
    const presses = (pressed.get(id) ?? 0) + by;
    if (presses === 0) pressed.delete(id);
    else pressed.set(id, presses);
  }

  return {
    tell,
    async during(id, press) {
      count(id, 1);
      try {
        return await press();
      } finally {
        count(id, -1);
      }
    },
    async tellAll(signal) {
      for (const { id, question } of await questions.untold()) {
        if (signal.aborted) return;
        if (pressed.has(id)) continue;
        if (clock.monotonicMs() >= (waiting.get(id)?.untilMs ?? 0)) await tell(id, question, true);
      }
    },
  };
}
