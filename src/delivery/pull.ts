import { z } from "zod";
import { ago } from "../chat/phrase.ts";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { Check, Finding } from "../finding.ts";
import type { Forge, ForgeDelivery } from "../forge/forge.ts";
import type { Jobs } from "../jobs.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { decodeGitHub } from "./decode-github.ts";
import type { DeliveryIntake } from "./deliveries.ts";
import { isUsedEvent } from "./github-events.ts";
import { createUnreadable } from "./unreadable.ts";

/** What fetching missed deliveries needs. */
export interface PullParts {
  readonly forges: readonly Pick<Forge, "host" | "webUrl" | "deliveries" | "delivery">[];
  readonly intake: DeliveryIntake;
  readonly store: Store;
  readonly jobs: Pick<Jobs, "every" | "soon">;
  readonly clock: Clock;
  readonly log: Log;
}

type PulledForge = PullParts["forges"][number];

const area = "Missed webhooks";
const job = "deliveries: what was missed";
/** A delivery is listed some time after it was attempted, and in no exact order. */
const overlapMs = 10 * 60_000;

const marker = z.object({ since: z.iso.datetime() });

/**
 * Fetches what the forges could not deliver, at the start and once a minute: nothing is sent again by itself.
 * https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
 *
 * What was kept comes to one delivery whichever way it came. The marker moves only when all before it was kept, or could
 * not be read for an hour: else each minute would list all since then. The first run begins with now: what happened before it is in what the first sync reads.
 */
export function createPull(parts: PullParts): { readonly check: Check } {
  const pulls = parts.forges.map((forge) => createForgePull(forge, parts));
  const run = async (signal: AbortSignal) => {
    await Promise.all(pulls.map((pull) => pull.run(signal)));
  };
  parts.jobs.soon(job, run);
  parts.jobs.every(job, "* * * * *", run);
  return { check: { area, run: async () => pulls.flatMap((pull) => pull.findings()) } };
}

/** A delivery that its host lists and does not give. */
interface Unread {
  readonly at: Date;
  readonly error: BotError;
}

interface LastRun {
  readonly atMs: number;
  readonly failure?: string;
}

/** Up to when all was kept. */
function createMarker(key: string, store: Store, clock: Clock) {
  async function move(at: Date): Promise<void> {
    await store.commit([{ key, value: { since: at.toISOString() } }]);
  }
  return {
    move,
    /** The first time it is kept, for a run that has nothing to move it to. */
    async read(): Promise<Date> {
      const kept = marker.safeParse((await store.get(key))?.value).data;
      if (kept !== undefined) return new Date(kept.since);
      const now = clock.now();
      await move(now);
      return now;
    },
  };
}

function createForgePull(forge: PulledForge, { intake, store, clock, log }: PullParts) {
  const kept = createMarker(`delivery/pulled/${forge.host}`, store, clock);
  /** What this run is done with of what the overlap lists again. */
  let settled = new Set<string>();
  const unreadable = createUnreadable(forge.host, clock);
  let last: LastRun | undefined;

  /** Why it cannot be read; undefined once it is dealt with or given up. Rejects where no other would fare better. */
  async function keep(delivery: ForgeDelivery, signal: AbortSignal): Promise<BotError | undefined> {
    const { id, guid } = delivery;
    const found = await forge.delivery(id, signal).catch(onlyUnavailable);
    if (found instanceof BotError) {
      if (!unreadable.failed(delivery)) return found;
      log.error({ err: found, delivery: guid, host: forge.host }, "a missed delivery cannot be read and is given up");
      settled.add(guid);
      return undefined;
    }
    unreadable.readAfterAll(delivery);
    if (found === undefined) log.warn({ delivery: guid }, "a missed delivery is not kept by its host any more");
    else await take(found);
    settled.add(guid);
    return undefined;
  }

  /** The first that cannot be read; it keeps none waiting. */
  async function keepAll(missed: readonly ForgeDelivery[], signal: AbortSignal): Promise<Unread | undefined> {
    let failed: Unread | undefined;
    for (const delivery of missed) {
      if (settled.has(delivery.guid)) continue;
      signal.throwIfAborted();
      const error = await keep(delivery, signal);
      if (error !== undefined) failed ??= { at: delivery.at, error };
    }
    return failed;
  }

  async function take({ event: name, guid, payload }: NonNullable<Awaited<ReturnType<PulledForge["delivery"]>>>) {
    const decoded = decodeGitHub({ name, guid, payload }, [forge]);
    if (decoded.type === "event") await intake.accept(decoded.event);
    else if (decoded.type === "malformed") {
      log.warn({ delivery: guid, reason: decoded.reason }, "a missed delivery is not what GitHub documents");
    }
  }

  async function pull(signal: AbortSignal): Promise<void> {
    const from = await kept.read();
    const listed = await forge.deliveries(new Date(from.getTime() - overlapMs), signal);
    const accepted = new Set(listed.filter(({ isAccepted }) => isAccepted).map(({ guid }) => guid));
    const missed = listed.filter(({ guid, event }) => isUsedEvent(event) && !accepted.has(guid));
    const failed = await keepAll(missed, signal);
    const latest = failed?.at ?? listed.at(-1)?.at;
    const now = clock.now();
    // With a host's clock that is ahead of ours it would pass over what is yet to come.
    const newest = latest !== undefined && latest > now ? now : latest;
    if (newest !== undefined && newest > from) await kept.move(newest);
    const again = new Set(listed.map(({ guid }) => guid));
    settled = new Set([...settled].filter((guid) => again.has(guid)));
    unreadable.keepOnly(again);
    if (failed !== undefined) throw failed.error;
  }

  return {
    async run(signal: AbortSignal): Promise<void> {
      try {
        await pull(signal);
        last = { atMs: clock.monotonicMs() };
      } catch (error) {
        if (signal.aborted) return;
        if (last?.failure === undefined)
          log.warn({ err: error, host: forge.host }, "missed deliveries cannot be fetched");
        const failure = error instanceof BotError ? error.message : "It failed unexpectedly; the log says more.";
        last = { atMs: clock.monotonicMs(), failure };
      }
    },
    findings: (): readonly Finding[] => [
      { area, ...stateOf(forge.host, last, clock) },
      ...unreadable.findings().map((finding) => ({ area, ...finding })),
    ],
  };
}

function stateOf(host: string, last: LastRun | undefined, clock: Clock): Pick<Finding, "level" | "found"> {
  if (last === undefined) return { level: "ok", found: `${host}: not fetched yet` };
  if (last.failure !== undefined) return { level: "warning", found: `${host}: ${last.failure}` };
  return { level: "ok", found: `${host}: fetched ${ago(clock.monotonicMs() - last.atMs)}` };
}

/** It may be this one alone; being asked to wait is no fault of it. */
function onlyUnavailable(error: unknown): BotError {
  if (error instanceof BotError && error.code === "unavailable") return error;
  throw error;
}
