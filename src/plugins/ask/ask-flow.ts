import { displayName } from "../../catalog/entity.ts";
import type { FormResult } from "../../chat/form.ts";
import { oneLine } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Services } from "../../plugin.ts";
import type { Ctx } from "../../router/command.ts";
import type { FormFlow } from "../../router/interaction.ts";
import { askFlowId, readAskTarget } from "../ask-target.ts";
import { type Audience, audienceName, audienceOf, placeOf } from "./audience.ts";
import { chatPersonOf } from "./chat-person.ts";
import { insteadReply } from "./instead.ts";
import { type Question, sentMessage } from "./question.ts";
import type { QuestionLog } from "./question-log.ts";
import { notSent, sendQuestion } from "./send-question.ts";
import { within } from "./within.ts";

const longestQuestion = 2000;
/** Slack opens a form within three seconds of the click, or not at all: https://docs.slack.dev/surfaces/modals */
const lookMs = 1_000;

/** The form in which a question is written and sent. Its state is what `readAskTarget` reads. */
export function askFlow(services: Services, questions: QuestionLog): FormFlow {
  return {
    id: askFlowId,
    async build(ctx, state) {
      const target = readAskTarget(state);
      const audience = audienceOf(services.catalog.snapshot(), target, ctx.asker.platform);
      const { obstacle, label = audienceName(audience, ctx.asker.platform) } = await reachOf(services, ctx, audience);
      if (obstacle !== undefined) return insteadReply(services, ctx, audience, obstacle);
      return {
        title: oneLine(`Ask ${displayName(audience.receiver)}`, 24),
        fields: [
          {
            type: "text",
            name: "question",
            label: "Question",
            hint: `About ${oneLine(displayName(audience.thing), 60)}`,
            isLong: true,
            maxLength: longestQuestion,
          },
        ],
        note: `Goes to ${oneLine(label, 40)} with your name.`,
        submit: "Send",
      };
    },
    async submit(ctx, state, values) {
      const target = readAskTarget(state);
      const text = (values["question"] ?? "").replace(/\r\n?/g, "\n").trim();
      if (text === "") return notSent("Write your question.", text);
      if ([...text].length > longestQuestion)
        return notSent("A question has 2,000 characters at most. Shorten it.", text);
      try {
        const audience = audienceOf(services.catalog.snapshot(), target, ctx.asker.platform);
        return await ask(services, questions, ctx, audience, questionOf(services, ctx, audience, text));
      } catch (error) {
        if (!(error instanceof BotError)) throw error;
        // Said as its result the form would be closed, and what was typed gone.
        return notSent(error.message, text);
      }
    },
  };
}

async function ask(
  services: Services,
  questions: QuestionLog,
  ctx: Ctx,
  audience: Audience,
  question: Question,
): Promise<FormResult> {
  const opening = await questions.open(question);
  if (opening.type === "soon")
    return notSent(`You asked about ${question.thingName} a moment ago. Wait a minute.`, question.text);
  if (opening.type === "sent") return { type: "done", message: sentMessage(opening.question) };
  const result = await sendQuestion(services, questions, ctx, {
    audience,
    id: opening.id,
    question: opening.isRepeat ? { ...question, isRepeat: true } : question,
  });
  // What is old goes when something new comes; that it stays a little longer harms nobody.
  await questions.purge().catch((error: unknown) => services.log.warn({ err: error }, "old questions not removed"));
  return result;
}

/** Where a question goes, as the platform calls it, or why it would not arrive: as far as that is known soon enough. */
async function reachOf(
  services: Services,
  ctx: Ctx,
  audience: Audience,
): Promise<{ readonly label?: string; readonly obstacle?: string }> {
  const isTeamWithoutChannel = audience.channel === undefined && audience.receiver.ref.startsWith("group:");
  if (isTeamWithoutChannel) return { obstacle: "No channel is set for it in the catalog." };
  try {
    const found = await within(services.clock, lookMs, placeOf(services, audience, ctx.asker.platform));
    if (found === "late") return {};
    if (found !== undefined) return { label: found.label };
    const isPerson = audience.channel === undefined;
    return { obstacle: isPerson ? "No account here is known as theirs." : "There is no such channel here." };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    // Whether it can be reached is seen when the question is sent.
    return error.code === "unavailable" ? {} : { obstacle: error.message };
  }
}

function questionOf(services: Services, ctx: Ctx, { thing }: Audience, text: string): Question {
  // Of a place without a public name not even the address is anybody's business.
  const isPublicPlace = ctx.place === "channel" && ctx.placeName !== undefined;
  return {
    asker: chatPersonOf(services, ctx),
    thing: thing.ref,
    thingName: oneLine(displayName(thing), 40),
    text,
    ...(isPublicPlace && ctx.placeName !== undefined && { placeName: ctx.placeName }),
    ...(isPublicPlace && ctx.placeUrl !== undefined && { placeUrl: ctx.placeUrl }),
    askedAt: ctx.clock.now().toISOString(),
  };
}
