import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { ExchangeLog } from "../wire/exchange-log.ts";
import type { Fault, Faults } from "../wire/faults.ts";
import { addressOf, bodyOf } from "../wire/incoming.ts";
import { type ApiCall, type ApiParts, apiCall, faultReply, refused, standardHeaders } from "./api.ts";
import type { Credential } from "./credential.ts";
import type { HubEvent } from "./event.ts";
import { type GitAddress, gitAddress, gitDoor } from "./git-door.ts";
import { Refusal } from "./refusal.ts";
import type { Reply } from "./rest/route.ts";
import type { WebParts } from "./web/visit.ts";
import { webDoor } from "./web/web.ts";

/** One request. */
export interface RecordedRequest {
  /** `graphql`, `git info/refs`, `GET /repos/{owner}/{repo}`; `unknown`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** What was answered; 0 when the connection was cut. */
  readonly status: number;
  readonly credential: Credential["type"] | "refused";
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** What the server answers out of. */
export interface ServerParts extends ApiParts {
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
  readonly exchanges: ExchangeLog;
  readonly tell: (event: HubEvent) => void;
  readonly web: WebParts;
}

const maxBodyBytes = 8 * 1024 * 1024;

/** Answers everything under one origin: the API, git, and for people the rest. */
export function githubServer(parts: ServerParts): RequestListener {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = addressOf(request);
    const git = address && gitAddress(address);
    if (address && git) return answerGit(parts, git, request, response, address);
    if (address && /^\/api(\/|$)/.test(address.pathname)) return answerApi(parts, request, response, address);
    if (address) return webDoor(parts.web, request, response, address);
    response.writeHead(404, { "content-type": "text/plain" }).end("Not Found");
  };
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A fault of the double itself, never of whoever asks.
      process.emitWarning(error instanceof Error ? error : String(error));
      if (!response.headersSent) response.writeHead(500);
      response.end("The playground made a mistake. Its console says more.");
    });
  };
}

async function answerGit(
  { world, faults, requests, tell }: ServerParts,
  git: GitAddress,
  request: IncomingMessage,
  response: ServerResponse,
  address: URL,
): Promise<void> {
  const name = `git ${git.service}`;
  const at = world.now().getTime();
  const record = (status: number) =>
    requests.push({ name, method: request.method ?? "GET", path: address.pathname, status, credential: "none", at });
  const fault = faults.take(name, {}) ?? faults.take("git", {});
  if (fault?.delayMs) await wait(fault.delayMs);
  if (fault?.reset || fault?.acceptThenReset) {
    record(0);
    return void request.socket.destroy();
  }
  try {
    if (fault?.status !== undefined) throw new Refusal(fault.status, "Internal Server Error");
    const cutAfterBytes = fault?.error === "truncated" ? 100 : undefined;
    record(await gitDoor(world, tell, { ...git, cutAfterBytes }, request, response, address));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    record(error.status);
    request.resume();
    response.writeHead(error.status, { "content-type": "text/plain", ...error.headers }).end(`${error.message}\n`);
  }
}

async function answerApi(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  address: URL,
): Promise<void> {
  const { world, faults, requests, exchanges } = parts;
  const at = world.now().getTime();
  const body = await bodyOf(request, maxBodyBytes);
  if (body === undefined) return void response.writeHead(413).end();
  const { method = "GET", url: path = "", headers } = request;
  const call = await apiCall(parts, request, address, body);
  const sent = { line: `${method} ${path}`, headers, body };
  const exchange = exchanges.begin({ direction: "from app", via: "http", name: call.name, request: sent });
  const fault = faults.take(call.name, {});
  if (fault?.delayMs) await wait(fault.delayMs);
  const reply = await replyTo(call, fault);
  const isCut = fault?.reset === true || fault?.acceptThenReset === true;
  const all = { ...standardHeaders(parts, call.credential, call.name), ...reply.headers };
  const status = isCut ? 0 : reply.status;
  const credential = reply.status === 401 ? "refused" : call.credential.type;
  requests.push({ name: call.name, method, path, status, credential, at });
  if (isCut) request.socket.destroy();
  else await write(response, { ...reply, headers: all }, fault);
  if (isCut || response.destroyed) return exchanges.end(exchange, { failure: "connection cut" });
  const text = JSON.stringify(reply.body) ?? "";
  const answer = { line: `HTTP ${status}`, headers: all, body: text };
  exchanges.end(exchange, { answer, failure: status >= 400 ? `HTTP ${status}` : undefined });
}

async function replyTo(call: ApiCall, fault: Fault | undefined): Promise<Reply> {
  const instead = faultReply(fault, call.name);
  if (instead && !fault?.accept) return instead;
  if (fault?.reset) return { status: 0 };
  try {
    const done = await call.run(fault);
    return instead ?? done;
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    throw error;
  }
}

async function write(response: ServerResponse, { status, headers, body }: Reply, fault?: Fault): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(body) ?? "");
  if (fault?.error === "truncated") {
    response.writeHead(status, { ...headers, "content-length": bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
    return;
  }
  response.writeHead(status, headers);
  const step = Math.ceil((fault?.slowBodyBytesPerSec ?? Number.POSITIVE_INFINITY) / 20);
  if (step === Number.POSITIVE_INFINITY) return void response.end(bytes);
  for (let sent = 0; sent < bytes.length && !response.destroyed; sent += step) {
    response.write(bytes.subarray(sent, sent + step));
    await wait(50);
  }
  response.end();
}
