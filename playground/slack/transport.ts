import { randomUUID } from "node:crypto";
import type { Exchange } from "../wire/exchange.ts";
import type { ExchangeLog, WholePacket } from "../wire/exchange-log.ts";
import { type Answer, nothing, post } from "../wire/post.ts";
import { type Attempt, formType, type RawRequest, signedHeaders } from "./signed-request.ts";
import type { SocketMode } from "./socket-mode.ts";
import type { Traces } from "./traces.ts";
import type { Json } from "./world.ts";

/** Something that Slack tells the app; to be told again as it is. */
export interface Delivery {
  readonly kind: "slash_commands" | "interactive" | "events_api";
  readonly payload: Json;
}

/** What carries deliveries to the app. */
export interface TransportOptions {
  readonly socket: SocketMode;
  readonly url: () => string | undefined;
  readonly signingSecret: string;
  readonly ackTimeoutMs: number;
  readonly exchanges: ExchangeLog;
  readonly traces: Traces;
}

/** The way to the app: over the socket when a client is connected, else to `url()`. Each delivery with its answer is noted. */
export function createTransport(options: TransportOptions) {
  const { exchanges, socket, ackTimeoutMs } = options;

  const begin = (via: Exchange["via"], request: WholePacket, delivery: Delivery | undefined): number => {
    const name = delivery ? nameOf(delivery) : "raw request";
    const exchange = exchanges.begin({ direction: "to app", via, name, request });
    if (delivery) options.traces.told(exchange, delivery.payload);
    return exchange;
  };

  const overHttp = async (body: string | Json, request: RawRequest, delivery?: Delivery): Promise<Answer> => {
    const sent = typeof body === "string" ? body : JSON.stringify(body);
    const url = request.url ?? options.url();
    if (!url) return nothing("not_delivered", 0);
    const { method = "POST" } = request;
    const headers = signedHeaders(sent, request, options.signingSecret);
    const line = `${method} ${url.replace(/^https?:\/\/[^/]*/, "") || "/"}`;
    const exchange = begin("http", { line, headers, body: sent }, delivery);
    const signal = AbortSignal.timeout(request.timeoutMs ?? ackTimeoutMs);
    const { answer, text } = await post(url, { method, headers, signal }, sent);
    const { status, error } = answer;
    exchanges.end(exchange, {
      answer: status === 0 ? undefined : { line: `HTTP ${status}`, headers: answer.headers, body: text },
      failure: error === "http_error" ? `HTTP ${status}` : error,
    });
    return answer;
  };

  const overSocket = async (delivery: Delivery, attempt: Attempt): Promise<Answer> => {
    const started = performance.now();
    const id = randomUUID();
    const body = JSON.stringify(envelopeOf(id, delivery, attempt));
    const exchange = begin("socket", { line: "envelope", headers: {}, body }, delivery);
    const answered = await socket.send(id, body, ackTimeoutMs);
    const ms = performance.now() - started;
    if (typeof answered === "string") {
      exchanges.end(exchange, { failure: answered });
      return nothing("timeout", ms);
    }
    exchanges.end(exchange, { answer: { line: "acknowledgement", headers: {}, body: answered.frame } });
    const isEmpty = Object.keys(answered.payload).length === 0;
    return { status: 200, body: isEmpty ? undefined : answered.payload, ms, headers: {} };
  };

  return {
    carry: (delivery: Delivery, attempt: Attempt): Promise<Answer> =>
      socket.connectionCount() > 0
        ? overSocket(delivery, attempt)
        : overHttp(bodyOf(delivery), { ...attempt, contentType: contentTypes[delivery.kind] }, delivery),
    carryRaw: (body: string | Json, request: RawRequest = {}): Promise<Answer> => overHttp(body, request),
  };
}

/** What it is about: the command, or the type of the interaction or event. */
function nameOf({ kind, payload }: Delivery): string {
  if (kind === "slash_commands") return String(payload["command"]);
  const about = kind === "events_api" ? payload["event"] : undefined;
  return String(((about ?? payload) as Json)["type"]);
}

function envelopeOf(id: string, { kind, payload }: Delivery, attempt: Attempt): Json {
  const isEvent = kind === "events_api";
  // Named otherwise than over HTTP.
  const reason = attempt.retryReason?.replace("http_timeout", "timeout") ?? "";
  return {
    envelope_id: id,
    type: kind,
    accepts_response_payload: !isEvent,
    payload,
    ...(isEvent && { retry_attempt: attempt.retryNum ?? 0, retry_reason: reason }),
  };
}

const contentTypes = { slash_commands: formType, interactive: formType, events_api: "application/json" } as const;

function bodyOf({ kind, payload }: Delivery): string {
  if (kind === "events_api") return JSON.stringify(payload);
  const form = kind === "interactive" ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>);
  return new URLSearchParams(form).toString();
}
