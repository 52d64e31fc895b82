import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Beginning, Ending, ExchangeLog } from "../wire/exchange-log.ts";
import type { Call } from "./api/call.ts";
import { answer, type Tokens } from "./api/web-api.ts";
import type { Fault, Faults } from "./faults.ts";
import { takeResponse } from "./response-url.ts";
import type { Json, World } from "./world.ts";

/** One request of the app: a Web API call, or a post to a response_url with `method` "response_url". */
export interface RecordedCall {
  readonly method: string;
  readonly params: Json;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** What was answered; 0 when the connection was cut. */
  readonly status: number;
  readonly answer: unknown;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A reply as it goes over the wire. */
interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers everything that the app asks over HTTP. */
export function webServer(parts: {
  readonly world: World;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly calls: RecordedCall[];
  readonly exchanges: ExchangeLog;
  readonly baseUrl: () => string;
  readonly newSocketUrl: () => string;
  readonly takeLoad?: ((path: string, body: string) => void) | undefined;
}): RequestListener {
  const { world, calls, exchanges } = parts;

  const work = (method: string, path: string, request: IncomingMessage, params: Json): Reply => {
    const call: Call = { world, args: params, baseUrl: parts.baseUrl(), newSocketUrl: parts.newSocketUrl };
    if (method === "response_url") return takeResponse(call, path);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? String(params["token"] ?? "");
    const body = answer(method, call, token, parts.tokens);
    const scopes = [...world.installation.scopes].join(",");
    const isKnown = token === parts.tokens.bot;
    return { status: 200, body, ...(isKnown ? { headers: { "x-oauth-scopes": scopes } } : {}) };
  };

  const replyTo = (method: string, path: string, request: IncomingMessage, params: Json, fault?: Fault): Reply => {
    if (fault === undefined) return work(method, path, request, params);
    return broken(fault, worksThrough(fault) ? work(method, path, request, params) : { status: 200, body: {} });
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const method = methodOf(path);
    const sent = await bodyOf(request);
    const params = paramsOf(request, sent);
    if (method === undefined) return send(response, written({ status: 404, body: "not found" }), undefined);
    const at = world.now();
    const exchange = exchanges.begin(beginningOf(method, request, sent));
    const fault = parts.faults.take(method, params);
    if (fault?.delayMs) await wait(fault.delayMs);
    const causes = method === "response_url" ? [...world.traces.handedOut(path), exchange] : [exchange];
    const reply = world.traces.because(causes, () => replyTo(method, path, request, params, fault));
    const isCut = fault?.reset === true || fault?.acceptThenReset === true;
    calls.push({ method, params, at, status: isCut ? 0 : reply.status, answer: reply.body });
    const answer = written(reply);
    if (isCut) request.socket.destroy();
    else await send(response, answer, fault?.slowBodyBytesPerSec);
    exchanges.end(exchange, isCut || response.destroyed ? { failure: "connection cut" } : endingOf(answer, reply.body));
  };

  const { takeLoad } = parts;
  return (request, response) => {
    if (takeLoad !== undefined && request.url?.startsWith("/load/")) return unread(request, response, takeLoad);
    handle(request, response).catch((error: unknown) => {
      // A fault of the double itself, never of the app: loud in the answer.
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error instanceof Error ? error.stack : error));
    });
  };
}

function unread(request: IncomingMessage, response: ServerResponse, take: (path: string, body: string) => void): void {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => {
    response.writeHead(200, { "content-type": "text/plain", "content-length": 2 }).end("ok");
    take(request.url ?? "", body);
  });
}

function methodOf(path: string): string | undefined {
  if (/^\/(commands|actions|app)\//.test(path)) return "response_url";
  return /^\/api\/([\w.]+)$/.exec(path)?.[1];
}

function worksThrough(fault: Fault): boolean {
  const refuses = fault.status !== undefined || fault.error !== undefined || fault.retryAfterSec !== undefined;
  return fault.accept === true || fault.acceptThenReset === true || !(refuses || fault.reset === true);
}

function broken(fault: Fault, done: Reply): Reply {
  if (fault.retryAfterSec !== undefined)
    return {
      status: 429,
      body: { ok: false, error: "ratelimited" },
      headers: { "retry-after": String(fault.retryAfterSec) },
    };
  if (fault.error !== undefined) return { status: fault.status ?? 200, body: { ok: false, error: fault.error } };
  return fault.status === undefined ? done : { status: fault.status, body: "upstream failure" };
}

function beginningOf(method: string, { method: verb, url, headers }: IncomingMessage, body: string): Beginning {
  return { direction: "from app", via: "http", name: method, request: { line: `${verb} ${url}`, headers, body } };
}

function endingOf({ status, headers, body }: Written, said: unknown): Ending {
  const error = typeof said === "object" && said !== null && "error" in said ? String(said.error) : undefined;
  return {
    answer: { line: `HTTP ${status}`, headers, body },
    failure: error ?? (status >= 400 ? `HTTP ${status}` : undefined),
  };
}

function written({ status, body, headers }: Reply): Written {
  const isText = typeof body === "string";
  const type = isText ? "text/html" : "application/json; charset=utf-8";
  return { status, headers: { "content-type": type, ...headers }, body: isText ? body : JSON.stringify(body) };
}

async function send(
  response: ServerResponse,
  { status, headers, body }: Written,
  bytesPerSec: number | undefined,
): Promise<void> {
  const bytes = Buffer.from(body);
  response.writeHead(status, headers);
  if (bytesPerSec !== undefined)
    for (let sent = 0; sent < bytes.length && !response.destroyed; sent += Math.ceil(bytesPerSec / 20)) {
      response.write(bytes.subarray(sent, sent + Math.ceil(bytesPerSec / 20)));
      await wait(50);
    }
  response.end(bytesPerSec === undefined ? bytes : undefined);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function paramsOf(request: IncomingMessage, body: string): Json {
  const query = Object.fromEntries(new URL(request.url ?? "/", "http://localhost").searchParams);
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded"))
    return { ...query, ...Object.fromEntries(new URLSearchParams(body)) };
  // A response_url takes JSON whatever the content type says; the Web API only with the right one.
  const isJson = type.startsWith("application/json") || methodOf(request.url ?? "") === "response_url";
  if (!isJson || body === "") return query;
  try {
    return { ...query, ...(JSON.parse(body) as Json) };
  } catch {
    return query;
  }
}
