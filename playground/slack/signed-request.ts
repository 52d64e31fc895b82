import { createHmac } from "node:crypto";

/** How often and why this was sent before. */
export interface Attempt {
  readonly retryNum?: number;
  readonly retryReason?: string;
}

/** What to send through the raw door. */
export interface RawRequest extends Attempt {
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another secret than the app's. */
  readonly signWith?: string;
  /** A literal signature; null sends none. */
  readonly signature?: string | null;
  /** Seconds since 1970, as sent and signed. */
  readonly timestamp?: number | string;
  readonly url?: string;
  readonly method?: string;
  readonly timeoutMs?: number;
}

/** What an app answered, as Slack saw it. */
export interface Answer {
  /** The HTTP status; 200 for an acknowledged envelope; 0 when nothing came. */
  readonly status: number;
  /** The parsed body, or its text. Undefined for none. */
  readonly body: unknown;
  readonly ms: number;
  /** Why Slack takes it as failed. */
  readonly error?: "timeout" | "connection_failed" | "http_error" | "not_delivered";
  readonly headers: Readonly<Record<string, string>>;
}

/** No answer. */
export function nothing(error: NonNullable<Answer["error"]>, ms: number): Answer {
  return { status: 0, body: undefined, ms, error, headers: {} };
}

/** The content type of forms, in which everything but events comes. */
export const formType = "application/x-www-form-urlencoded";

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signedHeaders(body: string, request: RawRequest, signingSecret: string): Record<string, string> {
  const timestamp = String(request.timestamp ?? Math.floor(Date.now() / 1000));
  const secret = request.signWith ?? signingSecret;
  const signature =
    request.signature === undefined
      ? `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`
      : request.signature;
  return {
    "content-type": request.contentType ?? (body.trimStart().startsWith("{") ? "application/json" : formType),
    "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    accept: "*/*",
    "x-slack-request-timestamp": timestamp,
    ...(signature === null ? {} : { "x-slack-signature": signature }),
    ...(request.retryNum ? { "x-slack-retry-num": String(request.retryNum) } : {}),
    ...(request.retryNum ? { "x-slack-retry-reason": request.retryReason ?? "http_timeout" } : {}),
    ...request.headers,
  };
}

/** Sends a request; resolves with what came back, and its body as text. */
export async function post(
  url: string,
  request: { readonly method: string; readonly headers: Record<string, string>; readonly signal: AbortSignal },
  body: string,
): Promise<{ readonly answer: Answer; readonly text: string }> {
  const started = performance.now();
  try {
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    const response = await fetch(url, { ...request, ...(hasBody ? { body } : {}) });
    const text = await response.text();
    const answer = {
      status: response.status,
      body: parsed(text),
      ms: performance.now() - started,
      headers: Object.fromEntries(response.headers),
      ...(response.ok ? {} : { error: "http_error" as const }),
    };
    return { answer, text };
  } catch {
    const error = request.signal.aborted ? "timeout" : "connection_failed";
    return { answer: nothing(error, performance.now() - started), text: "" };
  }
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
