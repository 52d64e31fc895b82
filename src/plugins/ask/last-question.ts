import { createHash } from "node:crypto";
import { z } from "zod";
import type { Stored } from "../../store/store.ts";
import type { Question } from "./question.ts";

/** What the keys of all marks start with. */
export const lastPrefix = "ask/last/";

const schema = z.object({ at: z.iso.datetime(), id: z.string(), words: z.string() });

/** When somebody last asked about a thing, and what. */
export type LastQuestion = z.infer<typeof schema>;

/** One key for a person and a thing. */
export function lastKey({ asker, thing }: Question): string {
  return `${lastPrefix}${[asker.platform, asker.tenant, asker.id, thing].map(encodeURIComponent).join("/")}`;
}

/** The mark that a question leaves. */
export function markOf({ askedAt, text }: Question, id: string): LastQuestion {
  return { at: askedAt, id, words: createHash("sha256").update(wordsOf(text)).digest("hex").slice(0, 32) };
}

/** What makes a question the same: one that is copied from a message has other spaces and invisible characters. */
function wordsOf(text: string): string {
  return text
    .replace(/\p{Cf}/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

/** Undefined for what is no mark. */
export function readMark(stored: Stored | undefined): LastQuestion | undefined {
  return schema.safeParse(stored?.value).data;
}

/** How far away the mark is, whichever way the clock was set since; infinitely without one. */
export function distanceMs(mark: LastQuestion | undefined, nowMs: number): number {
  return mark === undefined ? Number.POSITIVE_INFINITY : Math.abs(nowMs - Date.parse(mark.at));
}
