import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Beginning, Ending, ExchangeLog } from "../wire/exchange-log.ts";
import type { Fault, Faults } from "../wire/faults.ts";
import { addressOf, bodyOf } from "../wire/incoming.ts";
import { isTooDeep } from "./api/call.ts";
import { answer, type Tokens } from "./api/web-api.ts";
import { takeResponse } from "./response-url.ts";
import { isJson, type Json, type World } from "./world.ts";

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

interface Call {
  readonly method: string;
  readonly path: string;
  /** "" for none. */
  readonly token: string;
  readonly args: Json;
}

/** A reply as it goes over the wire. */
interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const maxBodyBytes = 4 * 1024 * 1024;
const notFound: Reply = { status: 404, body: "not found" };
const tooLong: Reply = { status: 413, body: "too long", headers: { connection: "close" } };

/** Answers everything that the app asks over HTTP. */
export function webServer(parts: {
  readonly world: World;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly calls: RecordedCall[];
  readonly exchanges: ExchangeLog;
  readonly newSocketUrl: () => string;
  readonly takeLoad?: ((path: string, body: string) => void) | undefined;
}): RequestListener {
  const { world, calls, exchanges, tokens } = parts;

  const work = ({ method, path, token, args }: Call): Reply => {
    if (isTooDeep(args)) return { status: 200, body: { ok: false, error: "invalid_arguments" } };
    if (method === "response_url") return takeResponse({ world, args }, path);
    const body = answer(method, { world, args, newSocketUrl: parts.newSocketUrl }, token, tokens);
    const scopes = [...world.installation.scopes].join(",");
    return { status: 200, body, ...(token === tokens.bot && { headers: { "x-oauth-scopes": scopes } }) };
  };
  /** A response_url is its own token. */
  const isFromApp = ({ method, path, token }: Call): boolean =>
    method === "response_url" ? world.responseUrls.has(path) : token === tokens.bot || token === tokens.app;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await bodyOf(request, maxBodyBytes);
    if (sent === undefined) return send(response, written(tooLong), undefined);
    const call = callOf(request, sent);
    if (call === undefined) return send(response, written(notFound), undefined);
    // What anybody on this machine can send uses up no fault and pushes nothing out of the records.
    if (isFromApp(call)) await serve(call, sent, request, response);
    else await send(response, written(work(call)), undefined);
  };

  const serve = async (call: Call, sent: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, path, args } = call;
    const at = world.now();
    const exchange = exchanges.begin(beginningOf(method, request, sent));
    const fault = parts.faults.take(method, args);
    if (fault?.delayMs) await wait(fault.delayMs);
    const causes = method === "response_url" ? [...world.traces.handedOut(path), exchange] : [exchange];
    const reply = afflicted(fault, () => world.traces.because(causes, () => work(call)));
    const isCut = fault?.reset || fault?.acceptThenReset;
    calls.push({ method, params: args, at, status: isCut ? 0 : reply.status, answer: reply.body });
    const answer = written(reply);
    if (isCut) request.socket.destroy();
    else await send(response, answer, fault?.slowBodyBytesPerSec);
    exchanges.end(exchange, isCut || response.destroyed ? { failure: "connection cut" } : endingOf(answer, reply.body));
  };

  const { takeLoad } = parts;
  return (request, response) => {
    if (takeLoad !== undefined && request.url?.startsWith("/load/")) return unread(request, response, takeLoad);
    handle(request, response).catch((error: unknown) => {
      // A fault of the double itself, never of the app.
      process.emitWarning(error instanceof Error ? error : String(error));
      if (!response.headersSent) response.writeHead(500);
      response.end("The playground made a mistake. Its console says more.");
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

/** What a faulty platform answers, and whether it does the work at all. */
function afflicted(fault: Fault = {}, work: () => Reply): Reply {
  const refusal = refusalOf(fault);
  const isDone = fault.accept || fault.acceptThenReset || !(refusal || fault.reset);
  const done = isDone ? work() : { status: 200, body: {} };
  return refusal ?? done;
}

function refusalOf({ retryAfterSec, error, status }: Fault): Reply | undefined {
  if (retryAfterSec !== undefined) {
    const headers = { "retry-after": String(retryAfterSec) };
    return { status: 429, body: { ok: false, error: "ratelimited" }, headers };
  }
  if (error !== undefined) return { status: status ?? 200, body: { ok: false, error } };
  return status === undefined ? undefined : { status, body: "upstream failure" };
}

function beginningOf(method: string, { method: verb, url, headers }: IncomingMessage, body: string): Beginning {
  return { direction: "from app", via: "http", name: method, request: { line: `${verb} ${url}`, headers, body } };
}

function endingOf({ status, headers, body }: Written, said: unknown): Ending {
  const error = isJson(said) && "error" in said ? String(said["error"]) : undefined;
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
  response.writeHead(status, headers);
  if (bytesPerSec === undefined) return void response.end(body);
  const bytes = Buffer.from(body);
  const step = Math.ceil(bytesPerSec / 20);
  for (let sent = 0; sent < bytes.length && !response.destroyed; sent += step) {
    response.write(bytes.subarray(sent, sent + step));
    await wait(50);
  }
  response.end();
}

/** What is asked for; undefined for an address that nothing answers at. */
function callOf(request: IncomingMessage, body: string): Call | undefined {
  const address = addressOf(request);
  const method = methodOf(address?.pathname ?? "");
  if (address === undefined || method === undefined) return undefined;
  const args = { ...Object.fromEntries(address.searchParams), ...argsIn(body, method, request) };
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? args["token"];
  return { method, path: address.pathname, token: typeof token === "string" ? token : "", args };
}

function argsIn(body: string, method: string, { headers }: IncomingMessage): Json {
  const type = headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(body));
  // A response_url takes JSON whatever the content type says; the Web API only with the right one.
  if (!type.startsWith("application/json") && method !== "response_url") return {};
  try {
    const read: unknown = JSON.parse(body);
    return isJson(read) ? read : {};
  } catch {
    return {};
  }
}
