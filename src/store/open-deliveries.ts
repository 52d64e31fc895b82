import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Store, Stored } from "./store.ts";

/** Where in the store the inbox keeps what is open, what is done with, and what ended the process. */
export const OPEN = "inbox/open/";
export const DONE = "inbox/done/";
export const QUARANTINE = "quarantine/";
/** What a backup leaves out, as the beginnings of keys. */
export const deliveriesUnderWay: readonly string[] = [OPEN, QUARANTINE];
const HOUR_MS = 3_600_000;
const QUARANTINE_MS = 30 * 24 * HOUR_MS;
/** Runs that may end while they have a delivery taken up, before it is held to be what ends them. */
const MOST_ENDS = 2;
const BATCH = 200;
const MAX_KEY_LENGTH = 200;

const openDelivery = z.object({
  id: z.string(),
  body: z.unknown(),
  acceptedAt: z.number(),
  turn: z.number(),
  /** Runs that took it up; fewer by one for each that kept it. */
  takenUp: z.number().default(0),
});

/** A delivery that was not dealt with, as it is stored. */
export type OpenDelivery = z.infer<typeof openDelivery>;

/** The open deliveries of all runs. */
export interface OpenDeliveries {
  /** Those whose id starts with `prefix`, in no order. */
  all(prefix: string): Promise<readonly OpenDelivery[]>;
  /** Counts that a run takes it up; puts it away where two did and ended. `gone` when it is open no more. */
  takeUp(key: string): Promise<"taken" | "put-away" | "gone">;
  /** Takes back that this run took it up. */
  putBack(key: string): Promise<void>;
  /** Puts away what is open. Never rejects. */
  putAway(key: string): Promise<void>;
  countPutAway(prefix: string): Promise<number>;
}

/** @param parts.store where the inbox is */
export function createOpenDeliveries(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): OpenDeliveries {
  const { store, clock, log } = parts;

  async function readOpen(key: string): Promise<{ delivery: OpenDelivery; version: number } | undefined> {
    const entry = await store.get(OPEN + key);
    const read = openDelivery.safeParse(entry?.value);
    return entry && read.success ? { delivery: read.data, version: entry.version } : undefined;
  }

  /** Changes how many runs took it up; false when it is open no more. */
  async function count(key: string, by: 1 | -1): Promise<boolean> {
    const open = await readOpen(key);
    if (open === undefined) return false;
    const takenUp = Math.max(open.delivery.takenUp + by, 0);
    const expected = [{ key: OPEN + key, version: open.version }];
    return store.commit([{ key: OPEN + key, value: { ...open.delivery, takenUp } }], expected);
  }

  async function quarantine(key: string, delivery: OpenDelivery): Promise<void> {
    await store.commit([
      { key: OPEN + key, value: undefined },
      { key: DONE + key, value: { forgetAt: forgetAt(delivery.id, clock) } },
      { key: QUARANTINE + key, value: { ...delivery, forgetAt: clock.now().getTime() + QUARANTINE_MS } },
    ]);
  }

  return {
    async all(prefix) {
      const found: OpenDelivery[] = [];
      for await (const entry of everything(store, OPEN)) {
        const read = openDelivery.safeParse(entry.value);
        if (!read.success) log.error({ key: entry.key }, "a delivery cannot be read and is left out");
        else if (read.data.id.startsWith(prefix)) found.push(read.data);
      }
      return found;
    },
    async takeUp(key) {
      const open = await readOpen(key);
      if (open === undefined) return "gone";
      if (open.delivery.takenUp >= MOST_ENDS) {
        await quarantine(key, open.delivery);
        const { id, takenUp } = open.delivery;
        log.error({ delivery: id, runs: takenUp }, "a delivery ended the process twice and is put away");
        return "put-away";
      }
      return (await count(key, 1)) ? "taken" : "gone";
    },
    async putBack(key) {
      await count(key, -1);
    },
    async putAway(key) {
      try {
        const open = await readOpen(key);
        if (open !== undefined) await quarantine(key, open.delivery);
      } catch (error) {
        log.warn({ err: error, delivery: key }, "a delivery stays open and is tried again after a restart");
      }
    },
    async countPutAway(prefix) {
      let total = 0;
      for await (const { value } of everything(store, QUARANTINE)) {
        const { id } = (value ?? {}) as { id?: unknown };
        if (typeof id === "string" && id.startsWith(prefix)) total += 1;
      }
      return total;
    },
  };
}

export function forgetAt(id: string, clock: Clock): number {
  return clock.now().getTime() + hoursOf(id) * HOUR_MS;
}

/**
 * Slack may send an event again for a day after the app was unreachable, a little more for clocks that differ; anything
 * else is repeated within minutes or not at all. https://docs.slack.dev/apis/events-api/#retries
 * Whoever has a request of Teams can send it again while its token holds: an hour, and what clocks may differ.
 * GitHub sends a delivery of the last three days again when somebody asks for it, and tells of it for as long.
 * https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks
 */
function hoursOf(id: string): number {
  if (id.startsWith("teams/")) return 2;
  if (id.startsWith("github/")) return 73;
  return id.includes("/event/") ? 25 : 1;
}

/** The place of an id: itself where it is short and plain. Nothing plain begins with `~`. */
export function keyOf(id: string): string {
  if (id.length <= MAX_KEY_LENGTH && /^[\w.:@=+/-]+$/.test(id)) return id;
  return `~${createHash("sha256").update(id).digest("hex")}`;
}

/** Every entry below `prefix`, a few at a time. */
export async function* everything(store: Store, prefix: string): AsyncGenerator<Stored> {
  for (let after = ""; ; ) {
    const batch = await store.list(prefix, { after, limit: BATCH });
    yield* batch;
    const last = batch.at(-1);
    if (!last || batch.length < BATCH) return;
    after = last.key;
    await setImmediate();
  }
}
