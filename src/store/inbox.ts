import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { Delivery, Inbox } from "../inbox.ts";
import type { Log } from "../log.ts";
import type { Store, Stored, Write } from "./store.ts";

const OPEN = "inbox/open/";
const DONE = "inbox/done/";
const QUARANTINE = "quarantine/";
const HOUR_MS = 3_600_000;
const QUARANTINE_MS = 30 * 24 * HOUR_MS;
/** Starts that may find a delivery open before it is held to be what ends them. */
const MOST_RUNS = 2;
const BATCH = 200;
const SETTLE_MS = 20;
const MAX_KEY_LENGTH = 200;

const openDelivery = z.object({
  id: z.string(),
  body: z.unknown(),
  acceptedAt: z.number(),
  turn: z.number(),
  earlierRuns: z.number(),
});
type OpenDelivery = z.infer<typeof openDelivery>;

const forgettable = z.object({ forgetAt: z.number() });

/** What was delivered, in the store: a few hundred bytes while open, an id and a time once done. */
export function createInbox({ store, clock, log }: { store: Store; clock: Clock; log: Log }): StoredInbox {
  const accepting = new Map<string, Promise<boolean>>();
  const ofThisRun = new Set<string>();
  const counted = new Set<string>();
  const settling = createSettling({ store, log, settled: (key) => void ofThisRun.delete(key) });
  let turn = 0;

  async function keep({ id, body }: Delivery): Promise<boolean> {
    const key = keyOf(id);
    const delivery: OpenDelivery = { id, body, acceptedAt: clock.now().getTime(), turn: ++turn, earlierRuns: 0 };
    const absent = [
      { key: OPEN + key, version: 0 },
      { key: DONE + key, version: 0 },
    ];
    const isNew = await store.commit([{ key: OPEN + key, value: delivery }], absent);
    if (isNew) ofThisRun.add(key);
    return isNew;
  }

  /** The deliveries that an earlier run left open. */
  async function left(prefix: string): Promise<readonly OpenDelivery[]> {
    const found: OpenDelivery[] = [];
    for await (const entry of everything(store, OPEN)) {
      if (ofThisRun.has(entry.key.slice(OPEN.length))) continue;
      const read = openDelivery.safeParse(entry.value);
      if (!read.success) log.error({ key: entry.key }, "a delivery cannot be read and is left out");
      else if (read.data.id.startsWith(prefix)) found.push(read.data);
    }
    return found.sort((a, b) => a.acceptedAt - b.acceptedAt || a.turn - b.turn);
  }

  /** Counts, once a run, that `delivery` was found open; false when it was so too often and is put away. */
  async function isStillTried(delivery: OpenDelivery): Promise<boolean> {
    const key = keyOf(delivery.id);
    if (counted.has(key)) return true;
    const earlierRuns = delivery.earlierRuns + 1;
    if (earlierRuns < MOST_RUNS) {
      await store.commit([{ key: OPEN + key, value: { ...delivery, earlierRuns } }]);
      counted.add(key);
      return true;
    }
    await store.commit([
      { key: OPEN + key, value: undefined },
      { key: DONE + key, value: { forgetAt: forgetAt(delivery.id, clock) } },
      { key: QUARANTINE + key, value: { ...delivery, earlierRuns, forgetAt: clock.now().getTime() + QUARANTINE_MS } },
    ]);
    log.error({ delivery: delivery.id, runs: earlierRuns }, "a delivery was open when two runs ended and is put away");
    return false;
  }

  return {
    async accept(delivery) {
      const underWay = accepting.get(delivery.id);
      // Not before the first is durable: this one is acknowledged too.
      if (underWay) return underWay.then(() => "seen" as const);
      // Before it, so that both are written at once, and so that what was forgotten is new.
      settling.flush();
      const kept = keep(delivery).catch((error: unknown) => {
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
    async pending(prefix) {
      settling.flush();
      const tried: Delivery[] = [];
      for (const delivery of await left(prefix)) {
        if (await isStillTried(delivery)) tried.push({ id: delivery.id, body: delivery.body });
      }
      return tried;
    },
    async purge(signal) {
      for (const prefix of [DONE, QUARANTINE]) await purge(store, { prefix, clock, signal });
    },
  };
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

/**
 * Slack may send an event again for a day after the app was unreachable, a little more for clocks that differ; anything
 * else is repeated within minutes or not at all. https://docs.slack.dev/apis/events-api/#retries
 */
function forgetAt(id: string, clock: Clock): number {
  return clock.now().getTime() + (id.includes("/event/") ? 25 : 1) * HOUR_MS;
}

/** The place of an id: itself where it is short and plain. Nothing plain begins with `~`. */
function keyOf(id: string): string {
  if (id.length <= MAX_KEY_LENGTH && /^[\w.:@=+/-]+$/.test(id)) return id;
  return `~${createHash("sha256").update(id).digest("hex")}`;
}

async function* everything(store: Store, prefix: string): AsyncGenerator<Stored> {
  for (let after = ""; ; ) {
    const batch = await store.list(prefix, { after, limit: BATCH });
    yield* batch;
    const last = batch.at(-1);
    if (!last || batch.length < BATCH) return;
    after = last.key;
    await setImmediate();
  }
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
