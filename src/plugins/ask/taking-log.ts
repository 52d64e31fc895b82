import type { MessageRef } from "../../chat/event.ts";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { type ChatPerson, isSamePerson, type Question } from "./question.ts";
import { lifetimeMs, type QuestionRecords, untoldPrefix } from "./question-record.ts";

/**
 * What became of taking a question: `gone` is unknown or too old, `own` was asked by whoever wants to take it, `had` was
 * somebody else's already, `again` is had by whoever wants to take it.
 */
export type Taking =
  | { readonly type: "taken" | "own" | "had" | "again"; readonly question: Question }
  | { readonly type: "gone" };

/** Who took which question, and whether its asker heard of it. */
export interface TakingLog {
  /** The first to take a question has it, unless they asked it. `pressed` is its message where none was kept. */
  take(id: string, by: ChatPerson, pressed?: MessageRef): Promise<Taking>;
  /** Those whose asker is to be told who takes it, the oldest first. One that is not kept any more is forgotten here too. */
  untold(): Promise<readonly { readonly id: string; readonly question: Question }[]>;
  /** The asker was told. */
  told(id: string): Promise<void>;
  /** The asker cannot be told: nobody tries by themselves any more. */
  untellable(id: string): Promise<void>;
}

/** @param records the questions in `store` */
export function createTakingLog({ store, clock }: { store: Store; clock: Clock }, records: QuestionRecords): TakingLog {
  async function untoldAt(key: string): Promise<{ id: string; question: Question } | undefined> {
    const id = key.slice(untoldPrefix.length);
    const found = await records.read(id);
    if (found !== undefined) return { id, question: found.question };
    await store.commit([{ key, value: undefined }]);
    return undefined;
  }

  return {
    async take(id, by, pressed) {
      let taking: Taking = { type: "gone" };
      await records.change(
        id,
        (question) => {
          taking = takingOf(withMessage(question, pressed), by, clock.now());
          return taking.type === "taken" ? taking.question : undefined;
        },
        () => [{ key: untoldPrefix + id, value: {} }],
      );
      return taking;
    },
    async untold() {
      const keys = await store.list(untoldPrefix);
      const found = await Promise.all(keys.map(({ key }) => untoldAt(key)));
      return found.flatMap((one) => one ?? []);
    },
    told: (id) =>
      records.change(
        id,
        (question) => ({ ...question, toldAt: clock.now().toISOString() }),
        () => [{ key: untoldPrefix + id, value: undefined }],
      ),
    async untellable(id) {
      await store.commit([{ key: untoldPrefix + id, value: undefined }]);
    },
  };
}

function withMessage(question: Question, pressed: MessageRef | undefined): Question {
  return question.message !== undefined || pressed === undefined ? question : { ...question, message: pressed };
}

function takingOf(question: Question, by: ChatPerson, now: Date): Taking {
  if (now.getTime() - Date.parse(question.askedAt) > lifetimeMs) return { type: "gone" };
  const { takenBy } = question;
  if (takenBy === undefined) {
    if (isSamePerson(question.asker, by)) return { type: "own", question };
    return { type: "taken", question: { ...question, takenBy: { ...by, at: now.toISOString() } } };
  }
  return { type: isSamePerson(takenBy, by) ? "again" : "had", question };
}
