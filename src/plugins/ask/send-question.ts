import type { Place } from "../../chat/adapter.ts";
import type { MessageRef } from "../../chat/event.ts";
import type { FormResult } from "../../chat/form.ts";
import { oneLine } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Services } from "../../plugin.ts";
import type { Ctx } from "../../router/command.ts";
import { note } from "../audit-entry.ts";
import { type Audience, audienceName, placeOf } from "./audience.ts";
import { type Question, questionMessage, sentMessage, unsentMessage } from "./question.ts";
import type { QuestionLog } from "./question-log.ts";

/** A question that is kept and to be sent. */
export interface Draft {
  readonly audience: Audience;
  readonly id: string;
  readonly question: Question;
}

/** The form stays and says what is wrong; where it is closed by then, the text is given back. */
export function notSent(reason: string, text: string): FormResult {
  const message = unsentMessage("The question was not sent", text, reason);
  return { type: "errors", errors: { question: reason }, message };
}

/**
 * Sends a question that is kept already. One that was refused is forgotten. One of which nobody knows whether it was sent
 * stays: copies of it may stand in the channel, and a press on any of them must find it.
 */
export async function sendQuestion(
  services: Services,
  questions: QuestionLog,
  ctx: Ctx,
  draft: Draft,
): Promise<FormResult> {
  const { audience, id, question } = draft;
  const what = `ask ${audience.thing.ref}`;
  let place: Place;
  let message: MessageRef;
  try {
    place = await mustFind(services, audience, ctx.asker.platform);
  } catch (error) {
    return refused(services, questions, ctx, draft, error);
  }
  try {
    message = await services.chat.send(place.address, questionMessage(id, question));
  } catch (error) {
    return isRefusal(error)
      ? refused(services, questions, ctx, draft, error)
      : inDoubt(services, questions, ctx, draft, place.label, error);
  }
  try {
    await questions.sent(id, message, place.label);
  } catch (error) {
    // It can still be taken: a press says which message it was in.
    services.log.warn({ err: error }, "message of a question not kept");
  }
  await note(services, ctx, { what, result: "done" });
  return { type: "done", message: sentMessage({ ...question, message, sentTo: place.label }) };
}

async function mustFind(services: Services, audience: Audience, platform: string): Promise<Place> {
  const place = await placeOf(services, audience, platform);
  if (place === undefined) throw new BotError("not_found", `${audienceName(audience, platform)} is not found here.`);
  return place;
}

/** Whether nothing was sent for certain: the platform said no. */
function isRefusal(error: unknown): boolean {
  return error instanceof BotError && error.code !== "unavailable";
}

async function refused(
  services: Services,
  questions: QuestionLog,
  ctx: Ctx,
  { audience, id, question }: Draft,
  error: unknown,
): Promise<FormResult> {
  await questions.drop(id, question).catch((dropError: unknown) => {
    services.log.warn({ err: dropError }, "question that was not sent stays kept");
  });
  if (!(error instanceof BotError)) throw error;
  await note(services, ctx, { what: `ask ${audience.thing.ref}`, result: "failed", reason: error.message });
  return notSent(`Not sent: ${error.message}`, question.text);
}

async function inDoubt(
  services: Services,
  questions: QuestionLog,
  ctx: Ctx,
  { audience, id, question }: Draft,
  sentTo: string,
  error: unknown,
): Promise<FormResult> {
  services.log.warn({ err: error }, "not known whether a question was sent");
  await questions.doubt(id, sentTo).catch((keepError: unknown) => {
    services.log.warn({ err: keepError }, "where a question may have gone not kept");
  });
  const reason = `In doubt: ${error instanceof BotError ? error.message : "see the log"}`;
  await note(services, ctx, { what: `ask ${audience.thing.ref}`, result: "failed", reason });
  const state = `It may have been sent to ${oneLine(sentTo, 30)}.`;
  const toDo = "Look there. Asked again in the same words, it is marked as a possible repeat.";
  return {
    type: "errors",
    errors: { question: `${state} Look there; sent again, it is marked as a possible repeat.` },
    message: unsentMessage(state, question.text, toDo),
  };
}
