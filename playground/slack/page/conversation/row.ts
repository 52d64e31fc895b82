import type { ShownMessage } from "../../desk/protocol.ts";

/** One entry of a conversation: a message, or the day on which those after it were written. */
export type Row =
  | { readonly type: "day"; readonly key: string; readonly label: string }
  | { readonly type: "message"; readonly key: string; readonly message: ShownMessage; readonly isContinued: boolean };

const longDay = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const dayAndYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const exactly = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });

/**
 * Messages, oldest first, with a line for each new day in the reader's zone. A message is continued when whoever wrote the
 * one before it wrote it in the same minute, seen by the same people: name and time need not be said again.
 */
export function rowsOf(messages: readonly ShownMessage[], now: Date): readonly Row[] {
  let before: ShownMessage | undefined;
  return messages.flatMap((message): readonly Row[] => {
    const isNewDay = before === undefined || dayOf(before.ts) !== dayOf(message.ts);
    const isContinued = !isNewDay && isOneSpeech(before, message);
    before = message;
    const row = { type: "message", key: message.key, message, isContinued } as const;
    const label = dayLabel(dateOf(message.ts), now);
    return isNewDay ? [{ type: "day", key: `day ${message.key}`, label }, row] : [row];
  });
}

function isOneSpeech(before: ShownMessage | undefined, message: ShownMessage): boolean {
  return (
    before?.userId === message.userId &&
    before.isEphemeral === message.isEphemeral &&
    timeOf(before.ts) === timeOf(message.ts)
  );
}

/** When a message was written. */
export function dateOf(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

/** `14:20` in the reader's zone. */
export function timeOf(ts: string): string {
  return clock.format(dateOf(ts));
}

/** Day and time to the second, for whoever points at the time. */
export function exactTimeOf(ts: string): string {
  return exactly.format(dateOf(ts));
}

/** `Today`, `Yesterday`, `Wednesday 12 November` in this year, `12 November 2025` of another. */
export function dayLabel(day: Date, now: Date): string {
  const days = Math.round((midnight(now) - midnight(day)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return (day.getFullYear() === now.getFullYear() ? longDay : dayAndYear).format(day);
}

function dayOf(ts: string): number {
  return midnight(dateOf(ts));
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
