import type { MessageRef } from "../../chat/event.ts";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { distanceMs, lastKey, lastPrefix, markOf, readMark } from "./last-question.ts";
import type { Question } from "./question.ts";
import { createQuestionRecords, idTime, lifetimeMs, newQuestionId, questionPrefix } from "./question-record.ts";
import { createTakingLog, type TakingLog } from "./taking-log.ts";

const pauseMs = 60_000;
/** A form that is sent once more, as after a crash, is the same question for this long. */
const sameMs = 600_000;
/** How much of what has expired one question takes along. */
const purgeLimit = 100;

/** What a question that somebody sends is. */
export type Opening =
  /** It is to be sent as `id`. An earlier run kept a repeat and may have sent it. */
  | { readonly type: "send"; readonly id: string; readonly isRepeat: boolean }
  /** In the same words, sent already, or taken by somebody who saw it. */
  | { readonly type: "sent"; readonly question: Question }
  /** Its asker asked about the thing less than a minute ago, or the same words are on their way. */
  | { readonly type: "soon" };

/** The questions that were asked, durable. */
export interface QuestionLog extends TakingLog {
  /** Keeps a question before it is sent. Rejects with `unavailable` when it cannot be kept. */
  open(question: Question): Promise<Opening>;
  /** It was sent, as this message, to whom people call so. */
  sent(id: string, message: MessageRef, sentTo: string): Promise<void>;
  /** Nobody knows whether it was sent: it stays, so that each copy of it can be taken. */
  doubt(id: string, sentTo: string): Promise<void>;
  /** It could not be sent: as if it had never been asked. */
  drop(id: string, question: Question): Promise<void>;
  /** Forgets what is older than 30 days, oldest first, a hundred at a time. */
  purge(): Promise<void>;
}

/** Goes by wall time, as what is kept outlives the process. */
export function createQuestionLog({ store, clock }: { store: Store; clock: Clock }): QuestionLog {
  const records = createQuestionRecords(store);
  const nowMs = () => clock.now().getTime();
  /** Those that this run is sending. One that is kept, not sent and not among them was left by a run that ended. */
  const sending = new Set<string>();

  async function openAgain(id: string): Promise<Opening> {
    const found = await records.read(id);
    if (found === undefined || sending.has(id)) return { type: "soon" };
    const { message, takenBy } = found.question;
    if (message !== undefined || takenBy !== undefined) return { type: "sent", question: found.question };
    sending.add(id);
    await records
      .change(id, (question) => ({ ...question, isRepeat: true }))
      .catch((error: unknown) => {
        sending.delete(id);
        throw error;
      });
    return { type: "send", id, isRepeat: true };
  }

  async function openNew(question: Question, version: number): Promise<Opening> {
    const id = newQuestionId(nowMs());
    const key = lastKey(question);
    const writes = [
      { key, value: markOf(question, id) },
      { key: questionPrefix + id, value: question },
    ];
    sending.add(id);
    let isKept = false;
    try {
      isKept = await store.commit(writes, [{ key, version }]);
    } finally {
      if (!isKept) sending.delete(id);
    }
    return isKept ? { type: "send", id, isRepeat: false } : { type: "soon" };
  }

  /** Whatever comes of it, the question is no longer on its way. */
  async function ending(id: string, work: Promise<unknown>): Promise<void> {
    await work.finally(() => sending.delete(id));
  }

  return {
    async open(question) {
      const stored = await store.get(lastKey(question));
      const mark = readMark(stored);
      const distance = distanceMs(mark, nowMs());
      const isSame = mark !== undefined && mark.words === markOf(question, mark.id).words;
      if (isSame && distance < sameMs) return openAgain(mark.id);
      return distance < pauseMs ? { type: "soon" } : openNew(question, stored?.version ?? 0);
    },
    sent: (id, message, sentTo) =>
      ending(
        id,
        records.change(id, (question) => ({ ...question, message, sentTo })),
      ),
    doubt: (id, sentTo) =>
      ending(
        id,
        records.change(id, (question) => ({ ...question, sentTo })),
      ),
    drop(id, question) {
      const keys = [questionPrefix + id, lastKey(question)];
      return ending(id, store.commit(keys.map((key) => ({ key, value: undefined }))));
    },
    ...createTakingLog({ store, clock }, records),
    purge: () => purge(store, nowMs()),
  };
}

async function purge(store: Store, nowMs: number): Promise<void> {
  const questions = await store.list(questionPrefix, { limit: purgeLimit });
  const marks = await store.list(lastPrefix, { limit: purgeLimit });
  const gone = [
    ...questions.filter(({ key }) => {
      return Math.abs(nowMs - (idTime(key.slice(questionPrefix.length)) ?? 0)) > lifetimeMs;
    }),
    ...marks.filter((stored) => distanceMs(readMark(stored), nowMs) >= sameMs),
  ];
  if (gone.length === 0) return;
  await store.commit(
    gone.map(({ key }) => ({ key, value: undefined })),
    gone.map(({ key, version }) => ({ key, version })),
  );
}
