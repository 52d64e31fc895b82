import type { ChatUser, MessageRef } from "../../chat/event.ts";
import { oneLine, plain, rich, timeOfDay } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Services } from "../../plugin.ts";
import type { Reply } from "../../router/command.ts";
import type { Press } from "../../router/interaction.ts";
import { note } from "../audit-entry.ts";
import { chatPersonOf } from "./chat-person.ts";
import { type ChatPerson, personOf, type Question, questionMessage, takenMessage, takePressId } from "./question.ts";
import type { QuestionLog } from "./question-log.ts";

/** [I'll take it]: the first who presses it has the question, its message says so, and the asker is told. */
export function takePress(services: Services, questions: QuestionLog): Press {
  return {
    id: takePressId,
    async run(ctx, id, message) {
      const by = chatPersonOf(services, ctx);
      const taking = await questions.take(id, by, message);
      if (taking.type === "gone") {
        throw new BotError("expired", "This question is older than 30 days. Ask its asker whether it still stands.");
      }
      const { question } = taking;
      const copies = copiesOf(question, message);
      if (taking.type === "had") {
        await show(services, id, question, copies.slice(1));
        return hadReply(question);
      }
      const isShown = await show(services, id, question, copies);
      if (taking.type === "taken") {
        await note(services, ctx, { what: `take the question about ${question.thing}`, result: "done" });
        if (!isSame(question.asker, by)) await tellAsker(services, question, by);
      }
      return isShown && taking.type === "taken" ? undefined : doneReply(question);
    },
  };
}

/** The message of a question, then the pressed one where that is another. */
function copiesOf({ message: own }: Question, pressed: MessageRef | undefined): readonly MessageRef[] {
  const isOwn = pressed === undefined || (own?.channel === pressed.channel && own.id === pressed.id);
  return [own, isOwn ? undefined : pressed].flatMap((ref) => ref ?? []);
}

/** Whether these messages of the question now say who has it; there are several where a crash or an outage left copies. */
async function show(
  { chat, log }: Services,
  id: string,
  question: Question,
  copies: readonly MessageRef[],
): Promise<boolean> {
  try {
    for (const ref of copies) await chat.update(ref, questionMessage(id, question));
    return copies.length > 0;
  } catch (error) {
    log.warn({ err: error }, "message of a taken question not updated");
    return false;
  }
}

/** In a direct message. That it does not arrive undoes nothing. */
async function tellAsker({ chat, log }: Services, question: Question, by: ChatPerson): Promise<void> {
  const { platform, tenant, id, email } = question.asker;
  const message = takenMessage(question, by);
  try {
    // Where the address leads nowhere now, a platform reaches a person by their id as well.
    const place = email === undefined ? undefined : await chat.find(platform, { email }).catch(() => undefined);
    await chat.send(place?.address ?? { platform, tenant, channel: id }, message);
  } catch (error) {
    log.warn({ err: error }, "asker not told who takes their question");
  }
}

function hadReply(question: Question): Reply {
  const { takenBy, thing } = question;
  const title =
    takenBy === undefined
      ? rich`Somebody took this question already.`
      : rich`${personOf(takenBy)} took this question at ${timeOfDay(new Date(takenBy.at))}.`;
  return { status: "answer", data: { entity: thing }, message: { text: plain(title), card: { title, blocks: [] } } };
}

function doneReply({ thing, thingName }: Question): Reply {
  const title = `You take the question about ${oneLine(thingName, 30)}.`;
  return { status: "done", data: { entity: thing }, message: { text: title, card: { title, blocks: [] } } };
}

function isSame(
  a: Pick<ChatUser, "platform" | "tenant" | "id">,
  b: Pick<ChatUser, "platform" | "tenant" | "id">,
): boolean {
  return a.platform === b.platform && a.tenant === b.tenant && a.id === b.id;
}
