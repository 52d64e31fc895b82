import type { MessageRef } from "../../chat/event.ts";
import { oneLine, plain, rich, timeOfDay } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Services } from "../../plugin.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import type { Press } from "../../router/interaction.ts";
import { note } from "../audit-entry.ts";
import { unknownAsker } from "../unknown-asker.ts";
import { chatPersonOf } from "./chat-person.ts";
import { personOf, type Question, questionMessage, takePressId } from "./question.ts";
import type { QuestionLog } from "./question-log.ts";
import type { Teller } from "./tell.ts";

/** [I'll take it]: the first other than its asker who presses it has the question, its message says so, and the asker is told. */
export function takePress(services: Services, questions: QuestionLog, teller: Pick<Teller, "tell" | "during">): Press {
  return {
    id: takePressId,
    async run(ctx, id, message) {
      await mustBeKnown(services, ctx);
      return teller.during(id, () => take(ctx, id, message));
    },
  };

  async function take(ctx: Ctx, id: string, message: MessageRef | undefined): Promise<Reply | undefined> {
    const taking = await questions.take(id, chatPersonOf(services, ctx), message);
    if (taking.type === "gone") {
      throw new BotError("expired", "This question is older than 30 days. Ask its asker whether it still stands.");
    }
    const { question } = taking;
    if (taking.type === "own") return ownReply(question);
    const copies = copiesOf(question, message);
    const isShown = await show(services, id, question, taking.type === "had" ? copies.slice(1) : copies);
    if (taking.type === "taken")
      await note(services, ctx, { what: `take the question about ${question.thing}`, result: "done" });
    await teller.tell(id, question, taking.type !== "taken");
    if (taking.type === "had") return hadReply(question);
    return isShown && taking.type === "taken" ? undefined : doneReply(question);
  }
}

/** Anybody may ask; to take a question is to act for a team. @throws BotError `not_found` that says how to be known */
async function mustBeKnown(services: Services, ctx: Ctx): Promise<void> {
  if (ctx.asker.ref !== undefined) return;
  await note(services, ctx, { what: "take a question", result: "refused", reason: "not in the catalog" });
  throw unknownAsker(services, ctx);
}

/** The message of a question, then the pressed one where that is another. */
function copiesOf({ message: own }: Question, pressed: MessageRef | undefined): readonly MessageRef[] {
  const isOwn = pressed === undefined || (own?.channel === pressed.channel && own.id === pressed.id);
  // A platform may not have said how the message is called; then the pressed one is all that is known.
  return [own, isOwn ? undefined : pressed].flatMap((ref) => (ref === undefined || ref.id === "" ? [] : ref));
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

function ownReply({ thing }: Question): Reply {
  const title = "It is your own question.";
  return { status: "answer", data: { entity: thing }, message: { text: title, card: { title, blocks: [] } } };
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
