import { randomBytes } from "node:crypto";
import { BotError } from "../../errors.ts";
import type { Store, Write } from "../../store/store.ts";
import { type Question, questionSchema } from "./question.ts";

/** What the keys of all questions start with. */
export const questionPrefix = "ask/question/";
/** What the keys of those start with whose asker is to be told who takes it. */
export const untoldPrefix = "ask/untold/";
/** How long a question is kept. */
export const lifetimeMs = 30 * 24 * 3_600_000;

/** Questions as the store has them. */
export interface QuestionRecords {
  read(id: string): Promise<{ readonly question: Question; readonly version: number } | undefined>;
  /** Writes what `next` makes of a question, and `also` with it; nothing when it is unknown or `next` gives nothing. */
  change(
    id: string,
    next: (question: Question) => Question | undefined,
    also?: (changed: Question) => readonly Write[],
  ): Promise<void>;
}

/** Reads and changes questions one at a time. */
export function createQuestionRecords(store: Store): QuestionRecords {
  async function read(id: string): ReturnType<QuestionRecords["read"]> {
    const stored = idTime(id) === undefined ? undefined : await store.get(questionPrefix + id);
    const parsed = questionSchema.safeParse(stored?.value);
    return stored === undefined || !parsed.success ? undefined : { question: parsed.data, version: stored.version };
  }

  return {
    read,
    async change(id, next, also = () => []) {
      // Somebody else may write in between: then the next is made of what they wrote.
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const found = await read(id);
        const value = found && next(found.question);
        if (found === undefined || value === undefined) return;
        const key = questionPrefix + id;
        if (await store.commit([{ key, value }, ...also(value)], [{ key, version: found.version }])) return;
      }
      throw new BotError("conflict", "Too many people change this question at once. Try again.");
    },
  };
}

/** A new id; it begins with the time, so that the oldest are listed first. */
export function newQuestionId(nowMs: number): string {
  return `${nowMs.toString(36).padStart(9, "0")}-${randomBytes(8).toString("hex")}`;
}

/** When an id was made; undefined for a text that is none. */
export function idTime(id: string): number | undefined {
  return /^[0-9a-z]{9}-[0-9a-f]{16}$/.test(id) ? Number.parseInt(id.slice(0, 9), 36) : undefined;
}
