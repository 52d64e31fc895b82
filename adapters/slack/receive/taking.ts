import type { ReceiverEvent } from "@slack/bolt";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { LeftDelivery } from "../../../src/inbox.ts";
import type { Log } from "../../../src/log.ts";
import { readBody, type SlackBody } from "./body.ts";
import type { Workload } from "./workload.ts";

/** Why something that was acknowledged gets no answer. */
export interface Lost {
  readonly id: string;
  readonly askedAt: Date;
  readonly why: /** Slack was away for long. */
    | "unreachable"
    /** The bot was away for long. */
    | "stopped"
    /** It ended the process twice. */
    | "failed";
}

/** An answer that is older helps nobody: things may be otherwise by now, and a button stands where nobody looks. */
const freshMs = 3_600_000;

/** How what was left is dealt with. */
export function createTaking(parts: {
  readonly clock: Clock;
  readonly log: Log;
  readonly workload: Workload;
  readonly tell: (body: SlackBody, lost: Lost) => Promise<void>;
}): { deal(left: LeftDelivery): Promise<void>; putAway(left: LeftDelivery): Promise<void> } {
  const { clock, log, workload, tell } = parts;
  const startedAt = clock.now();

  /** Instead of an answer. What can be told to nobody is kept while Slack is away, and is done with else. */
  async function giveUp(body: SlackBody, { id, acceptedAt }: LeftDelivery): Promise<void> {
    const why = acceptedAt < startedAt ? "stopped" : "unreachable";
    try {
      await tell(body, { id, askedAt: acceptedAt, why });
      log.warn({ delivery: id, askedAt: acceptedAt }, "a delivery got no answer in time, and its sender was told");
    } catch (error) {
      log.warn({ err: error, delivery: id }, "nobody could be told that a delivery gets no answer");
      if (error instanceof BotError && error.code === "unavailable") return workload.settle(id, "keep");
    }
    await workload.settle(id, "done");
  }

  async function deal(left: LeftDelivery): Promise<void> {
    const { id, body: raw, acceptedAt } = left;
    const body = readBody(raw);
    if (body === undefined) {
      log.error({ delivery: id }, "a delivery of an earlier run cannot be read by this version and gets no answer");
      return workload.settle(id, "done");
    }
    if (clock.now().getTime() - acceptedAt.getTime() > freshMs) return giveUp(body, left);
    const event = { body: raw as ReceiverEvent["body"], ack: async () => undefined };
    const entry = { body, id, isRepeat: true, receivedAtMs: clock.monotonicMs() };
    await workload.deal(event, entry, async () => false);
  }

  return {
    deal: (left) => workload.track(deal(left)),
    async putAway({ id, body: raw, acceptedAt }) {
      const body = readBody(raw);
      if (body === undefined) return;
      await workload
        .track(tell(body, { id, askedAt: acceptedAt, why: "failed" }))
        .catch((error: unknown) => log.warn({ err: error, delivery: id }, "nobody could be told of what was put away"));
    },
  };
}
