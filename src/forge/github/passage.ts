import type { Clock } from "../../clock.ts";
import { parseUrl } from "../../parse-url.ts";
import { type Answered, isCut } from "./fault.ts";
import type { Gate, Lane } from "./gate.ts";
import { type Limit, limitOf, rateLimited } from "./limit.ts";
import { pause } from "./pause.ts";
import { wholeBody } from "./whole-body.ts";

/** One call on its way, which may be several requests; octokit never holds the token, so neither do its errors. */
export interface Passage {
  readonly fetch: typeof fetch;
  /** Whether the request may be sent once more after what has just become of it. */
  mayRepeat(): boolean;
  /** What became of it last. */
  last(): Outcome;
}

/** What became of a request. */
export type Outcome =
  | { readonly type: "none" }
  | { readonly type: "silence"; readonly thrown: unknown }
  | { readonly type: "answer"; readonly answered: Answered; readonly limit?: Limit };

/** What a call needs. */
export interface PassageOptions {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly gate: Gate;
  readonly lane: Lane;
  readonly bearer: string;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** How often more after a passing fault. */
  readonly repeats: number;
  readonly onAttempt: (status: number) => void;
}

/** Nothing is repeated that was not done by then. */
const budgetMs = 25_000;
const limitRepeats = 2;
const passing = new Set([502, 503, 504]);
const redirects = new Set([301, 302, 307, 308]);
const maxRedirects = 3;
const longestMessage = 20_000;

/** A passage on which nothing was sent yet. */
export function createPassage(options: PassageOptions): Passage {
  const { clock, gate, lane, signal } = options;
  const startedMs = clock.monotonicMs();
  let faults = 0;
  let limits = 0;
  let outcome: Outcome = { type: "none" };

  return {
    last: () => outcome,
    mayRepeat() {
      if (outcome.type === "answer" && outcome.limit) {
        limits += 1;
        return limits <= limitRepeats;
      }
      const isPassing = outcome.type === "answer" ? passing.has(outcome.answered.status) : isSilentCut(outcome);
      faults += 1;
      return isPassing && faults <= options.repeats && clock.monotonicMs() - startedMs < budgetMs;
    },
    fetch: (async (input: string, init: RequestInit) => {
      // Spread, so that many that failed together do not come back together.
      if (faults > 0) await pause(clock, 1000 * 2 ** (faults - 1) * (1 + Math.random() / 2), signal);
      await gate.enter(lane, signal);
      try {
        const response = await answerOf(options, input, init);
        const answered = { status: response.status, headers: response.headers, message: messageOf(response, lane) };
        const limit = limitOf(answered, clock.now());
        if (limit) gate.limit(lane, limit);
        options.onAttempt(response.status);
        outcome = { type: "answer", answered, ...(limit && { limit }) };
        return new Response(response.body, response);
      } catch (thrown) {
        options.onAttempt(0);
        outcome = { type: "silence", thrown };
        throw thrown;
      }
    }) as typeof fetch,
  };
}

function isSilentCut(outcome: Outcome): boolean {
  return outcome.type === "silence" && isCut(outcome.thrown);
}

interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Null where the status allows none. */
  readonly body: ArrayBuffer | null;
}

/** The whole answer within its time: octokit takes a body that breaks off for an empty one. */
async function answerOf(options: PassageOptions, input: string, init: RequestInit): Promise<WholeAnswer> {
  const { clock, signal, deadlineMs } = options;
  const ending = new AbortController();
  const stop = (): void => ending.abort(signal.reason);
  const cancel = clock.after(deadlineMs, () => ending.abort(new DOMException(`${deadlineMs}`, "TimeoutError")));
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await follow(options, input, { ...init, signal: ending.signal });
  } finally {
    cancel();
    signal.removeEventListener("abort", stop);
  }
}

/** A renamed repository's address redirects. The token goes to no other host, nor anything else to one that was not configured. */
async function follow(options: PassageOptions, input: string, init: RequestInit): Promise<WholeAnswer> {
  let url = new URL(input);
  const { origin } = url;
  for (let count = 0; ; count += 1) {
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${options.bearer}` };
    const response = await options.fetch(url, { ...init, headers, redirect: "manual" });
    const body = await wholeBody(response);
    const to = redirects.has(response.status) ? locationOf(response, url) : undefined;
    // A POST would come as a GET after 301 or 302; GitHub sends its queries nowhere else.
    if (init.method !== "GET" || to?.origin !== origin || count === maxRedirects)
      return { status: response.status, headers: response.headers, body };
    url = to;
  }
}

function locationOf(response: Response, from: URL): URL | undefined {
  const location = response.headers.get("location");
  return location === null ? undefined : parseUrl(location, from.href);
}

/** What GitHub says of a failure; of a success, only that it is a limit, which GraphQL says so. */
function messageOf({ status, body }: WholeAnswer, { resource }: Lane): string {
  if (body === null || (status < 400 && (resource === "core" || body.byteLength > longestMessage))) return "";
  const text = Buffer.from(body.slice(0, longestMessage)).toString();
  if (status >= 400) return text;
  // Inside of another text the quotes would have backslashes.
  if (/"type":\s*"RATE_LIMITED"/.test(text)) return rateLimited;
  return /secondary rate limit/i.test(text) && !/"data":\s*\{/.test(text) ? text : "";
}
