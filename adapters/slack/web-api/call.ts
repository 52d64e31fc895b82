import { webApi } from "@slack/bolt";
import type { z } from "zod";
import { attempt, type Patience } from "../../../src/chat/outgoing/attempts.ts";
import type { Fetch } from "../../../src/chat/outgoing/bounded-fetch.ts";
import { joinedSignal } from "../../../src/chat/outgoing/joined-signal.ts";
import { createLane } from "../../../src/chat/outgoing/lane.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import { boltLog } from "./bolt-log.ts";
import { slackJudge } from "./errors.ts";

/** How a call is made: by default it may be repeated and takes up to 20 s with all its attempts. */
export type CallOptions = Partial<Patience>;

/** Calls one method of the Web API; the answer has the shape of `schema`. Rejects with a BotError, as errors.ts tells. */
export type SlackCall = <T extends z.ZodType>(
  method: string,
  args: Readonly<Record<string, unknown>>,
  schema: T,
  options?: CallOptions,
) => Promise<z.infer<T>>;

/** @param parts.signal ends every call when the adapter stops */
export function createCall(parts: {
  readonly token: string;
  readonly apiUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}): SlackCall {
  const { clock, log } = parts;
  const lane = createLane(clock);
  const client = new webApi.WebClient(parts.token, {
    slackApiUrl: parts.apiUrl,
    fetch: parts.fetch as never,
    // Its own retries pause every method when one is limited; ours pause that one alone.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: 50,
    allowAbsoluteUrls: false,
    logger: boltLog(log),
  });
  return async (method, args, schema, options = {}) => {
    const { signal, release } = joinedSignal(
      options.signal === undefined ? [parts.signal] : [parts.signal, options.signal],
    );
    const patience = { withinMs: 20_000, isRepeatable: true, ...options, signal };
    const run = () => client.apiCall(method, { ...args });
    const answer = await attempt(run, { lane, key: keyOf(method, args), clock, judge: slackJudge }, patience).finally(
      release,
    );
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    log.warn(
      { method, issues: parsed.error.issues.map(({ path }) => path.join(".")) },
      "Slack's answer has another shape",
    );
    throw new BotError("unavailable", "Slack gave an answer that cannot be read. Try again in a minute.");
  };
}

/** What a 429 is for: `chat.postMessage` is limited for each channel apart. https://docs.slack.dev/apis/web-api/rate-limits */
function keyOf(method: string, { channel }: Readonly<Record<string, unknown>>): string {
  return typeof channel === "string" ? `${method} ${channel}` : method;
}
