import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Fault } from "../wire/faults.ts";
import { type Credential, credentialOf, keyOf } from "./credential.ts";
import { answerQuery } from "./graphql/execute.ts";
import type { Hooks } from "./hook/hooks.ts";
import { type Limits, type Resource, secondaryRefusal } from "./limits.ts";
import { complaintsAbout } from "./openapi.ts";
import { Refusal } from "./refusal.ts";
import type { Reply } from "./rest/route.ts";
import { findRoute } from "./rest/routes.ts";
import { type Json, slugOf, type World } from "./world.ts";

/** What the API answers out of. */
export interface ApiParts {
  readonly world: World;
  readonly limits: Limits;
  readonly hooks: Hooks;
  readonly maxTreeEntries: number;
  /** What clients asked that GitHub does not describe. */
  readonly complaints: string[];
}

/** A request to the API, before it is done. */
export interface ApiCall {
  /** `graphql`, `GET /repos/{owner}/{repo}`, or `unknown`. */
  readonly name: string;
  readonly credential: Credential;
  readonly run: (fault: Fault | undefined) => Promise<Reply>;
}

/** What a request asks for. `path` is below the API's address. */
export async function apiCall(
  parts: ApiParts,
  request: IncomingMessage,
  { pathname, searchParams }: URL,
  sent: string,
): Promise<ApiCall> {
  const { method = "GET", headers } = request;
  const isGraphql = pathname === "/api/graphql";
  const path = namedPath(parts.world, pathname.replace(/^\/api\/(v3)?/, "/").replace(/^\/+/, "/"));
  const found = isGraphql ? undefined : findRoute(method, path);
  const name = isGraphql ? "graphql" : found ? `${method} ${found.route.path}` : "unknown";
  let credential: Credential = { type: "none" };
  let refusal: unknown;
  try {
    credential = await credentialOf(parts.world, headers.authorization);
  } catch (error) {
    refusal = error;
  }
  const work = async (fault: Fault | undefined, body: Json): Promise<Reply> => {
    if (headers["user-agent"] === undefined) throw new Refusal(403, noUserAgent);
    if (refusal) throw refusal;
    const { world, limits } = parts;
    const spend = (points: number) => limits.spend(keyOf(credential), isGraphql ? "graphql" : "core", points);
    if (!isGraphql) {
      const { route, params } = described(parts, found, `${method} ${pathname}`, searchParams, body);
      if (route.path !== "/rate_limit") spend(1);
      return route.run({ ...parts, credential, params, query: searchParams, body, path });
    }
    if (credential.type === "none" || credential.type === "app")
      throw new Refusal(401, "This endpoint requires you to be authenticated.");
    return answerQuery({ world, credential, body, fault, spend });
  };
  const run = async (fault: Fault | undefined): Promise<Reply> => {
    const { left } = parts.limits.enter(keyOf(credential));
    try {
      const reply = await work(fault, parsed(sent));
      if (fault?.error === "truncated") return reply;
      const answer = conditional(reply, method, headers["if-none-match"]);
      if (answer.status === 304) parts.limits.giveBack(keyOf(credential), "core");
      return answer;
    } finally {
      left();
    }
  };
  return { name, credential, run };
}

type Found = NonNullable<ReturnType<typeof findRoute>>;

/** Throws Refusal for what GitHub does not describe, and keeps why. */
function described(
  { complaints }: ApiParts,
  found: Found | undefined,
  line: string,
  query: URLSearchParams,
  body: Json,
): Found {
  const name = found ? `${found.route.method} ${found.route.path}` : "unknown";
  const all = complaintsAbout(name, query, body);
  if (found !== undefined && all.length === 0) return found;
  complaints.push(`${line}: ${all.join("; ")}`);
  throw new Refusal(found === undefined ? 400 : 422, `Invalid request: ${all.join("; ")}`);
}

/** `/repositories/7/…` is where what was renamed is found; its name is as good. */
function namedPath(world: World, path: string): string {
  const [, id, rest = ""] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
  const found = world.repositories.get(Number(id));
  return found ? `/repos/${slugOf(found)}${rest}` : path;
}

/** https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate */
function conditional(reply: Reply, method: string, wanted: string | undefined): Reply {
  if (method !== "GET" || reply.status !== 200) return reply;
  const hash = createHash("sha256")
    .update(JSON.stringify(reply.body) ?? "")
    .digest("hex");
  const etag = `W/"${hash}"`;
  const headers = { ...reply.headers, etag, "cache-control": "private, max-age=60, s-maxage=60" };
  return wanted === etag || wanted === `"${hash}"` ? { status: 304, headers } : { ...reply, headers };
}

/** Throws Refusal for what is no JSON object. */
function parsed(sent: string): Json {
  if (sent === "") return {};
  try {
    const read: unknown = JSON.parse(sent);
    if (typeof read === "object" && read !== null && !Array.isArray(read)) return read as Json;
  } catch {
    // Answered below.
  }
  throw new Refusal(400, "Problems parsing JSON");
}

/** https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent */
const noUserAgent = "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.";
const docs = "https://docs.github.com/rest";

/** A refusal as it is answered. */
export function refused({ status, message, headers }: Refusal): Reply {
  const { location } = headers;
  const body = { message, ...(location && { url: location }), documentation_url: docs, status: String(status) };
  return { status, body, headers };
}

/** What a faulty GitHub answers instead; undefined for what it does. */
export function faultReply(fault: Fault | undefined, name: string): Reply | undefined {
  const { status, retryAfterSec, error } = fault ?? {};
  if (retryAfterSec !== undefined) return refused(secondaryRefusal(retryAfterSec));
  if (status !== undefined) {
    const message = status >= 500 ? "Server Error" : "Not Found";
    return status === 404 ? refused(new Refusal(404, message)) : { status, body: { message } };
  }
  return error === "not found" && name !== "graphql" ? refused(new Refusal(404, "Not Found")) : undefined;
}

/** What every answer says besides. */
export function standardHeaders(
  parts: ApiParts,
  credential: Credential,
  name: string,
): Readonly<Record<string, string>> {
  const resource: Resource = name === "graphql" ? "graphql" : "core";
  const { limit, used, resetAt } = parts.limits.state(keyOf(credential), resource);
  return {
    "content-type": "application/json; charset=utf-8",
    "x-github-request-id": "CA5E:1F3A:5A5A:9A9A:5F5F",
    "x-github-media-type": "github.v3; format=json",
    "x-github-enterprise-version": "3.19.0",
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(limit - used),
    "x-ratelimit-used": String(used),
    "x-ratelimit-reset": String(Math.ceil(resetAt.getTime() / 1000)),
    "x-ratelimit-resource": resource,
    ...(credential.type === "user" && !credential.isFineGrained && { "x-oauth-scopes": credential.scopes.join(", ") }),
  };
}
