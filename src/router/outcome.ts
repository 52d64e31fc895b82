import type { OpenForm } from "../chat/form.ts";
import type { Message } from "../chat/message.ts";
import { code, type Span, type Text } from "../chat/text.ts";
import { BotError, type ErrorCode } from "../errors.ts";
import type { Reply } from "./command.ts";

/** What became of an event: an answer, a form, why there is neither, or nothing to say. `message` is ready to be sent. */
export type Outcome = Answer | FormWanted | Failure | Silent;

/** A reply and which command it is of. */
export interface Answer extends Reply {
  /** Absent for a button or a shortcut that does something of its own. */
  readonly command?: string;
}

/** A form is to be opened; `message` is said where that is not possible any more. */
export interface FormWanted {
  readonly status: "form";
  /** Absent when no command asked for it. */
  readonly command?: string;
  readonly open: OpenForm;
  readonly message: Message;
}

/** No answer. `internal` is a bug: its message holds the reference under which the log tells more. */
export interface Failure {
  readonly status: "error";
  /** Absent when the event did not even lead to a command. */
  readonly command?: string;
  readonly message: Message;
  readonly error: { readonly code: ErrorCode | "internal"; readonly message: string };
}

/** Nothing is said. */
export interface Silent {
  readonly status: "silent";
}

/** An outcome in words. */
export type Said = Answer | Failure;

/** What is said where no form can be opened and everything asked is answered, as in the terminal. */
export function inWords(outcome: Outcome): Said {
  switch (outcome.status) {
    case "form": {
      const { open, status: _, ...others } = outcome;
      return { ...others, status: "done", data: { flow: open.flow, state: open.state } };
    }
    case "silent":
      return tooMuch();
    default:
      return outcome;
  }
}

/** More was asked than one person can read. */
export function tooMuch(): Failure {
  return failure({ code: "rate_limited", message: "That is more than can be answered at once. Go on in a minute." });
}

/** A failure as its asker sees it. */
export function failure(error: Failure["error"], command?: string): Failure {
  const message = { text: withCode(error.message), private: true };
  return { status: "error", ...(command !== undefined && { command }), message, error };
}

/** Whether something that was attempted failed. */
export function isFailure(result: unknown): result is Failure {
  return typeof result === "object" && result !== null && "status" in result && result.status === "error";
}

/** What a thrown value says to people; undefined for a bug. A stopped command is no bug, whatever it throws. */
export function sayable(thrown: unknown, signal: AbortSignal): Failure["error"] | undefined {
  if (thrown instanceof BotError) return { code: thrown.code, message: thrown.message };
  if (!signal.aborted) return undefined;
  return { code: "unavailable", message: "This took too long and was stopped. Try again in a minute." };
}

/** Error messages are plain strings that name what to type in backticks. */
export function withCode(message: string): Text {
  const parts = message.split("`");
  if (parts.length % 2 === 0) return message;
  return parts
    .map((part, index): Span => (index % 2 === 1 ? code(part) : { type: "text", text: part }))
    .filter((span) => span.text !== "");
}
