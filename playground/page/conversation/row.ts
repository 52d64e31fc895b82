import type { ShownMessage } from "../../desk/protocol.ts";
import { dayText, midnight } from "../day.ts";

/** A message of a conversation. */
export interface Row {
  readonly message: ShownMessage;
  /** The day, above the first message that was written on it. */
  readonly day: string | undefined;
  /** Whether the one before it was written in the same minute by the same person for the same people: name and time need not be said again. */
  readonly isContinued: boolean;
}

/** Messages, oldest first, by days in the reader's zone. */
export function rowsOf(messages: readonly ShownMessage[], now: Date): readonly Row[] {
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const at = dateOf(message.ts);
    const isNewDay = before === undefined || midnight(dateOf(before.ts)) !== midnight(at);
    const isContinued =
      !isNewDay &&
      before.userId === message.userId &&
      before.isEphemeral === message.isEphemeral &&
      timeOf(before.ts) === timeOf(message.ts);
    return { message, day: isNewDay ? dayText(at, now) : undefined, isContinued };
  });
}

/** Whether a text takes so many lines that it is folded; a little more than what is then shown is not worth that. */
export function isLong(text: string): boolean {
  const lines = text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lineLength)), 0);
  return lines > 24;
}

/** About how many letters a line takes where there is room. */
const lineLength = 90;

/** When a message was written. */
export function dateOf(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });

/** `14:20` in the reader's zone. */
export function timeOf(ts: string): string {
  return clock.format(dateOf(ts));
}
