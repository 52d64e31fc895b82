import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { BotError } from "../../errors.ts";
import { untilAborted } from "../../until-aborted.ts";
import { graphqlBase } from "./address.ts";
import { isTooLarge, refusal, type Spoken, silence } from "./fault.ts";
import { createGate, type Lane } from "./gate.ts";
import type { GitHubOptions } from "./options.ts";
import { createPassage, type Outcome, type Passage } from "./passage.ts";

/** With what somebody asks. */
export interface Bearer {
  /** Whose limits these are. */
  readonly key: string;
  readonly value: string;
  readonly isApp: boolean;
}

/** One call. */
export interface Call {
  /** `GET /repos/{owner}/{repo}`; what is in braces is taken from `parameters` and encoded. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly bearer: Bearer;
  readonly signal: AbortSignal;
  readonly deadlineMs?: number;
  /** How often more after a passing fault: 3 unless told. */
  readonly repeats?: number;
}

/** What came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
}

/** The one way to a GitHub: octokit with its limits and repeats, and around it deadlines, the token and errors in words. */
export interface Transport {
  /** @throws BotError, also for what is not there: `not_found` */
  request(call: Call): Promise<Answer>;
}

/** How often is decided below; the plugin takes only what fits 32 bits. */
const manyTimes = 1000;
/** Everything: what is repeated is decided below, of all that fails. */
const allFailures = Array.from({ length: 200 }, (_, index) => 400 + index);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

type OctokitPlugin = Parameters<typeof Octokit.plugin>[0];

/** Says in place of the plugins what is worth repeating. It comes before them, so that they hear of it. */
const repeating: OctokitPlugin = (octokit) => {
  octokit.hook.error("request", (error, options) => {
    const mayRepeat = options.request?.["mayRepeat"] as Passage["mayRepeat"] | undefined;
    const { retry: plugin } = octokit as unknown as ReturnType<typeof retry>;
    if ("request" in error && mayRepeat?.()) throw plugin.retryRequest(error, manyTimes, 0);
    throw error;
  });
  return {};
};

const Client = Octokit.plugin(repeating, retry, throttling);

/** Everything passes: nothing is written here, and GraphQL, which the plugin takes for writing, only reads. */
const unpaced = { key: () => ({ schedule: async (_: unknown, run: () => Promise<void>) => run() }) };

function createClient({ apiUrl, host }: Pick<GitHubOptions, "apiUrl" | "host">): Octokit {
  // The limits that the plugin knows are waited for at the gate, by which also everybody else then waits.
  const isRepeated = (_after: number, _options: unknown, _octokit: unknown, count: number) => count < 2;
  return new Client({
    baseUrl: apiUrl.replace(/\/+$/, ""),
    userAgent: "callboard",
    log: silent,
    retry: { doNotRetry: allFailures, retryAfterBaseValue: 1 },
    throttle: {
      id: host,
      write: unpaced,
      retryAfterBaseValue: 0,
      onRateLimit: isRepeated,
      onSecondaryRateLimit: isRepeated,
    } as never,
  });
}

/** A transport that asked nothing yet. */
export function createTransport(options: GitHubOptions): Transport {
  const { host, webUrl, clock, log } = options;
  const client = createClient(options);
  const gate = createGate({ host, clock });

  function openPassage(call: Call, lane: Lane): Passage {
    const { route, bearer, signal, deadlineMs = 10_000, repeats = 3 } = call;
    const [method = "", path = ""] = route.split(" ");
    const common = { clock, fetch: options.fetch, gate, lane, signal, deadlineMs, repeats, bearer: bearer.value };
    return createPassage({
      ...common,
      onAttempt(status) {
        options.onRequest?.(method, path, status);
        log.debug({ host, route, status }, "asked GitHub");
      },
    });
  }

  return {
    async request(call) {
      const { signal } = call;
      const lane: Lane = {
        credential: call.bearer.key,
        resource: call.route.endsWith(" /graphql") ? "graphql" : "core",
      };
      // Before a place among those under way is taken.
      await gate.enter(lane, signal);
      const passage = openPassage(call, lane);
      try {
        return await send(call, lane, passage);
      } catch (thrown) {
        if (signal.aborted) throw signal.reason;
        const last = passage.last();
        const error = errorOf(last, thrown, spokenOf(call));
        tellGate(last, error, lane);
        if (last.type === "answer" && last.limit) await refuseLimited(lane, signal);
        throw error;
      }
    },
  };

  function spokenOf({ route, bearer, deadlineMs = 10_000 }: Call) {
    return { host, webUrl, isApp: bearer.isApp, route, deadlineMs };
  }

  async function send({ route, parameters, signal }: Call, lane: Lane, passage: Passage): Promise<Answer> {
    const request = { fetch: passage.fetch, mayRepeat: passage.mayRepeat };
    const base = lane.resource === "graphql" ? { baseUrl: graphqlBase(options.apiUrl) } : {};
    const sent = client.request(route, { ...parameters, ...base, request }).catch(withData);
    const response = await untilAborted(sent, signal);
    const last = passage.last();
    if (last.type !== "answer" || last.answered.status >= 300 || last.limit) throw new Error("no success");
    gate.answered(lane);
    return { status: response.status, headers: last.answered.headers, data: response.data };
  }

  function tellGate(last: Outcome, error: BotError, lane: Lane): void {
    const isFault = last.type === "silence" ? error.code === "unavailable" : isServerFault(last);
    // Too much at once is asked for in smaller pieces: the host is well.
    if (isFault && !(lane.resource === "graphql" && isTooMuch(error))) gate.failed(error);
    if (last.type === "answer" && !isFault && !last.limit) gate.answered(lane);
  }

  /** The gate knows until when. */
  async function refuseLimited(lane: Lane, signal: AbortSignal): Promise<void> {
    await gate.enter(lane, signal);
    throw new BotError("rate_limited", `${host} takes no more requests of ours for now. Try again in a minute.`, {
      retryAfterMs: 60_000,
    });
  }
}

/** The plugin throws away what came of a query of which a part went wrong. */
function withData(error: unknown): { readonly status: number; readonly data: unknown } {
  if (error instanceof Error && "response" in error) {
    const { status, data } = error.response as { readonly status: number; readonly data: unknown };
    if (status === 200) return { status, data };
  }
  throw error;
}

function isServerFault(outcome: Outcome): boolean {
  return outcome.type === "answer" && outcome.answered.status >= 500;
}

/** The words for what became of a call; `thrown` is octokit's and goes no further: it holds the request. */
function errorOf(last: Outcome, thrown: unknown, spoken: Spoken & { readonly deadlineMs: number }): BotError {
  const { host, deadlineMs } = spoken;
  if (thrown instanceof BotError) return thrown;
  if (last.type === "silence") {
    if (!isTimeout(last.thrown)) {
      const error = silence(last.thrown, spoken);
      return isTooLarge(last.thrown) ? tooMuch(error.message) : error;
    }
    return tooMuch(`${host} did not answer within ${deadlineMs / 1000} s.`);
  }
  if (last.type === "answer" && last.answered.status >= 300) {
    const error = refusal(last.answered, spoken);
    return heavy.has(last.answered.status) ? tooMuch(error.message) : error;
  }
  // What is left: octokit heard in a success that GitHub could not do it. It never says what it is that octokit threw.
  return tooMuch(`${host} could not answer that. Try again in a minute.`);
}

function isTimeout(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "TimeoutError";
}

/** What GitHub answers to a query that takes it longer than ten seconds. */
const heavy = new Set([502, 503, 504]);

/** An error of what may be asked for again in smaller pieces. */
export function tooMuch(message: string): BotError {
  return new BotError("unavailable", message, {
    cause: Object.assign(new Error("too much at once"), { isTooMuch: true }),
  });
}

/** Whether less at once may well be answered. */
export function isTooMuch(error: unknown): boolean {
  return error instanceof BotError && error.cause instanceof Error && "isTooMuch" in error.cause;
}
