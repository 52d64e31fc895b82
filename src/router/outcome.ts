import type { Message } from "../chat/message.ts";
import { code, type Span, type Text } from "../chat/text.ts";
import { BotError, type ErrorCode } from "../errors.ts";
import type { Reply } from "./command.ts";

/** What became of a typed text: the answer of a command, or why there is none. `message` is ready to be sent. */
export type Outcome = Answer | Failure;

/** A command's reply and which command it was. */
export interface Answer extends Reply {
  readonly command: string;
}

/** No answer. `internal` is a bug: its message holds the reference under which the log tells more. */
export interface Failure {
  readonly status: "error";
  /** Absent when the text did not even lead to a command. */
  readonly command?: string;
  readonly message: Message;
  readonly error: { readonly code: ErrorCode | "internal"; readonly message: string };
}

/** A failure as its asker sees it. */
export function failure(error: Failure["error"], command: string | undefined): Failure {
  const message = { text: withCode(error.message), private: true };
  return { status: "error", ...(command !== undefined && { command }), message, error };
}

/** What a thrown value says to people; undefined for a bug. A stopped command is no bug, whatever it throws. */
export function sayable(thrown: unknown, signal: AbortSignal): Failure["error"] | undefined {
  if (thrown instanceof BotError) return { code: thrown.code, message: thrown.message };
  if (!signal.aborted) return undefined;
  return { code: "unavailable", message: "This took too long and was stopped. Try again in a minute." };
}

/** Error messages are plain strings that name what to type in backticks. */
function withCode(message: string): Text {
  const parts = message.split("`");
  if (parts.length % 2 === 0) return message;
  return parts
    .map((part, index): Span => (index % 2 === 1 ? code(part) : { type: "text", text: part }))
    .filter((span) => span.text !== "");
}
