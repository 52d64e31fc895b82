import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { ExchangeLog } from "../wire/exchange-log.ts";
import type { Fault, Faults } from "../wire/faults.ts";
import { addressOf, bodyOf } from "../wire/incoming.ts";
import { type Operation, operations, type Reply } from "./connector.ts";
import type { Keys } from "./keys.ts";
import { Refusal } from "./refusal.ts";
import { isJson, type Json, type World } from "./world.ts";

/** One request of the bot. */
export interface RecordedCall {
  /** `sendToConversation`, `updateActivity` … as the SDK names it; `token`, `openid` and `keys` */
  readonly name: string;
  readonly path: string;
  readonly body: Json;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** What was answered; 0 when the connection was cut. */
  readonly status: number;
  readonly answer: unknown;
}

/** What the server answers out of. */
export interface ServerParts {
  readonly world: World;
  readonly keys: Keys;
  readonly appPassword: string;
  readonly baseUrl: () => string;
  readonly tokenIssuer: string;
  readonly isTargetingOn: () => boolean;
  readonly faults: Faults;
  readonly calls: RecordedCall[];
  readonly exchanges: ExchangeLog;
}

/** Something that is asked for, with all that is needed to answer it. */
interface Asked {
  readonly name: string;
  /** Of the conversation: rate limits are counted by it. */
  readonly about: string;
  readonly body: Json;
  /** Whether the bot asks: what anybody on this machine can send uses up no fault. */
  readonly isFromBot: boolean;
  readonly work: (exchange: number) => Reply | Promise<Reply>;
}

const audience = "https://api.botframework.com";
const maxBodyBytes = 4 * 1024 * 1024;

/** Answers everything that the bot asks over HTTP: connector, sign-in, keys. */
export function teamsServer(parts: ServerParts): RequestListener {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request, maxBodyBytes);
    const address = addressOf(request);
    if (body === undefined || address === undefined) return write(response, refused(new Refusal("MessageSizeTooBig")));
    const asked = await askedOf(parts, request, address, body);
    if (asked === undefined) return write(response, { status: 404, body: { message: "No HTTP resource was found." } });
    if (asked.isFromBot) await serve(parts, asked, request, body, response);
    else await write(response, await asked.work(0));
  };
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A fault of the double itself, never of the bot.
      process.emitWarning(error instanceof Error ? error : String(error));
      if (!response.headersSent) response.writeHead(500);
      response.end("The playground made a mistake. Its console says more.");
    });
  };
}

async function serve(
  { world, exchanges, calls, faults }: ServerParts,
  { name, about, body, work }: Asked,
  request: IncomingMessage,
  sent: string,
  response: ServerResponse,
): Promise<void> {
  const { method, url: path = "", headers } = request;
  const line = `${method} ${path}`;
  const exchange = exchanges.begin({
    direction: "from app",
    via: "http",
    name,
    request: { line, headers, body: sent },
  });
  const at = world.now();
  const fault = faults.take(name, { conversation: about });
  if (fault?.delayMs) await wait(fault.delayMs);
  const reply = await afflicted(fault, () => work(exchange));
  const isCut = fault?.reset === true || fault?.acceptThenReset === true;
  calls.push({ name, path, body, at, status: isCut ? 0 : reply.status, answer: reply.body });
  if (isCut) request.socket.destroy();
  else await write(response, reply, fault?.slowBodyBytesPerSec);
  if (isCut || response.destroyed) return exchanges.end(exchange, { failure: "connection cut" });
  const text = JSON.stringify(reply.body) ?? "";
  const answer = { line: `HTTP ${reply.status}`, headers: headersOf(reply), body: text };
  exchanges.end(exchange, { answer, failure: failureOf(reply) });
}

async function askedOf(
  parts: ServerParts,
  request: IncomingMessage,
  { pathname, searchParams: query }: URL,
  sent: string,
): Promise<Asked | undefined> {
  const { method: verb = "GET", headers } = request;
  const [, tenant] = /^\/login\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(pathname) ?? [];
  const asked = { about: "", body: {}, isFromBot: true };
  if (verb === "POST" && tenant !== undefined) {
    const form = Object.fromEntries(new URLSearchParams(sent));
    return { ...asked, name: "token", body: form, work: () => token(parts, tenant, form) };
  }
  if (verb === "GET" && pathname === "/openid/.well-known/openidconfiguration")
    return { ...asked, name: "openid", work: () => ({ status: 200, body: metadata(parts) }) };
  if (verb === "GET" && pathname === "/openid/keys")
    return { ...asked, name: "keys", work: () => ({ status: 200, body: { keys: parts.keys.published() } }) };
  const found = operations.find((operation) => operation.verb === verb && operation.path.test(pathname));
  if (found === undefined) return undefined;
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
  const isFromBot = (await parts.keys.verify(bearer, audience))?.["appid"] === parts.world.bot.appId;
  if (!isFromBot) return { ...asked, name: found.name, isFromBot, work: () => denied };
  return { ...asked, ...connectorCall(parts, found, pathname, query, sent) };
}

const denied: Reply = { status: 401, body: { message: "Authorization has been denied for this request." } };

function connectorCall(
  parts: ServerParts,
  { name, path, run }: Operation,
  pathname: string,
  query: URLSearchParams,
  sent: string,
): Pick<Asked, "name" | "about" | "body" | "work"> {
  const ids = (path.exec(pathname) ?? []).slice(1).map(decodeURIComponent);
  const { world } = parts;
  const body = parsed(sent);
  const serviceUrl = `${parts.baseUrl()}/connector/`;
  const work = (exchange: number): Reply => {
    try {
      if (body === undefined) throw new Refusal("BadSyntax");
      return run({ world, ids, query, body, exchange, serviceUrl, isTargetingOn: parts.isTargetingOn() });
    } catch (error) {
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  };
  return { name, about: ids[0] ?? "", body: body ?? {}, work };
}

function refused({ status, code, message }: Refusal): Reply {
  return { status, body: { error: { code, message } } };
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
async function token({ world, keys, appPassword }: ServerParts, tenant: string, form: Json): Promise<Reply> {
  const refuse = (status: number, error: string, code: number, words: string): Reply => ({
    status,
    body: { error, error_description: `AADSTS${code}: ${words}`, error_codes: [code] },
  });
  const { grant_type: grant, client_id: id, client_secret: secret, scope } = form;
  if (grant !== "client_credentials") return refuse(400, "unsupported_grant_type", 70003, "Unsupported grant type.");
  if (tenant !== world.tenantId && tenant !== "botframework.com")
    return refuse(400, "invalid_request", 90002, `Tenant '${tenant}' not found.`);
  if (id !== world.bot.appId)
    return refuse(400, "unauthorized_client", 700016, `Application with identifier '${String(id)}' was not found.`);
  if (secret !== appPassword) return refuse(401, "invalid_client", 7000215, "Invalid client secret provided.");
  if (scope !== `${audience}/.default`)
    return refuse(400, "invalid_scope", 70011, "The provided value for scope is not valid.");
  const seconds = Math.floor(Date.now() / 1000);
  const lifetime = { iat: seconds, nbf: seconds, exp: seconds + 3599 };
  const access = await keys.sign({ aud: audience, iss: `https://sts.windows.net/${tenant}/`, appid: id, ...lifetime });
  return { status: 200, body: { token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599, access_token: access } };
}

function metadata({ baseUrl, tokenIssuer }: ServerParts): Json {
  return {
    issuer: tokenIssuer,
    authorization_endpoint: "https://invalid.botframework.com",
    jwks_uri: `${baseUrl()}/openid/keys`,
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["private_key_jwt"],
  };
}

function parsed(sent: string): Json | undefined {
  if (sent === "") return {};
  try {
    const read: unknown = JSON.parse(sent);
    return isJson(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** What a faulty platform answers, and whether it does the work at all. */
async function afflicted(fault: Fault = {}, work: () => Reply | Promise<Reply>): Promise<Reply> {
  const { retryAfterSec, error, status } = fault;
  const code = retryAfterSec === undefined ? (error ?? "ServiceError") : "Throttled";
  const isRefused = retryAfterSec !== undefined || error !== undefined || status !== undefined;
  const isDone = fault.accept || fault.acceptThenReset || !(isRefused || fault.reset);
  const done = isDone ? await work() : { status: 200, body: {} };
  if (!isRefused) return done;
  const headers = retryAfterSec === undefined ? {} : { "retry-after": String(retryAfterSec) };
  const given = retryAfterSec === undefined ? (status ?? 400) : 429;
  return { status: given, body: { error: { code, message: code } }, headers };
}

function headersOf(reply: Reply): Record<string, string> {
  return { ...(reply.body !== undefined && { "content-type": "application/json; charset=utf-8" }), ...reply.headers };
}

function failureOf({ status, body }: Reply): string | undefined {
  if (status < 400) return undefined;
  const error = isJson(body) ? body["error"] : undefined;
  return isJson(error) ? String(error["code"]) : typeof error === "string" ? error : `HTTP ${status}`;
}

async function write(response: ServerResponse, reply: Reply, bytesPerSec?: number): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(reply.body) ?? "");
  response.writeHead(reply.status, headersOf(reply));
  if (bytesPerSec === undefined) return void response.end(bytes);
  const step = Math.ceil(bytesPerSec / 20);
  for (let sent = 0; sent < bytes.length && !response.destroyed; sent += step) {
    response.write(bytes.subarray(sent, sent + step));
    await wait(50);
  }
  response.end();
}
