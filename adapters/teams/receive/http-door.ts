import type { IncomingMessage, ServerResponse } from "node:http";
import { jsonObject, utf8 } from "../../../src/chat/intake/json-body.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { HttpRoute } from "../../../src/http-route.ts";
import type { Log } from "../../../src/log.ts";
import type { HttpAnswer, TeamsTurns } from "../connector/cloud-adapter.ts";
import { parseActivity, type TeamsActivity } from "./activity.ts";
import type { Door } from "./door.ts";
import { isFromThisMachine } from "./this-machine.ts";

/** Where Teams sends everything to: the messaging endpoint of the bot's registration. */
export const messagesPath = "/api/messages";

/** Activities are far smaller: a message of Teams takes 100 KB at most. */
const maxBodyBytes = 256 * 1024;

/** The way in. */
export interface HttpDoor {
  readonly route: HttpRoute;
  /** How many requests were refused since the last that was not, and why the last of them was. */
  refusals(): { readonly count: number; readonly reason?: string };
}

/** Requests whose token botbuilder's turns judge, answered when the door has let them in or sent them away. */
export function createHttpDoor(parts: {
  readonly turns: TeamsTurns;
  readonly door: Pick<Door, "enter" | "hindrance">;
  readonly clock: Clock;
  readonly log: Log;
}): HttpDoor {
  const { turns, door, clock, log } = parts;
  let count = 0;
  let reason: string | undefined;

  function refuse(status: number, why: string, response: ServerResponse): void {
    count += 1;
    reason = why;
    log.info({ reason: why }, "a request to Teams' address was refused");
    if (status === 503) comeAgain(response);
    else end(response, { status });
  }

  async function handle(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const receivedAtMs = clock.monotonicMs();
    if (door.hindrance() !== undefined) return comeAgain(response);
    const activity = activityIn(request, body);
    if (activity === undefined) return end(response, { status: 400 });
    const authorization = request.headers.authorization ?? "";
    const isLoopback = isFromThisMachine(request);
    try {
      const outcome = await turns.handle({ activity, authorization, isLoopback }, () => {
        count = 0;
        return letIn(activity, door, response, receivedAtMs);
      });
      if ("isAccepted" in outcome) return refuse(outcome.status, outcome.reason, response);
      end(response, outcome);
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      log.warn({ err: error }, "an activity of Teams was not taken");
      comeAgain(response);
    }
  }

  const route: HttpRoute = { method: "POST", path: messagesPath, maxBodyBytes, handle };
  return { route, refusals: () => ({ count, ...(count > 0 && reason !== undefined && { reason }) }) };
}

/** What it says, read once: whoever judges or deals with it gets what was read here. */
function activityIn(request: IncomingMessage, body: Buffer): TeamsActivity | undefined {
  // Also so that no page in a browser can send it unasked.
  if (request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase() !== "application/json") return undefined;
  const text = utf8(body);
  const raw = text === undefined ? undefined : jsonObject(text);
  return raw === undefined ? undefined : parseActivity(raw);
}

/** Resolves as soon as it is acknowledged: the work goes on, and the turn does not wait for it. */
function letIn(
  activity: TeamsActivity,
  door: Pick<Door, "enter">,
  response: ServerResponse,
  receivedAtMs: number,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const send = (body?: unknown): Promise<void> => {
      resolve({ status: 200, ...(typeof body === "object" && body !== null && { body }) });
      return sent(response);
    };
    door
      .enter(activity, send, receivedAtMs)
      .then((outcome) => resolve({ status: outcome === "refused" ? 403 : 200 }))
      .catch(reject);
  });
}

/** Rejects when the connection was closed before. */
function sent(response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    if (response.writableFinished) return resolve();
    if (response.destroyed) return reject(new BotError("unavailable", "Teams waits no more."));
    response.once("finish", () => resolve());
    response.once("close", () => reject(new BotError("unavailable", "Teams waits no more.")));
  });
}

function end(response: ServerResponse, { status, body }: HttpAnswer): void {
  if (response.headersSent) return;
  if (body === undefined) return void response.writeHead(status).end();
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

function comeAgain(response: ServerResponse): void {
  if (response.headersSent) return;
  response.writeHead(503, { "retry-after": "5" }).end();
}
