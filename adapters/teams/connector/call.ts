import { ConnectorClient, TeamsConnectorClient } from "botframework-connector";
import type { z } from "zod";
import { attempt, type Patience } from "../../../src/chat/outgoing/attempts.ts";
import { boundedFetch } from "../../../src/chat/outgoing/bounded-fetch.ts";
import { joinedSignal } from "../../../src/chat/outgoing/joined-signal.ts";
import { backoffMs, createLane, type Lane } from "../../../src/chat/outgoing/lane.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import type { TeamsOptions } from "../teams-options.ts";
import type { CallOptions } from "./connector.ts";
import { teamsJudge } from "./errors.ts";
import { createHttpClient, type HttpClient } from "./http-client.ts";
import type { Leaving } from "./leaving.ts";
import { pacedLane } from "./pace.ts";
import { isServiceUrl } from "./service-url.ts";
import type { TokenSource } from "./token.ts";

/** What is called, and how. */
export interface Called {
  readonly serviceUrl: string;
  /** What a 429 is for and what is paced: `write <conversation>` or `read <conversation>`. */
  readonly key: string;
  /** Only the recipient sees what is posted. */
  readonly isTargeted?: boolean;
  /** What is sent, as it is. */
  readonly body?: object;
}

/** The SDK's two clients for one connector. */
export interface Clients {
  readonly connector: ConnectorClient;
  readonly teams: TeamsConnectorClient;
}

/** Makes one call; its answer has the shape of `schema`. Rejects with a BotError, as errors.ts tells. */
export type TeamsCall = <T extends z.ZodType>(
  called: Called,
  ask: (clients: Clients) => Promise<unknown>,
  schema: T,
  options?: CallOptions,
) => Promise<z.infer<T>>;

/** One request with the whole of its answer. */
const requestMs = 10_000;

/**
 * @param parts.signal ends every call when the adapter stops
 * @param parts.leaving ends those before that would have to wait for longer
 */
export function createCall(parts: {
  readonly options: TeamsOptions;
  readonly token?: TokenSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly leaving: Leaving;
  readonly fetch?: typeof fetch;
}): TeamsCall {
  const { options: teams, clock, log, leaving } = parts;
  const fetch = boundedFetch({ clock, timeoutMs: requestMs, ...(parts.fetch && { fetch: parts.fetch }) });
  const lanes = new Map<string, Lane>();

  /** One for each host: few, because the allow-list is short. */
  function laneOf(serviceUrl: string): Lane {
    const { origin } = new URL(serviceUrl);
    const lane = lanes.get(origin) ?? pacedLane(createLane(clock), clock);
    lanes.set(origin, lane);
    return lane;
  }

  return async ({ serviceUrl, key, isTargeted = false, body }, ask, schema, options = {}) => {
    if (!isServiceUrl(serviceUrl, teams))
      throw new BotError("not_allowed", "Nothing is sent there: it is no address of Teams.");
    const ending = new AbortController();
    const { signal, release } = joinedSignal([
      parts.signal,
      ending.signal,
      ...(options.signal ? [options.signal] : []),
    ]);
    const patience: Patience = { withinMs: 20_000, isRepeatable: true, ...options, signal };
    const door = { ...parts, options: teams, fetch, signal, isTargeted, ...(body && { body }) };
    let count = 0;
    const run = (): Promise<unknown> => {
      count += 1;
      return askOnce(serviceUrl, createHttpClient({ ...door, busyMs: backoffMs(count) }), ask);
    };
    const lane = laneOf(serviceUrl);
    const waiting = { lane, key, clock: leaving.clockOf(() => ending.abort()), judge: teamsJudge };
    const answer = await attempt(run, waiting, patience).finally(release);
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    log.warn(
      { issues: parsed.error.issues.map(({ path }) => path.join(".")) },
      "The connector's answer has another shape",
    );
    throw unreadable();
  };
}

/** The SDK's errors repeat what was answered, so it is what the HTTP client threw that is thrown on. */
async function askOnce(
  serviceUrl: string,
  http: HttpClient,
  ask: (clients: Clients) => Promise<unknown>,
): Promise<unknown> {
  let failed: { readonly thrown: unknown } | undefined;
  const sendRequest: HttpClient["sendRequest"] = async (request) => {
    try {
      return await http.sendRequest(request);
    } catch (thrown) {
      failed = { thrown };
      throw thrown;
    }
  };
  try {
    return await ask(clientsFor(serviceUrl, { sendRequest }));
  } catch {
    throw failed === undefined ? unreadable() : failed.thrown;
  }
}

function unreadable(): BotError {
  return new BotError("unavailable", "Teams gave an answer that cannot be read. Try again in a minute.");
}

function clientsFor(baseUri: string, httpClient: HttpClient): Clients {
  // The token is added by the HTTP client, where nobody else sees it.
  const credentials: ConstructorParameters<typeof ConnectorClient>[0] = {
    signRequest: (request) => Promise.resolve(request),
  };
  const connector = new ConnectorClient(credentials, { baseUri, httpClient });
  const teams = new TeamsConnectorClient(credentials, { baseUri, httpClient });
  return { connector: withoutRetries(connector), teams: withoutRetries(teams) };
}

/** The SDK repeats what may have been done, four times on a 503; its option `noRetryPolicy` does nothing. */
function withoutRetries<T extends object>(client: T): T {
  const { client: inner } = client as { readonly client?: { readonly pipeline: Pipeline } };
  for (const name of ["defaultRetryPolicy", "redirectPolicy", "logPolicy"]) inner?.pipeline.removePolicy({ name });
  return client;
}

interface Pipeline {
  removePolicy(which: { readonly name: string }): unknown;
}
