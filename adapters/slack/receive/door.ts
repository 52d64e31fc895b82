import type { ReceiverEvent } from "@slack/bolt";
import type { Audit } from "../../../src/audit.ts";
import { acknowledging } from "../../../src/chat/intake/acknowledging.ts";
import { createIntake, type Intake, type IntakeParts } from "../../../src/chat/intake/intake.ts";
import { createStrangers } from "../../../src/chat/intake/strangers.ts";
import { BotError } from "../../../src/errors.ts";
import type { Home } from "../web-api/home.ts";
import { isOurs } from "./belonging.ts";
import { installationOf, readBody, type SlackBody } from "./body.ts";
import { deliveryId } from "./delivery-id.ts";
import { createRemoval, removalEvents } from "./removal.ts";

/** The only way in: whatever Slack sends, over HTTP or a socket, is judged, made durable and acknowledged here. */
export interface Door extends Pick<Intake<SlackBody>, "resume" | "hindrance" | "close"> {
  /**
   * Resolves when it was dealt with. Rejects with `unavailable`, not acknowledged, when it cannot be taken now.
   * @param read what was understood of it, where it was read already
   */
  enter(event: ReceiverEvent, read?: SlackBody): Promise<void>;
  /** What is known from what came last. */
  last(): { readonly at: Date; readonly appId?: string } | undefined;
  /** From where the app was removed, as Slack told. */
  removedFrom(): string | undefined;
}

/** A receiver of Bolt behind the door: it hands what it receives to `enter`, never to Bolt's app. */
export interface Inner {
  init(enter: Door["enter"]): void;
}

/** Slack waits three seconds, and a second Submit comes soon or never. */
const patience = { answerMs: 2_700, recentMs: 10_000 };

/** @param parts.process hands a ticket to Bolt, whose listener it reaches */
export function createDoor(
  parts: Omit<IntakeParts<SlackBody>, "name" | "prefix" | "patience" | "read"> & {
    readonly home: () => Home | undefined;
    readonly audit: Pick<Audit, "record"> | undefined;
  },
): Door {
  const { clock, log } = parts;
  const prefix = (): string => `slack/${parts.home()?.tenant}/`;
  const intake = createIntake({ ...parts, name: "Slack", prefix, patience, read: readBody });
  const strangers = createStrangers("slack", parts);
  const removal = createRemoval(log);
  let last: { readonly at: Date; readonly appId?: string } | undefined;

  function hindrance(): string | undefined {
    return intake.hindrance() ?? (parts.home() === undefined ? "Slack: not reached yet" : undefined);
  }

  /** Whether nobody waits for anything; who sent it, or what it says of the app, is noted. */
  function isDropped(body: SlackBody, home: Home): boolean {
    if (!isWanted(body)) return true;
    if (isOurs(body, home)) return removal.note(body, home);
    const { team, enterprise } = installationOf(body);
    const tenant = team ?? enterprise ?? "unknown";
    void intake.track(strangers({ tenant, what: body.kind, reason: "another workspace" }));
    return true;
  }

  async function enter(event: ReceiverEvent, read: SlackBody | undefined): Promise<void> {
    const receivedAtMs = clock.monotonicMs();
    const reason = hindrance();
    const home = parts.home();
    if (reason !== undefined || home === undefined)
      throw new BotError("unavailable", reason ?? "Slack: not reached yet");
    const acknowledgement = acknowledging((answer) => event.ack(answer as never), log);
    const body = read ?? readBody(event.body);
    if (body === undefined || isDropped(body, home)) return void (await acknowledgement.acknowledge());
    last = { at: clock.now(), ...appOf(body) };
    const raw = withoutToken(event.body);
    const isKept = body.kind !== "suggestion";
    const id = isKept ? deliveryId(body, raw, home.tenant) : "";
    const entry = { body, raw, id, isRepeat: false, receivedAtMs };
    if (!isKept) return intake.deal(entry, acknowledgement.acknowledge);
    return intake.keep(entry, acknowledgement, body.kind === "submission");
  }

  return {
    enter: (event, read) => intake.track(enter(event, read)),
    resume: intake.resume,
    hindrance,
    close: intake.close,
    last: () => last,
    removedFrom: removal.from,
  };
}

function appOf({ data }: SlackBody): { readonly appId?: string } {
  const appId = "api_app_id" in data ? data.api_app_id : undefined;
  return appId ? { appId } : {};
}

/** Of all events only those that somebody may have written to the bot, and those that say that it was removed. */
function isWanted(body: SlackBody): boolean {
  if (body.kind === "url-verification" || body.kind === "other") return false;
  if (body.kind !== "event") return true;
  const { type, channel_type } = body.data.event;
  return type === "app_mention" || (type === "message" && channel_type === "im") || removalEvents.has(type);
}

/** The legacy verification token is a secret of no use: it is not kept. */
function withoutToken(body: ReceiverEvent["body"]): unknown {
  const { token: _token, ...rest } = body as Record<string, unknown>;
  return rest;
}
