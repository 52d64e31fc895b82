import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { SocketMode } from "./socket-mode.ts";
import type { Json } from "./world.ts";

/** Something that Slack tells the app; to be told again as it is. */
export interface Delivery {
  readonly kind: "slash_commands" | "interactive" | "events_api";
  readonly payload: Json;
}

/** How the app acknowledged, as Slack saw it. */
export interface Acknowledgement {
  /** The HTTP status; 200 for an acknowledged envelope; 0 when nothing came. */
  readonly status: number;
  /** The parsed body, or its text. Undefined for none. */
  readonly body: unknown;
  readonly ms: number;
  /** Why Slack takes it as failed. */
  readonly error?: "timeout" | "connection_failed" | "http_error" | "not_delivered";
  readonly headers: Readonly<Record<string, string>>;
  readonly delivery: Delivery;
  readonly retryNum: number;
}

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

/** Sends to the app. */
export interface Courier {
  readonly send: (delivery: Delivery, attempt?: Attempt) => Promise<Acknowledgement>;
  /** Sends an event and, as Slack does, up to three times more when it is not acknowledged; resolves after the first. */
  readonly sendEvent: (payload: Json) => Promise<Acknowledgement>;
  readonly sendRaw: (body: string | Json, request?: RawRequest) => Promise<Omit<Acknowledgement, "delivery">>;
  /** Everything that was sent, in order of acknowledgement. */
  readonly sent: Acknowledgement[];
  /** Resolves when nothing is under way, retries included. */
  readonly settled: () => Promise<void>;
  readonly stop: () => void;
}

/** https://docs.slack.dev/apis/events-api: at once, after a minute, after five. */
const retryDelaysMs = [0, 60_000, 300_000];

/** Sends over the socket when a client is connected, else to `url()`. */
export function createCourier(options: {
  readonly socket: SocketMode;
  readonly url: () => string | undefined;
  readonly signingSecret: string;
  readonly ackTimeoutMs: number;
  /** What the pauses between retries are multiplied by. */
  readonly retryScale: number;
}): Courier {
  const sent: Acknowledgement[] = [];
  const underWay = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  const track = <T>(work: Promise<T>): Promise<T> => {
    const tracked = work.finally(() => underWay.delete(tracked)).catch(() => undefined);
    underWay.add(tracked);
    return work;
  };

  const sendRaw: Courier["sendRaw"] = async (body, request = {}) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const url = request.url ?? options.url();
    if (!url) return { ...nothing("not_delivered", 0), retryNum: request.retryNum ?? 0 };
    const response = await post(
      url,
      text,
      headersOf(text, request, options.signingSecret),
      request,
      options.ackTimeoutMs,
    );
    return { ...response, retryNum: request.retryNum ?? 0 };
  };

  const overSocket = async (delivery: Delivery, attempt: Attempt) => {
    const started = performance.now();
    const answered = await options.socket.send(envelopeOf(delivery, attempt), options.ackTimeoutMs);
    const ms = performance.now() - started;
    if (!answered) return nothing("timeout", ms);
    const isEmpty = Object.keys(answered.payload).length === 0;
    return { status: 200, body: isEmpty ? undefined : answered.payload, ms, headers: {} };
  };

  const send = async (delivery: Delivery, attempt: Attempt = {}): Promise<Acknowledgement> => {
    const isOverSocket = options.socket.connectionCount() > 0;
    const answered = isOverSocket
      ? await overSocket(delivery, attempt)
      : await sendRaw(bodyOf(delivery), { ...attempt, contentType: contentTypes[delivery.kind] });
    const acknowledgement = { ...answered, delivery, retryNum: attempt.retryNum ?? 0 };
    sent.push(acknowledgement);
    return acknowledgement;
  };

  const retry = async (payload: Json, first: Acknowledgement): Promise<void> => {
    let last = first;
    for (const [index, delayMs] of retryDelaysMs.entries()) {
      if (last.error === undefined || last.headers["x-slack-no-retry"] === "1") return;
      await wait(delayMs * options.retryScale, undefined, { signal: stopping.signal });
      const retryReason = last.error === "timeout" ? "http_timeout" : last.error;
      last = await send({ kind: "events_api", payload }, { retryNum: index + 1, retryReason });
    }
  };

  return {
    send: (delivery, attempt) => track(send(delivery, attempt)),
    sendEvent: async (payload) => {
      const first = await track(send({ kind: "events_api", payload }));
      track(retry(payload, first)).catch(() => undefined);
      return first;
    },
    sendRaw: (body, request) => track(sendRaw(body, request)),
    sent,
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: () => stopping.abort(),
  };
}

function envelopeOf({ kind, payload }: Delivery, attempt: Attempt): Json {
  const retry = { retry_attempt: attempt.retryNum ?? 0, retry_reason: attempt.retryReason ?? "" };
  return {
    envelope_id: randomUUID(),
    type: kind,
    accepts_response_payload: kind !== "events_api",
    payload,
    ...(kind === "events_api" ? retry : {}),
  };
}

const formType = "application/x-www-form-urlencoded";
const contentTypes = { slash_commands: formType, interactive: formType, events_api: "application/json" } as const;

function bodyOf({ kind, payload }: Delivery): string {
  if (kind === "events_api") return JSON.stringify(payload);
  if (kind === "interactive") return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
function headersOf(body: string, request: RawRequest, signingSecret: string): Record<string, string> {
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

type Answer = Omit<Acknowledgement, "delivery" | "retryNum">;

function nothing(error: NonNullable<Acknowledgement["error"]>, ms: number): Answer {
  return { status: 0, body: undefined, ms, error, headers: {} };
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  request: RawRequest,
  ackTimeoutMs: number,
): Promise<Answer> {
  const started = performance.now();
  const signal = AbortSignal.timeout(request.timeoutMs ?? ackTimeoutMs);
  const method = request.method ?? "POST";
  try {
    const hasBody = method !== "GET" && method !== "HEAD";
    const response = await fetch(url, { method, headers, signal, ...(hasBody ? { body } : {}) });
    const text = await response.text();
    return {
      status: response.status,
      body: parsed(text),
      ms: performance.now() - started,
      headers: Object.fromEntries(response.headers),
      ...(response.ok ? {} : { error: "http_error" as const }),
    };
  } catch {
    return nothing(signal.aborted ? "timeout" : "connection_failed", performance.now() - started);
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
