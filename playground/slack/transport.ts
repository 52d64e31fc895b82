import { randomUUID } from "node:crypto";
import type { Exchange } from "../wire/exchange.ts";
import type { ExchangeLog } from "../wire/exchange-log.ts";
import type { WholePacket } from "../wire/masked-packet.ts";
import {
  type Answer,
  type Attempt,
  formType,
  nothing,
  post,
  type RawRequest,
  signedHeaders,
} from "./signed-request.ts";
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

/** Carries deliveries to the app, and notes each with its answer as an exchange. */
export interface Transport {
  /** Over the socket when a client is connected, else to `url()`. */
  readonly carry: (delivery: Delivery, attempt: Attempt) => Promise<Answer>;
  readonly carryRaw: (body: string | Json, request: RawRequest) => Promise<Answer>;
}

/** The way to the app. */
export function createTransport(options: TransportOptions): Transport {
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
    const method = request.method ?? "POST";
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
    const envelope = envelopeOf(delivery, attempt);
    const exchange = begin("socket", { line: "envelope", headers: {}, body: envelope.frame }, delivery);
    const answered = await socket.send(envelope, ackTimeoutMs);
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
    carry: (delivery, attempt) =>
      socket.connectionCount() > 0
        ? overSocket(delivery, attempt)
        : overHttp(bodyOf(delivery), { ...attempt, contentType: contentTypes[delivery.kind] }, delivery),
    carryRaw: (body, request) => overHttp(body, request),
  };
}

/** What it is about: the command, or the type of the interaction or event. */
function nameOf({ kind, payload }: Delivery): string {
  if (kind === "slash_commands") return String(payload["command"]);
  const about = kind === "events_api" ? payload["event"] : undefined;
  return String(((about ?? payload) as Json)["type"]);
}

function envelopeOf({ kind, payload }: Delivery, attempt: Attempt): { readonly id: string; readonly frame: string } {
  // Named otherwise than over HTTP.
  const reason = attempt.retryReason?.replace("http_timeout", "timeout") ?? "";
  const retry = { retry_attempt: attempt.retryNum ?? 0, retry_reason: reason };
  const id = randomUUID();
  const envelope = {
    envelope_id: id,
    type: kind,
    accepts_response_payload: kind !== "events_api",
    payload,
    ...(kind === "events_api" ? retry : {}),
  };
  return { id, frame: JSON.stringify(envelope) };
}

const contentTypes = { slash_commands: formType, interactive: formType, events_api: "application/json" } as const;

function bodyOf({ kind, payload }: Delivery): string {
  if (kind === "events_api") return JSON.stringify(payload);
  if (kind === "interactive") return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}
