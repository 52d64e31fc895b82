import type { Judge, Verdict } from "../../../src/chat/outgoing/attempts.ts";
import { causeCodes, isUnsent } from "../../../src/chat/outgoing/unsent.ts";
import { BotError } from "../../../src/errors.ts";

/** All that is kept of an answer that was no success: neither what was sent nor with which token. */
export interface Answered {
  readonly by: "connector" | "sign-in";
  readonly status: number;
  /** As the platform calls it, such as `MessageWritesBlocked`; `http_403` when it does not say. */
  readonly code: string;
  /** The sign-in's own number of why, such as 7000215. */
  readonly number?: number;
  /** When to come again, of what did nothing. */
  readonly retryAfterMs: number;
}

/** An answer that was no success, to be thrown. */
export function failedAnswer(answered: Answered): Error {
  return Object.assign(new Error(`${answered.by} answered ${answered.status} ${answered.code}`), { answered });
}

function answeredOf(thrown: unknown): Answered | undefined {
  return thrown instanceof Error && "answered" in thrown ? (thrown.answered as Answered) : undefined;
}

/** https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit: 412 and 429 did nothing. */
const didNothing = new Set([412, 429]);

/** Judges what a call of the connector threw. */
function verdictOf(thrown: unknown): Verdict {
  if (thrown instanceof BotError) return { type: "refused", code: thrown.code };
  const answered = answeredOf(thrown);
  if (answered === undefined) return isUnsent(thrown) || isSignIn(thrown) ? { type: "unsent" } : { type: "in-doubt" };
  const { by, status, code, retryAfterMs } = answered;
  if (didNothing.has(status)) return { type: "limited", afterMs: retryAfterMs };
  if (status < 500 && status !== 408) return { type: "refused", code };
  return by === "sign-in" ? { type: "unsent" } : { type: "in-doubt" };
}

/** Marks what went wrong before anything was sent: there was no token. */
export function beforeSending(thrown: unknown): Error {
  if (answeredOf(thrown) !== undefined) return thrown as Error;
  return Object.assign(new Error("The sign-in service did not answer", { cause: thrown }), { isSignIn: true });
}

function isSignIn(thrown: unknown): boolean {
  return thrown instanceof Error && "isSignIn" in thrown;
}

/** Codes of conversations to which nothing can be sent any more, until the app is installed again. */
const dead = new Set([
  "MessageWritesBlocked",
  "BotNotInConversationRoster",
  "ConversationNotFound",
  "BotDisabledByAdmin",
]);

const told: Readonly<Record<string, BotError["message"]>> = {
  MessageWritesBlocked: "They have blocked or removed the app in Teams.",
  BotNotInConversationRoster: "The app is not installed there. Add it in Teams under Apps.",
  BotDisabledByAdmin: "The app is blocked in this organisation. Ask its Teams administrators.",
};

/** What went wrong in words that people can use; the cause is for the log. */
function botErrorOf(thrown: unknown): BotError {
  if (thrown instanceof BotError) return thrown;
  const answered = answeredOf(thrown);
  const verdict = verdictOf(thrown);
  const cause = thrown;
  if (verdict.type === "limited")
    return new BotError("unavailable", "Teams takes no more messages for the moment. Try again in a minute.", {
      cause,
    });
  if (answered === undefined || verdict.type !== "refused")
    return new BotError("unavailable", "Teams does not answer. Try again in a minute.", { cause });
  return refusal(answered, cause);
}

/** The same of a sign-in for its own sake, at `host`: whoever operates the bot hears what was in its way. */
export function signInError(thrown: unknown, host: string): BotError {
  const error = botErrorOf(beforeSending(thrown));
  if (error.code !== "unavailable") return error;
  const answered = answeredOf(thrown);
  const reason = causeCodes(thrown).at(-1);
  const what = answered === undefined ? "cannot be reached" : `answered ${answered.status}`;
  const why = answered === undefined && reason !== undefined ? ` (${reason})` : "";
  return new BotError("unavailable", `Microsoft's sign-in (${host}) ${what}${why}.`, { cause: thrown });
}

function refusal(answered: Answered, cause: unknown): BotError {
  const { by, status, code } = answered;
  if (by === "sign-in") return signInRefused(answered, cause);
  if (status === 401)
    return new BotError(
      "invalid_config",
      "Teams refuses the app's token. Set chat.teams.appId, appPassword and tenantId of one registration.",
      { cause },
    );
  if (status === 413)
    return new BotError("unsupported", "That is more than a message in Teams may hold. Ask for less.", { cause });
  const message = told[code];
  if (status === 403) return new BotError("not_allowed", message ?? `Teams does not allow this (${code}).`, { cause });
  if (status === 404)
    return new BotError("not_found", "Teams does not know that place, or the app may not see it.", { cause });
  return new BotError("unsupported", message ?? `Teams refused this (${code}).`, { cause });
}

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow#error-response */
function signInRefused({ code, number }: Answered, cause: unknown): BotError {
  const what =
    code === "unauthorized_client" || code === "invalid_request"
      ? "the app or its tenant (chat.teams.appId, chat.teams.tenantId)"
      : "the app's secret (chat.teams.appPassword)";
  const why = number === undefined ? code : `${code} (AADSTS${number})`;
  return new BotError("invalid_config", `Microsoft's sign-in refuses ${what}: ${why}. Set a valid one.`, { cause });
}

/** The code with which Teams said no; undefined when it did not. */
export function refusalCode(thrown: unknown): string | undefined {
  const verdict = verdictOf(thrown instanceof BotError ? (thrown.cause ?? thrown) : thrown);
  return verdict.type === "refused" ? verdict.code : undefined;
}

const refusals: ReadonlySet<BotError["code"]> = new Set(["not_found", "not_allowed", "unsupported"]);

/** Whether Teams said no to this one thing: not to all, as to a wrong secret, nor for now, as when it has too much to do. */
export function isRefusal(thrown: unknown): thrown is BotError {
  return thrown instanceof BotError && refusals.has(thrown.code);
}

/** Whether nothing can be sent there any more, until the app is installed again. */
export function isDeadReference(thrown: unknown): boolean {
  return dead.has(refusalCode(thrown) ?? "");
}

/** Whether Teams may have done what was asked, though it did not say so. */
export function isInDoubt(thrown: unknown): boolean {
  const cause = thrown instanceof BotError ? thrown.cause : thrown;
  return cause !== undefined && verdictOf(cause).type === "in-doubt";
}

/** How failures of Teams are read. */
export const teamsJudge: Judge = { platform: "Teams", verdictOf, botErrorOf };
