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
