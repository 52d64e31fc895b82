import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";

const LINGER_MS = 1000;
const LINGER_BYTES = 1024 * 1024;
const SMALL_BYTES = 64 * 1024;

/** What is said instead of an answer. */
export interface Refusal {
  readonly status: number;
  /** A sentence, without a line break at its end. */
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with a short text that no cache keeps. The body of the request was read, or it has none. */
export function answerText(response: ServerResponse, { status, text, headers }: Refusal): void {
  response.writeHead(status, textHeaders(text, headers)).end(`${text}\n`);
}

/**
 * Answers a request whose body was perhaps not read to its end. If so it closes the connection: what follows on it cannot
 * be told from the body. It goes on reading for a moment, since a connection closed with bytes unread loses the answer too.
 */
export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal, clock: Clock): void {
  if (request.complete || !hasBody(request)) {
    answerText(response, refusal);
    return;
  }
  const { status, text, headers } = refusal;
  response.writeHead(status, textHeaders(text, { ...headers, connection: "close" }));
  if (request.method === "HEAD") response.flushHeaders();
  else response.write(`${text}\n`);

  let discarded = 0;
  const close = () => {
    cancel();
    response.end();
  };
  const cancel = clock.after(LINGER_MS, close);
  request.on("data", (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > LINGER_BYTES) close();
  });
  request.once("end", close).once("close", close).resume();
}

/** True where the request says that a body follows its headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** True where the body may be left unread: Node reads and drops it behind the answer, for the sake of the connection. */
export function isSmall({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) <= SMALL_BYTES;
}

function textHeaders(text: string, headers: Refusal["headers"] = {}): Record<string, string> {
  return {
    "content-type": "text/plain; charset=utf-8",
    "content-length": String(Buffer.byteLength(text) + 1),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
  };
}
