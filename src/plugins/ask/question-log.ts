import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import type { Store, Stored } from "../../store/store.ts";
import { type ChatPerson, type Question, questionSchema } from "./question.ts";

const prefix = "ask/question/";
const lastPrefix = "ask/last/";
const lifetimeMs = 30 * 24 * 3_600_000;
const pauseMs = 60_000;
/** How much of what has expired one question takes along. */
const purgeLimit = 100;

/** What became of taking a question: `gone` is unknown or too old, `had` was somebody else's already. */
export type Taking =
  | { readonly type: "taken" | "had" | "again"; readonly question: Question }
  | { readonly type: "gone" };

/** The questions that were asked, durable. */
export interface QuestionLog {
  /**
   * Keeps a question before it is sent; undefined, and nothing kept, when its asker asked about the thing less than a
   * minute ago. Rejects with `unavailable` when it cannot be kept.
   */
  open(question: Question): Promise<string | undefined>;
  /** It was sent, as this message. */
  sent(id: string, message: Question["message"]): Promise<void>;
  /** It could not be sent: as if it had never been asked. */
  drop(id: string, question: Question): Promise<void>;
  /** The first to take a question has it; `again` is the same person once more. */
  take(id: string, by: ChatPerson): Promise<Taking>;
  /** Forgets what is older than 30 days, oldest first, a hundred at a time. */
  purge(): Promise<void>;
}

/** Wall time, as what is kept outlives the process: a clock that was wrong costs at most what it was wrong by. */
export function createQuestionLog({ store, clock }: { store: Store; clock: Clock }): QuestionLog {
  const nowMs = () => clock.now().getTime();

  async function read(id: string): Promise<{ question: Question; version: number } | undefined> {
    const stored = idTime(id) === undefined ? undefined : await store.get(prefix + id);
    const parsed = questionSchema.safeParse(stored?.value);
    return stored === undefined || !parsed.success ? undefined : { question: parsed.data, version: stored.version };
  }

  /** Tries again when somebody else wrote in between. */
  async function change(id: string, next: (question: Question) => Question | undefined): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const found = await read(id);
      const value = found && next(found.question);
      if (found === undefined || value === undefined) return;
      const key = prefix + id;
      if (await store.commit([{ key, value }], [{ key, version: found.version }])) return;
    }
    throw new BotError("conflict", "Too many people change this question at once. Try again.");
  }

  return {
    async open(question) {
      const key = lastKey(question);
      const last = await store.get(key);
      if (last !== undefined && isRecent(last, nowMs())) return undefined;
      const id = newId(nowMs());
      const writes = [
        { key, value: { at: question.askedAt } },
        { key: prefix + id, value: question },
      ];
      return (await store.commit(writes, [{ key, version: last?.version ?? 0 }])) ? id : undefined;
    },
    async sent(id, message) {
      await change(id, (question) => ({ ...question, ...(message && { message }) }));
    },
    async drop(id, question) {
      await store.commit([
        { key: prefix + id, value: undefined },
        { key: lastKey(question), value: undefined },
      ]);
    },
    async take(id, by) {
      let taking: Taking = { type: "gone" };
      await change(id, (question) => {
        taking = takingOf(question, by, nowMs());
        if (taking.type !== "taken") return undefined;
        const taken = { ...question, takenBy: { ...by, at: clock.now().toISOString() } };
        taking = { type: "taken", question: taken };
        return taken;
      });
      return taking;
    },
    async purge() {
      const questions = await store.list(prefix, { limit: purgeLimit });
      const old = questions.filter(
        ({ key }) => Math.abs(nowMs() - (idTime(key.slice(prefix.length)) ?? 0)) > lifetimeMs,
      );
      const marks = await store.list(lastPrefix, { limit: purgeLimit });
      const gone = [...old, ...marks.filter((mark) => !isRecent(mark, nowMs()))];
      if (gone.length === 0) return;
      await store.commit(
        gone.map(({ key }) => ({ key, value: undefined })),
        gone.map(({ key, version }) => ({ key, version })),
      );
    },
  };
}

function takingOf(question: Question, by: ChatPerson, nowMs: number): Taking {
  if (nowMs - Date.parse(question.askedAt) > lifetimeMs) return { type: "gone" };
  const { takenBy } = question;
  if (takenBy === undefined) return { type: "taken", question };
  const isSame = takenBy.platform === by.platform && takenBy.tenant === by.tenant && takenBy.id === by.id;
  return { type: isSame ? "again" : "had", question };
}

/** Less than a minute from now, whichever way: after the clock was set back, nobody waits longer than that. */
function isRecent({ value }: Stored, nowMs: number): boolean {
  const at = typeof value === "object" && value !== null && "at" in value ? Date.parse(String(value.at)) : Number.NaN;
  return Math.abs(nowMs - at) < pauseMs;
}

function lastKey({ asker, thing }: Question): string {
  return `${lastPrefix}${[asker.platform, asker.tenant, asker.id, thing].map(encodeURIComponent).join("/")}`;
}

/** Begins with the time, so that the oldest are listed first. */
function newId(nowMs: number): string {
  return `${nowMs.toString(36).padStart(9, "0")}-${randomBytes(8).toString("hex")}`;
}

/** When an id was made; undefined for a text that is none. */
function idTime(id: string): number | undefined {
  return /^[0-9a-z]{9}-[0-9a-f]{16}$/.test(id) ? Number.parseInt(id.slice(0, 9), 36) : undefined;
}
