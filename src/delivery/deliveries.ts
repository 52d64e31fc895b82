import type { Clock } from "../clock.ts";
import type { Deliveries, DeliveryEvent } from "../event/delivery-event.ts";
import type { Check } from "../finding.ts";
import type { Inbox } from "../inbox.ts";
import type { Jobs } from "../jobs.ts";
import type { Log } from "../log.ts";
import { createProcessSlots } from "../sync/git/process-slots.ts";
import { attempting, type Handler } from "./attempting.ts";
import { createDeliveryLanes, type LaneEntry } from "./delivery-lanes.ts";
import { enqueueLeft } from "./left-deliveries.ts";
import { putAwayCheck } from "./put-away-check.ts";

/** Where what a forge told is kept. */
export interface DeliveryIntake {
  /**
   * `new` once it is durable and will be dealt with, `seen` for one that came before.
   * Rejects with `unavailable` when it cannot be kept.
   */
  accept(event: DeliveryEvent): Promise<"new" | "seen">;
}

/** What webhooks told, on its way to those who listen. */
export interface DeliveryDesk extends Deliveries {
  readonly intake: DeliveryIntake;
  /** What was put away. */
  readonly check: Check;
}

/** What the desk needs. Nothing is dealt with before the jobs start, and nothing any more once they stop. */
export interface DeliveryParts {
  readonly inbox: Inbox;
  readonly jobs: Pick<Jobs, "soon">;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the ids of ours start with. */
const prefix = "github/";
/** As many handlers run at once. They wait for their forge, and what they ask of one source is joined. */
const atOnce = 32;

/**
 * Deals with each delivery once, off the request's path: those of one repository in order, those of others at the same time.
 * What an earlier run left comes first.
 */
export function createDeliveries(parts: DeliveryParts): DeliveryDesk {
  const { inbox, jobs } = parts;
  const handlers = new Map<DeliveryEvent["type"], Handler[]>();
  const attempt = attempting({ ...parts, slots: createProcessSlots(atOnce) });
  /** What came before it was known what is left; undefined from then on. */
  let early: LaneEntry[] | undefined = [];
  const settle = { done: inbox.done, stopped: inbox.keep, failed: inbox.putAway };
  const lanes = createDeliveryLanes(jobs, async ({ event, takeUp }, behind, signal) => {
    if (takeUp && !(await takeUp(signal))) return { written: Promise.resolve() };
    const outcome = await attempt({ event, handlers: handlers.get(event.type) ?? [], behind }, signal);
    return { written: settle[outcome](event.id) };
  });

  jobs.soon("deliveries: what an earlier run left", async (signal) => {
    await enqueueLeft(prefix, lanes, parts, signal);
    const waiting = early ?? [];
    early = undefined;
    for (const entry of waiting) lanes.add(entry);
  });
  return {
    on(type, handle) {
      handlers.set(type, [...(handlers.get(type) ?? []), handle as Handler]);
    },
    intake: {
      async accept(event) {
        const outcome = await inbox.accept({ id: event.id, body: event });
        if (outcome === "seen") return outcome;
        if (early === undefined) lanes.add({ event });
        else early.push({ event });
        return outcome;
      },
    },
    check: putAwayCheck(inbox, prefix),
  };
}
