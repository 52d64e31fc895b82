import { z } from "zod";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { Delivery, Inbox, LeftDelivery } from "../inbox.ts";
import type { Log } from "../log.ts";
import {
  createOpenDeliveries,
  DONE,
  everything,
  forgetAt,
  keyOf,
  OPEN,
  type OpenDelivery,
  QUARANTINE,
} from "./open-deliveries.ts";
import type { Store, Stored, Write } from "./store.ts";

const BATCH = 200;
const SETTLE_MS = 20;

const forgettable = z.object({ forgetAt: z.number() });

/** What was delivered, in the store: a few hundred bytes while open, an id and a time once done. */
export function createInbox({ store, clock, log }: { store: Store; clock: Clock; log: Log }): StoredInbox {
  const deliveries = createOpenDeliveries({ store, clock, log });
  const accepting = new Map<string, Promise<boolean>>();
  /** What somebody of this run is at. */
  const inHand = new Set<string>();
  /** Of them those that count as taken up. */
  const counted = new Set<string>();
  const settling = createSettling({ store, log, settled });
  let turn = 0;

  function settled(key: string): void {
    inHand.delete(key);
    counted.delete(key);
  }

  async function write({ id, body }: Delivery): Promise<boolean> {
    const key = keyOf(id);
    const delivery: OpenDelivery = { id, body, acceptedAt: clock.now().getTime(), turn: ++turn, takenUp: 0 };
    const absent = [
      { key: OPEN + key, version: 0 },
      { key: DONE + key, version: 0 },
    ];
    const isNew = await store.commit([{ key: OPEN + key, value: delivery }], absent);
    if (isNew) inHand.add(key);
    return isNew;
  }

  /** The open deliveries that nobody is at, the oldest first. */
  async function left(prefix: string): Promise<readonly OpenDelivery[]> {
    const found = await deliveries.all(prefix);
    // One may be listed that is written and not yet known as ours.
    await Promise.allSettled(accepting.values());
    return found
      .filter(({ id }) => !inHand.has(keyOf(id)))
      .sort((a, b) => a.acceptedAt - b.acceptedAt || a.turn - b.turn);
  }

  return {
    async accept(delivery) {
      const underWay = accepting.get(delivery.id);
      // Not before the first is durable: this one is acknowledged too.
      if (underWay) return underWay.then(() => "seen" as const);
      // Before it, so that both are written at once, and so that what was forgotten is new.
      settling.flush();
      const kept = write(delivery).catch((error: unknown) => {
        if (error instanceof BotError) throw error;
        throw new BotError("unavailable", "What was received cannot be kept now. Send it again.", { cause: error });
      });
      accepting.set(delivery.id, kept);
      try {
        return (await kept) ? "new" : "seen";
      } finally {
        accepting.delete(delivery.id);
      }
    },
    done: (id) => settling.add(id, keyOf(id), { forgetAt: forgetAt(id, clock) }),
    forget: (id) => settling.add(id, keyOf(id), undefined),
    async keep(id) {
      const key = keyOf(id);
      try {
        if (counted.delete(key)) await deliveries.putBack(key);
      } catch (error) {
        log.warn({ err: error, delivery: id }, "a delivery counts as a suspect though it ended no run");
      }
      inHand.delete(key);
    },
    async pending(prefix) {
      settling.flush();
      return (await left(prefix)).map(asLeft);
    },
    async takeUp(id) {
      const key = keyOf(id);
      if (inHand.has(key)) return "gone";
      inHand.add(key);
      let outcome: Awaited<ReturnType<Inbox["takeUp"]>> = "gone";
      try {
        outcome = await deliveries.takeUp(key);
        if (outcome === "taken") counted.add(key);
        return outcome;
      } finally {
        if (outcome !== "taken") inHand.delete(key);
      }
    },
    putAway: (id) => deliveries.putAway(keyOf(id)).finally(() => settled(keyOf(id))),
    countPutAway: deliveries.countPutAway,
    async purge(signal) {
      for (const prefix of [DONE, QUARANTINE]) await purge(store, { prefix, clock, signal });
    },
  };
}

function asLeft({ id, body, acceptedAt, takenUp }: OpenDelivery): LeftDelivery {
  return { id, body, acceptedAt: new Date(acceptedAt), isSuspect: takenUp > 0 };
}

/** The inbox, and the work of keeping it small. */
export interface StoredInbox extends Inbox {
  /** Deletes what the platforms do not send again, a bounded number at a time. Ends soon after `signal` aborts. */
  purge(signal: AbortSignal): Promise<void>;
}

/** Deliveries that were dealt with and wait to be written together. */
interface Settling {
  /** Takes `id` off the open ones. Settles when that is written, or is logged because it could not be. */
  add(id: string, key: string, done: { readonly forgetAt: number } | undefined): Promise<void>;
  /** Begins to write what waits. */
  flush(): void;
}

/**
 * What is lost here costs a repeat after a crash and no more. So it waits a moment for a delivery to be written with: half
 * as many writes to the disk, and nobody's acknowledgement waits for two.
 */
function createSettling({ store, log, settled }: { store: Store; log: Log; settled(key: string): void }): Settling {
  let waiting: { readonly id: string; readonly key: string; readonly writes: readonly Write[]; end(): void }[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function write(): Promise<void> {
    clearTimeout(timer);
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      await store.commit(group.flatMap(({ writes }) => writes));
      for (const { key } of group) settled(key);
    } catch (error) {
      for (const { id } of group) {
        log.warn({ err: error, delivery: id }, "a delivery stays open and may be dealt with again after a restart");
      }
    }
    for (const { end } of group) end();
  }

  return {
    add(id, key, done) {
      const writes = [
        { key: OPEN + key, value: undefined },
        { key: DONE + key, value: done },
      ];
      const written = new Promise<void>((resolve) => {
        waiting.push({ id, key, writes, end: resolve });
      });
      // Not the clock's time: nothing is decided by it, and the process may not end before it has passed.
      if (waiting.length === 1) timer = setTimeout(() => void write(), SETTLE_MS);
      if (waiting.length >= BATCH) void write();
      return written;
    },
    flush: () => void write(),
  };
}

async function purge(
  store: Store,
  { prefix, clock, signal }: { prefix: string; clock: Clock; signal: AbortSignal },
): Promise<void> {
  let old: Stored[] = [];
  /** A batch that something else touched meanwhile stays until the next turn. */
  const remove = async () => {
    const writes = old.map(({ key }) => ({ key, value: undefined }));
    await store.commit(writes, old);
    old = [];
  };
  const now = clock.now().getTime();
  for await (const entry of everything(store, prefix)) {
    if (signal.aborted) return;
    const read = forgettable.safeParse(entry.value);
    if (read.success && read.data.forgetAt <= now) old.push(entry);
    if (old.length >= BATCH) await remove();
  }
  if (old.length > 0) await remove();
}
