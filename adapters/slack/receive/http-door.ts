import type { IncomingMessage, ServerResponse } from "node:http";
import { HTTPReceiver, type ReceiverEvent } from "@slack/bolt";
import type { Clock } from "../../../src/clock.ts";
import type { HttpRoute } from "../../../src/http-route.ts";
import type { Log } from "../../../src/log.ts";
import { boltLog } from "../web-api/bolt-log.ts";
import { readBody, type SlackBody } from "./body.ts";
import type { Door, Inner } from "./door.ts";
import { parseBody } from "./parse-body.ts";
import { createSignatureCheck, type SignatureMistake } from "./signature.ts";

/** Where Slack sends everything to; the manifest names it. */
export const eventsPath = "/slack/events";

/** Slack's bodies are far smaller; a message of 40,000 characters with blocks is about 300 KB. */
const maxBodyBytes = 1024 * 1024;
/** Slack gives up after three seconds. */
const unansweredMs = 2_900;

/** The way in over HTTP. */
export interface HttpDoor {
  readonly route: HttpRoute;
  readonly receiver: Inner;
  /** How many requests had a wrong signature since the last right one: many and none right is a wrong secret. */
  wrongSignatures(): number;
}

/** The HTTP side: signed requests, which Bolt's receiver answers. */
export function createHttpDoor(parts: {
  readonly signingSecret: string;
  readonly door: Pick<Door, "hindrance">;
  readonly clock: Clock;
  readonly log: Log;
}): HttpDoor {
  const { door, clock, log } = parts;
  let wrongSignatures = 0;
  const signature = createSignatureCheck(parts.signingSecret, clock);
  const receiver = new HTTPReceiver({
    signingSecret: "",
    // Ours has checked it already: Bolt takes replays and requests from the future.
    signatureVerification: false,
    endpoints: [eventsPath],
    logger: boltLog(log),
    customPropertiesExtractor: (request) => ({ [readKey]: (request as { [readKey]?: Read })[readKey] }),
    unhandledRequestTimeoutMillis: unansweredMs,
    unhandledRequestHandler: ({ response }) => comeAgain(response as ServerResponse),
    processEventErrorHandler: async ({ error, response }) => {
      log.warn({ err: error }, "a request of Slack was not taken");
      comeAgain(response as ServerResponse);
      return false;
    },
  });

  function feed(request: IncomingMessage, read: Read, response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      response.once("close", () => resolve());
      // Bolt would parse once more, and might find something else than what was checked: it gets what was read.
      const isForBolt = read.body.kind === "url-verification";
      const rawBody = isForBolt ? Buffer.from(JSON.stringify(read.raw)) : nothing;
      request.headers["content-type"] = "application/json";
      receiver.requestListener(Object.assign(request, { rawBody, [readKey]: read }), response);
    });
  }

  function refuse(mistake: SignatureMistake, response: ServerResponse): void {
    if (mistake === "signature") wrongSignatures += 1;
    log.info({ mistake }, "a request to Slack's address was refused");
    end(response, 401);
  }

  async function handle(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    if (isSslCheck(body)) return end(response, 200);
    if (door.hindrance() !== undefined) return comeAgain(response);
    const mistake = signature.check(request, body);
    if (mistake !== undefined) return refuse(mistake, response);
    wrongSignatures = 0;
    response.once("close", () => {
      if (response.statusCode >= 500 || !response.writableFinished) signature.forget(request);
    });
    const parsed = parseBody(request.headers["content-type"], body);
    const known = parsed === undefined ? undefined : readBody(parsed);
    if (parsed === undefined || known === undefined) return end(response, 400);
    await feed(request, { raw: parsed, body: known }, response);
  }

  const route: HttpRoute = { method: "POST", path: eventsPath, maxBodyBytes, handle };
  return { receiver: fed(receiver), route, wrongSignatures: () => wrongSignatures };
}

/** What a request says, as it was sent and as it was understood. */
interface Read {
  readonly raw: object;
  readonly body: SlackBody;
}

const readKey = "callboardRead";
const nothing = Buffer.from("{}");

/** Bolt's receiver, whose events have the body that was read before. */
function fed(receiver: HTTPReceiver): Inner {
  return {
    init: (enter) => {
      const processEvent = ({ customProperties, ...event }: ReceiverEvent): Promise<void> => {
        const read = customProperties?.[readKey] as Read | undefined;
        return read === undefined
          ? enter(event)
          : enter({ ...event, body: read.raw as ReceiverEvent["body"] }, read.body);
      };
      receiver.init({ processEvent } as never);
    },
  };
}

/** Unsigned, and nothing is done with it: https://docs.slack.dev/interactivity/implementing-slash-commands */
function isSslCheck(body: Buffer): boolean {
  if (body.byteLength > 4096 || !body.includes("ssl_check")) return false;
  return new URLSearchParams(body.toString("latin1")).get("ssl_check") === "1";
}

function end(response: ServerResponse, status: number): void {
  if (response.headersSent) return;
  response.writeHead(status).end();
}

function comeAgain(response: ServerResponse): void {
  if (response.headersSent) return;
  response.writeHead(503, { "retry-after": "5" }).end();
}
