import type { ConnectorClientOptions } from "botframework-connector";
import { z } from "zod";
import type { Fetch } from "../../../src/chat/outgoing/bounded-fetch.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { TeamsOptions } from "../teams-options.ts";
import { beforeSending, failedAnswer } from "./errors.ts";
import { retryAfterMs } from "./retry-after.ts";
import { isConnectorAddress } from "./service-url.ts";
import type { TokenSource } from "./token.ts";

/** What the SDK's clients send with. */
export type HttpClient = NonNullable<ConnectorClientOptions["httpClient"]>;

/** What a connector says of what it refuses: the second form is of its older half. */
const failure = z.object({
  error: z.object({ code: z.string() }).optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});
const subCode = /"subCode"\s*:\s*"(\w+)"/;
const word = /^\w{1,60}$/;

/**
 * The last door before the internet: an address that is no connector's is refused whoever asks, and the token is added here
 * alone, so that neither the SDK nor its errors ever hold it. One request each time, and no redirect is followed.
 */
export function createHttpClient(parts: {
  readonly options: TeamsOptions;
  /** Absent without authentication. */
  readonly token?: TokenSource;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Only the recipient sees what is posted. */
  readonly isTargeted: boolean;
  /** What is sent instead of what the SDK makes of it, which leaves out all that came to Teams after its models. */
  readonly body?: object;
  /** When to come again where Teams does not say. */
  readonly busyMs: number;
}): HttpClient {
  const { options, token, fetch, clock, signal, isTargeted, busyMs, body: own } = parts;

  async function sendOnce(request: Request, bearer: string | undefined): Promise<Response> {
    const { method, body, headers } = request;
    const sent = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "authorization");
    if (bearer !== undefined) sent.push(["authorization", `Bearer ${bearer}`]);
    return fetch(request.url, {
      method,
      headers: Object.fromEntries(sent),
      ...(body !== undefined && { body }),
      redirect: "error",
      signal,
    });
  }

  async function send(request: Request): Promise<Response> {
    if (token === undefined) return sendOnce(request, undefined);
    const bearer = await token.get(signal).catch((error) => Promise.reject(beforeSending(error)));
    const response = await sendOnce(request, bearer);
    if (response.status !== 401) return response;
    // A secret was renewed or a token withdrawn: nothing was done, and a new one may be good.
    token.forget(bearer);
    return sendOnce(request, await token.get(signal).catch((error) => Promise.reject(beforeSending(error))));
  }

  return {
    async sendRequest(request) {
      const url = isTargeted ? withTarget(request.url) : request.url;
      if (!isConnectorAddress(url, options))
        throw new BotError("not_allowed", "Nothing is sent there: it is no address of Teams.");
      const { method } = request;
      const body = own === undefined ? request.body : JSON.stringify(own);
      const headers = request.headers.rawHeaders();
      const response = await send({ url, method, headers, ...(typeof body === "string" && { body }) });
      const bodyAsText = await response.text();
      if (!response.ok) {
        const code = codeIn(bodyAsText) ?? `http_${response.status}`;
        throw failedAnswer({
          by: "connector",
          status: response.status,
          code,
          retryAfterMs: retryAfterMs(response, clock, busyMs),
        });
      }
      const answered = request.headers.clone();
      for (const name of answered.headerNames()) answered.remove(name);
      answered.set("content-type", "application/json");
      return { request, status: response.status, headers: answered, bodyAsText: isJson(bodyAsText) ? bodyAsText : "" };
    },
  };
}

interface Request {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** https://learn.microsoft.com/en-us/microsoftteams/platform/agents-in-teams/targeted-messages */
function withTarget(url: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}isTargetedActivity=true`;
}

function codeIn(body: string): string | undefined {
  if (!isJson(body)) return undefined;
  const { data } = failure.safeParse(JSON.parse(body));
  const code = data?.error?.code ?? subCode.exec(data?.message ?? "")?.[1];
  return code !== undefined && word.test(code) ? code : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Not JSON is an answer too: of a proxy, or of none.
    return false;
  }
}
