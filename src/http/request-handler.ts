import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { HttpRoute } from "../http-route.ts";
import type { Log } from "../log.ts";
import type { Connections } from "./connections.ts";
import type { HttpLimits } from "./limits.ts";
import type { OpenRequests } from "./open-requests.ts";
import { type BodyRead, readBody } from "./read-body.ts";
import { answerText, hasBody, isSmall, type Refusal, refuse } from "./refuse.ts";
import { createRouteTable } from "./route-table.ts";
import { createTurnstile } from "./turnstile.ts";

export interface RequestHandlerOptions {
  /** Answered however much there is to do. */
  readonly healthRoutes: readonly HttpRoute[];
  readonly routes: readonly HttpRoute[];
  readonly open: OpenRequests;
  readonly connections: Connections;
  /** From then on every request is refused. */
  isStopping(): boolean;
  readonly limits: HttpLimits;
  readonly clock: Clock;
  readonly log: Log;
}

const NO_BODY = Buffer.alloc(0);

const bodyRefusals: Readonly<Record<Exclude<BodyRead, Buffer | "gone">, Refusal>> = {
  408: { status: 408, text: "The body did not come in time." },
  413: { status: 413, text: "The body is too large." },
  503: { status: 503, text: "Too much to do.", headers: { "retry-after": "1" } },
};
const stopping: Refusal = { status: 503, text: "Stopping.", headers: { connection: "close", "retry-after": "5" } };

/**
 * Answers each request by its route, or says why not; never throws.
 *
 * @throws BotError `conflict` when two routes have one method and path
 */
export function createRequestHandler(
  options: RequestHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { limits, open, connections, clock, log } = options;
  const table = createRouteTable([...options.healthRoutes, ...options.routes]);
  const isHealth = new Set(options.healthRoutes);
  const budget = { maxBytes: limits.maxBodyBytesTogether, usedBytes: 0 };
  const turnstile = createTurnstile(limits.maxAtOnce);
  let handling = 0;

  const isTooMuch = (route: HttpRoute) => handling >= limits.maxHandling && !isHealth.has(route);

  /** Waits for its turn, unless it is health. */
  async function begin(route: HttpRoute, request: IncomingMessage, response: ServerResponse): Promise<void> {
    handling += 1;
    connections.hold(request.socket);
    response.once("close", () => {
      handling -= 1;
      connections.release(request.socket);
    });
    if (isHealth.has(route)) return;
    await turnstile.pass();
    if (response.destroyed) turnstile.leave();
    else response.once("close", turnstile.leave);
  }

  async function run(
    route: HttpRoute,
    body: Buffer,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (isTooMuch(route)) {
      answerText(response, bodyRefusals[503]);
      return;
    }
    await begin(route, request, response);
    if (response.destroyed) return;
    try {
      await route.handle(request, body, response);
      if (!response.writableEnded && !response.destroyed) throw new Error("The route did not answer");
    } catch (error) {
      const reference = randomBytes(3).toString("hex");
      log.error({ err: error, reference, path: route.path }, "request failed");
      answerFailure(response, reference);
    }
  }

  async function answer(route: HttpRoute, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const maxBytes = route.maxBodyBytes;
    if (isTooMuch(route)) {
      if (isSmall(request)) answerText(response, bodyRefusals[503]);
      else refuse(request, response, bodyRefusals[503], clock);
      return;
    }
    const refusal = route.refusal?.(request);
    if (refusal !== undefined) return refuse(request, response, refusal, clock);
    // https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
    if (request.headers.expect !== undefined && Number(request.headers["content-length"] ?? 0) <= maxBytes) {
      response.writeContinue();
    }
    const body = hasBody(request)
      ? await readBody(request, { maxBytes, limitMs: limits.bodyMs, budget, clock })
      : NO_BODY;
    if (body === "gone") response.destroy();
    else if (Buffer.isBuffer(body)) await run(route, body, request, response);
    else refuse(request, response, bodyRefusals[body], clock);
  }

  return (request, response) => {
    const found = table.find(request.method ?? "", request.url ?? "");
    open.follow(response, found.path);
    if (options.isStopping()) refuse(request, response, stopping, clock);
    else if (found.refusal) refuse(request, response, found.refusal, clock);
    else void answer(found.route, request, response);
  };
}

/** What was begun cannot be taken back: the connection ends, so that half an answer is not taken for a whole one. */
function answerFailure(response: ServerResponse, reference: string): void {
  if (!response.headersSent) {
    answerText(response, { status: 500, text: `Something went wrong. Reference ${reference}.` });
  } else if (!response.writableEnded) {
    response.destroy();
  }
}
