import type { IncomingMessage, ServerResponse } from "node:http";
import { jsonObject, utf8 } from "../chat/intake/json-body.ts";
import { within } from "../chat/outgoing/pause.ts";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { DeliveryEvent } from "../event/delivery-event.ts";
import type { Check } from "../finding.ts";
import type { HttpRoute } from "../http-route.ts";
import type { Log } from "../log.ts";
import { decodeGitHub } from "./decode-github.ts";
import type { DeliveryIntake } from "./deliveries.ts";
import { isKnownEvent } from "./github-events.ts";
import type { KnownForge } from "./known-forge.ts";
import { isSignature, isSigned } from "./signature.ts";
import { createWebhookRecord } from "./webhook-record.ts";

/** What the webhook of GitHub needs. */
export interface GitHubWebhookParts {
  /** What deliveries are signed with. */
  readonly secret: string;
  /** The configured hosts: what others send is not kept. */
  readonly forges: readonly KnownForge[];
  /** Missed deliveries are fetched as well: that none comes by itself is no fault. */
  readonly isPulled?: boolean;
  readonly intake: DeliveryIntake;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where GitHub delivers to, and what `doctor` says of it. */
export interface GitHubWebhook {
  readonly route: HttpRoute;
  readonly check: Check;
}

interface Answer {
  readonly status: 200 | 202 | 400 | 401 | 415 | 503;
  /** A sentence: GitHub shows it among the recent deliveries. */
  readonly text: string;
}

/** GitHub sends no more. https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
const maxBodyBytes = 25 * 1024 * 1024;
/** GitHub waits ten seconds. https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks */
const acceptMs = 8_000;

/** The route of GitHub's webhooks: nothing is read before its signature is right, nothing accepted before it is durable. */
export function createGitHubWebhook(parts: GitHubWebhookParts): GitHubWebhook {
  const record = createWebhookRecord(parts);

  function refused(signature: string | undefined, isDelivery: boolean): Answer {
    // Strangers sign nothing at all.
    if (signature !== undefined || isDelivery) record.refused(signature !== undefined);
    return { status: 401, text: "The signature is missing or wrong." };
  }

  function refusalOf(request: IncomingMessage): Answer | undefined {
    const signature = header(request, "x-hub-signature-256");
    return isSignature(signature) ? undefined : refused(signature, header(request, "x-github-event") !== undefined);
  }

  async function answerTo(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const signature = header(request, "x-hub-signature-256");
    if (!isSigned(body, signature, parts.secret)) return refused(signature, true);
    record.came();
    if (/^application\/x-www-form-urlencoded\b/i.test(header(request, "content-type") ?? "")) {
      return { status: 415, text: "Set the content type of this webhook to application/json." };
    }
    const name = header(request, "x-github-event");
    const guid = header(request, "x-github-delivery");
    if (name === undefined || guid === undefined || !/^[\w-]{1,100}$/.test(guid)) {
      return { status: 400, text: "X-GitHub-Event or X-GitHub-Delivery is missing or wrong." };
    }
    const payload = jsonObject(utf8(body) ?? "");
    if (payload === undefined) return { status: 400, text: "The body is no JSON object." };
    return keepIfUsed({ name, guid, payload });
  }

  async function keepIfUsed(delivery: { name: string; guid: string; payload: object }): Promise<Answer> {
    const decoded = decodeGitHub(delivery, parts.forges);
    const about = { delivery: delivery.guid, event: delivery.name.slice(0, 60) };
    if (decoded.type === "malformed") {
      parts.log.warn({ ...about, reason: decoded.reason }, "a delivery is not what GitHub documents");
      return { status: 400, text: `Not as documented: ${decoded.reason}.` };
    }
    if (decoded.type === "event") return keep(decoded.event);
    const level = isKnownEvent(delivery.name) ? "debug" : "info";
    parts.log[level]({ ...about, reason: decoded.reason }, "a delivery is not used");
    return { status: 202, text: `Not used: ${decoded.reason}.` };
  }

  async function keep(event: DeliveryEvent): Promise<Answer> {
    try {
      const outcome = await within(parts.clock, acceptMs, parts.intake.accept(event));
      if (outcome === "new") return { status: 202, text: "Accepted." };
      if (outcome === "seen") return { status: 200, text: "It came before." };
      return { status: 503, text: "It is not kept in time. Send it again." };
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      parts.log.warn({ err: error, delivery: event.id }, "a delivery cannot be kept");
      return { status: 503, text: "It cannot be kept now. Send it again." };
    }
  }

  const route: HttpRoute = {
    method: "POST",
    path: "/webhooks/github",
    maxBodyBytes,
    refusal: refusalOf,
    handle: async (request, body, response) => say(response, await answerTo(request, body)),
  };
  return { route, check: record.check };
}

/** A header that was sent once, or joined to one value; undefined for an empty one. */
function header({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function say(response: ServerResponse, { status, text }: Answer): void {
  response
    .writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" })
    .end(`${text}\n`);
}
