import type { Clock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import type { LeftDelivery } from "../../inbox.ts";
import type { Log } from "../../log.ts";
import type { Lost } from "./lost.ts";
import type { Workload } from "./workload.ts";

/** An answer that is older helps nobody: things may be otherwise by now, and a button stands where nobody looks. */
const freshMs = 3_600_000;

/** What dealing with leftovers needs. */
export interface TakingParts<Body> {
  readonly clock: Clock;
  readonly log: Log;
  /** Reads a body as it was kept; undefined when this version cannot. */
  readonly read: (raw: unknown) => Body | undefined;
  /** Tells whoever asked that there will be no answer. Rejects when that reaches nobody. */
  readonly tell: (body: Body, lost: Lost) => Promise<void>;
}

/** How what was left is dealt with. */
export function createTaking<Body>(
  parts: TakingParts<Body>,
  workload: Workload<Body>,
): { deal(left: LeftDelivery): Promise<void>; putAway(left: LeftDelivery): Promise<void> } {
  const { clock, log, tell } = parts;
  const startedAt = clock.now();

  /** Instead of an answer. What can be told to nobody is kept while the platform is away, and is done with else. */
  async function giveUp(body: Body, { id, acceptedAt }: LeftDelivery): Promise<void> {
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
    const body = parts.read(raw);
    if (body === undefined) {
      log.error({ delivery: id }, "a delivery of an earlier run cannot be read by this version and gets no answer");
      return workload.settle(id, "done");
    }
    if (clock.now().getTime() - acceptedAt.getTime() > freshMs) return giveUp(body, left);
    const entry = { body, raw, id, isRepeat: true, receivedAtMs: clock.monotonicMs() };
    await workload.deal(entry, async () => false);
  }

  return {
    deal: (left) => workload.track(deal(left)),
    async putAway({ id, body: raw, acceptedAt }) {
      const body = parts.read(raw);
      if (body === undefined) return;
      await workload
        .track(tell(body, { id, askedAt: acceptedAt, why: "failed" }))
        .catch((error: unknown) => log.warn({ err: error, delivery: id }, "nobody could be told of what was put away"));
    },
  };
}
