import { webApi } from "@slack/bolt";
import type { Judge, Verdict } from "../../../src/chat/outgoing/attempts.ts";
import { isUnsent } from "../../../src/chat/outgoing/unsent.ts";
import { BotError } from "../../../src/errors.ts";

/** Codes with which Slack says that it is unwell: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const unwell = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "team_added_to_org",
]);

/** Judges what a call of the Web API or a response_url threw. */
function verdictOf(thrown: unknown): Verdict {
  if (thrown instanceof webApi.WebAPIRateLimitedError) return { type: "limited", afterMs: thrown.retryAfter * 1000 };
  if (thrown instanceof webApi.WebAPIPlatformError) return verdictOfCode(thrown.data.error);
  if (thrown instanceof webApi.WebAPIHTTPError && thrown.statusCode < 500 && thrown.statusCode !== 412)
    return { type: "refused", code: `http_${thrown.statusCode}` };
  if (thrown instanceof webApi.WebAPIHTTPError) return { type: "in-doubt" };
  return isUnsent(thrown) ? { type: "unsent" } : { type: "in-doubt" };
}

function verdictOfCode(code: string): Verdict {
  if (code === "ratelimited" || code === "rate_limited") return { type: "limited", afterMs: 30_000 };
  return unwell.has(code) ? { type: "in-doubt" } : { type: "refused", code };
}

const notFound = new Set([
  ...["channel_not_found", "user_not_found", "users_not_found", "message_not_found", "thread_not_found"],
  ...["view_not_found", "is_archived", "user_disabled", "cant_update_message", "edit_window_closed", "team_not_found"],
]);
const badToken = new Set([
  ...["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission"],
  ...["org_login_required", "app_not_installed", "not_allowed_token_type", "invalid_app_id"],
]);
const notAllowed: Readonly<Record<string, string>> = {
  missing_scope: "Slack refuses this: a scope is missing. `callboard doctor` names it.",
  not_in_channel: "The bot is not in that channel. Invite it with /invite, or ask for the scope chat:write.public.",
  restricted_action: "This workspace does not let the bot write there. Ask its owners.",
  restricted_action_read_only_channel: "Only some people may write in that channel. Ask its owners.",
  user_not_in_channel: "That person is not in the channel.",
  cannot_dm_bot: "Slack delivers no direct messages to bots.",
  ekm_access_denied: "The organisation has locked its messages for now.",
};

/** What went wrong in words that people can use; the cause is for the log. */
function botErrorOf(thrown: unknown): BotError {
  if (thrown instanceof BotError) return thrown;
  const verdict = verdictOf(thrown);
  if (verdict.type === "limited")
    return new BotError("unavailable", "Slack takes no more messages for the moment. Try again in a minute.", {
      cause: thrown,
    });
  if (verdict.type !== "refused")
    return new BotError("unavailable", "Slack does not answer. Try again in a minute.", { cause: thrown });
  return refusal(verdict.code, thrown);
}

function refusal(code: string, cause: unknown): BotError {
  const told = notAllowed[code];
  if (told !== undefined) return new BotError("not_allowed", told, { cause });
  if (notFound.has(code))
    return new BotError("not_found", "Slack does not know that place, or the bot may not see it.", { cause });
  if (badToken.has(code))
    return new BotError("invalid_config", `Slack refuses the token (${code}). Set a valid chat.slack.botToken.`, {
      cause,
    });
  if (
    code === "expired_trigger_id" ||
    code === "exchanged_trigger_id" ||
    code === "trigger_expired" ||
    code === "trigger_exchanged"
  )
    return new BotError("expired", "It took too long to open the form. Try again.", { cause });
  return new BotError("unsupported", `Slack refused this (${code}).`, { cause });
}

/** The code with which Slack said no; undefined when it did not. */
export function refusalCode(thrown: unknown): string | undefined {
  const verdict = verdictOf(thrown instanceof BotError ? thrown.cause : thrown);
  return verdict.type === "refused" ? verdict.code : undefined;
}

/** Whether Slack may have done what was asked, though it did not say so. */
export function isInDoubt(thrown: unknown): boolean {
  const cause = thrown instanceof BotError ? thrown.cause : thrown;
  return cause !== undefined && verdictOf(cause).type === "in-doubt";
}

/** How failures of Slack are read. */
export const slackJudge: Judge = { platform: "Slack", verdictOf, botErrorOf };
