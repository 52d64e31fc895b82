import { quoted } from "../chat/phrase.ts";

/**
 * The last line of an answer about one thing: what was typed, where the thing is not called so (`typed` of `Named`), then
 * what else there is to say. `note` is in words of ours; `place` is literal and stands where there is no note.
 */
export function withClosest(typed: string | undefined, note: string | undefined, place?: string): string | undefined {
  if (typed === undefined) return note ?? place;
  const rest = note === undefined ? place : note.charAt(0).toLowerCase() + note.slice(1);
  return [`Closest to ${quoted(typed)}`, ...(rest === undefined ? [] : [rest])].join(" · ");
}
