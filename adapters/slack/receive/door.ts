import type { ReceiverEvent } from "@slack/bolt";
import type { Audit } from "../../../src/audit.ts";
import { within } from "../../../src/chat/outgoing/pause.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Inbox } from "../../../src/inbox.ts";
import type { Log } from "../../../src/log.ts";
import type { Home } from "../web-api/home.ts";
import { type Acknowledgement, acknowledging } from "./acknowledging.ts";
import { isOurs } from "./belonging.ts";
import { readBody, type SlackBody } from "./body.ts";
import { deliveryId } from "./delivery-id.ts";
import { createLeftovers } from "./leftovers.ts";
import { createRemoval, removalEvents } from "./removal.ts";
import { createStrangers } from "./strangers.ts";
import { createTaking, type Lost } from "./taking.ts";
import { createWorkload, type Entry, type Workload } from "./workload.ts";

/** The only way in: whatever Slack sends, over HTTP or a socket, is judged, made durable and acknowledged here. */
export interface Door {
  /**
   * Resolves when it was dealt with. Rejects with `unavailable`, not acknowledged, when it cannot be taken now.
   * @param read what was understood of it, where it was read already
   */
  enter(event: ReceiverEvent, read?: SlackBody): Promise<void>;
  /** Takes up what an earlier run left, a few at a time; nothing where that is under way. */
  resume(): void;
  /** Why nothing is taken now. */
  hindrance(): string | undefined;
  /** Lets nothing in any more; resolves when what is inside came out, or after `ms`. */
  close(ms: number): Promise<void>;
  /** What is known from what came last. */
  last(): { readonly at: Date; readonly appId?: string } | undefined;
  /** From where the app was removed, as Slack told. */
  removedFrom(): string | undefined;
}

/** A receiver of Bolt behind the door: it hands what it receives to `enter`, never to Bolt's app. */
export interface Inner {
  init(enter: Door["enter"]): void;
}

/** As many deliveries are worked on at once; more are sent away, for Slack to bring again. */
const maxInside = 500;
/** Slack waits three seconds; what is not kept by then is not acknowledged. */
const acceptMs = 2_000;

/** @param parts.process hands a ticket to Bolt, whose listener it reaches */
export function createDoor(
  parts: Omit<Parameters<typeof createWorkload>[0], "kept"> & {
    readonly home: () => Home | undefined;
    readonly audit: Pick<Audit, "record"> | undefined;
    readonly isAlive: () => Promise<boolean>;
    /** Tells whoever asked that there will be no answer. Rejects when that reaches nobody. */
    readonly tell: (body: SlackBody, lost: Lost) => Promise<void>;
  },
): Door {
  const { inbox, clock, log } = parts;
  const workload: Workload = createWorkload({ ...parts, kept: () => leftovers.kept() });
  const taking = createTaking({ ...parts, workload });
  const leftovers = createLeftovers({ ...parts, ...taking, prefix: () => `slack/${parts.home()?.tenant}/` });
  const strangers = createStrangers(parts);
  const removal = createRemoval(log);
  let isClosed = false;
  let last: { readonly at: Date; readonly appId?: string } | undefined;

  function hindrance(): string | undefined {
    if (isClosed) return "Slack: stopping";
    if (parts.home() === undefined) return "Slack: not reached yet";
    return workload.size() >= maxInside ? "Slack: too much at once" : undefined;
  }

  /** Whether nobody waits for anything; who sent it, or what it says of the app, is noted. */
  function isDropped(body: SlackBody, home: Home): boolean {
    if (!isWanted(body)) return true;
    if (isOurs(body, home)) return removal.note(body, home);
    void workload.track(strangers(body));
    return true;
  }

  async function enter(event: ReceiverEvent, read: SlackBody | undefined): Promise<void> {
    const receivedAtMs = clock.monotonicMs();
    const reason = hindrance();
    const home = parts.home();
    if (reason !== undefined || home === undefined)
      throw new BotError("unavailable", reason ?? "Slack: not reached yet");
    const acknowledgement = acknowledging(event.ack, log);
    const body = read ?? readBody(event.body);
    if (body === undefined || isDropped(body, home)) return void (await acknowledgement.acknowledge());
    last = { at: clock.now(), ...appOf(body) };
    const clean = { ...event, body: withoutToken(event.body) };
    const isKept = body.kind !== "suggestion";
    const id = isKept ? deliveryId(body, clean.body, home.tenant) : "";
    const entry = { body, id, isRepeat: false, receivedAtMs };
    if (!isKept) return workload.deal(clean, entry, acknowledgement.acknowledge);
    return keep(clean, entry, acknowledgement, { inbox, clock, log, workload });
  }

  return {
    enter: (event, read) => workload.track(enter(event, read)),
    resume: () => leftovers.begin(),
    hindrance,
    async close(ms) {
      isClosed = true;
      leftovers.stop();
      await workload.end(ms);
      await leftovers.release();
    },
    last: () => last,
    removedFrom: removal.from,
  };
}

/** What is kept too late for Slack's patience is worked on all the same: Slack brings it again, and it is known then. */
async function keep(
  event: ReceiverEvent,
  entry: Entry,
  acknowledgement: Acknowledgement,
  parts: { readonly inbox: Inbox; readonly clock: Clock; readonly log: Log; readonly workload: Workload },
): Promise<void> {
  const { inbox, clock, log, workload } = parts;
  const { id } = entry;
  const isForm = entry.body.kind === "submission";
  // Before it is kept: a second Submit may read it as soon as it is.
  if (isForm) workload.remember(id, acknowledgement, false);
  const { acknowledge } = acknowledgement;
  const accepted = inbox.accept({ id, body: event.body });
  const soon = await within(clock, acceptMs, accepted);
  if (soon === undefined) {
    acknowledgement.miss();
    const late = accepted.then(async (outcome) =>
      outcome === "new" ? workload.deal(event, entry, acknowledge) : undefined,
    );
    workload
      .track(late)
      .catch((error: unknown) => log.warn({ err: error, delivery: id }, "a delivery of Slack was not kept"));
    throw new BotError("unavailable", "What Slack sent cannot be kept in time.");
  }
  if (soon === "new") {
    if (isForm) workload.remember(id, acknowledgement, true);
    return workload.deal(event, entry, acknowledge);
  }
  const other = isForm ? await workload.otherAnswer(entry, acknowledgement) : { answer: undefined };
  if (other === undefined) throw new BotError("unavailable", "The same form is still being dealt with.");
  await acknowledge(other.answer);
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
function withoutToken(body: ReceiverEvent["body"]): ReceiverEvent["body"] {
  const { token: _token, ...rest } = body as Record<string, unknown>;
  return rest;
}
