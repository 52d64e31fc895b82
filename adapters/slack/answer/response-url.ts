import { webApi } from "@slack/bolt";
import { attempt } from "../../../src/chat/outgoing/attempts.ts";
import { createLane } from "../../../src/chat/outgoing/lane.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import { parseUrl } from "../../../src/parse-url.ts";
import { slackJudge } from "../web-api/errors.ts";
import type { Post } from "../web-api/post.ts";

/**
 * Posts to a response_url what `body` says, which is told whether an earlier post may have worked. Resolves when Slack
 * took it, rejects with a BotError.
 */
export type PostResponse = (
  url: string,
  body: (isDoubtful: boolean) => Readonly<Record<string, unknown>>,
  options: { readonly signal: AbortSignal; readonly withinMs: number },
) => Promise<void>;

/** Whether an address that a payload names is one that we post to: Slack's, or the host of a stand-in for it. */
export function isResponseUrl(text: string, apiUrl: string): boolean {
  const url = text.length > 3000 ? undefined : parseUrl(text);
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  const api = new URL(apiUrl);
  if (url.protocol === "https:" && url.host === "hooks.slack.com") return true;
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
  return isSafe && url.host === api.host;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export function createPostResponse(parts: {
  readonly apiUrl: string;
  readonly post: Post;
  readonly clock: Clock;
}): PostResponse {
  const { apiUrl, post: send, clock } = parts;
  const lane = createLane(clock);

  async function once(url: string, body: string, signal: AbortSignal): Promise<void> {
    const headers = { "content-type": "application/json" };
    const { status, retryAfter, text } = await send(url, { headers, body, signal });
    if (status === 429) throw new webApi.WebAPIRateLimitedError(Number(retryAfter) || 5);
    const refusal = refusalIn(text);
    if (status >= 200 && status < 300 && refusal === undefined) return;
    // A URL that is used up or too old is a 404; whatever is wrong, Slack says so in the body.
    if (refusal !== undefined) throw new webApi.WebAPIPlatformError({ ok: false, error: refusal });
    throw new webApi.WebAPIHTTPError(status, "", {}, "");
  }

  return async (url, body, options) => {
    if (!isResponseUrl(url, apiUrl)) throw new BotError("not_allowed", "That response_url is no address of Slack.");
    const post = (isDoubtful: boolean): Promise<void> => once(url, JSON.stringify(body(isDoubtful)), options.signal);
    await attempt(post, { lane, key: url, clock, judge: slackJudge }, { ...options, isRepeatable: true });
  };
}

/** The error of `{"ok":false,"error":"used_url"}`. */
function refusalIn(text: string): string | undefined {
  // A plain `ok` when it took the message.
  if (!text.startsWith("{")) return undefined;
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== "object" || answer === null || (answer as { ok?: unknown }).ok !== false) return undefined;
    const { error } = answer as { error?: unknown };
    return typeof error === "string" ? error : "unknown";
  } catch {
    // Cut off, or a page of somebody between us and Slack: the status says what counts.
    return undefined;
  }
}
