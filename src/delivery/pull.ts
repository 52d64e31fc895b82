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
 * What was kept comes to one delivery whichever way it came. The marker moves only when all before it was kept. The first
 * run begins with now: what happened before it is in what the first sync reads.
 */
export function createPull(parts: PullParts): { readonly check: Check } {
  const pulls = parts.forges.map((forge) => createForgePull(forge, parts));
  const run = async (signal: AbortSignal) => {
    await Promise.all(pulls.map((pull) => pull.run(signal)));
  };
  parts.jobs.soon(job, run);
  parts.jobs.every(job, "* * * * *", run);
  return { check: { area, run: async () => pulls.map((pull) => pull.finding()) } };
}

function createForgePull(forge: PulledForge, { intake, store, clock, log }: PullParts) {
  const key = `delivery/pulled/${forge.host}`;
  /** What this run is done with of what the overlap lists again. */
  let settled = new Set<string>();
  let last: { readonly atMs: number; readonly failure?: string } | undefined;

  /** Since when there may be something; the first time that is kept, for a run that has nothing to move it to. */
  async function since(): Promise<Date> {
    const kept = marker.safeParse((await store.get(key))?.value).data;
    if (kept !== undefined) return new Date(kept.since);
    const now = clock.now();
    await mark(now);
    return now;
  }

  async function mark(at: Date): Promise<void> {
    await store.commit([{ key, value: { since: at.toISOString() } }]);
  }

  async function keep({ id, guid }: ForgeDelivery, signal: AbortSignal): Promise<void> {
    const found = await forge.delivery(id, signal);
    if (found === undefined) return log.warn({ delivery: guid }, "a missed delivery is not kept by its host any more");
    const decoded = decodeGitHub({ name: found.event, guid: found.guid, payload: found.payload }, [forge]);
    if (decoded.type === "event") await intake.accept(decoded.event);
    else if (decoded.type === "malformed") {
      log.warn({ delivery: guid, reason: decoded.reason }, "a missed delivery is not what GitHub documents");
    }
  }

  async function pull(signal: AbortSignal): Promise<void> {
    const from = await since();
    const listed = await forge.deliveries(new Date(from.getTime() - overlapMs), signal);
    const accepted = new Set(listed.filter(({ isAccepted }) => isAccepted).map(({ guid }) => guid));
    for (const delivery of listed) {
      const { guid, event } = delivery;
      if (accepted.has(guid) || settled.has(guid) || !isUsedEvent(event)) continue;
      signal.throwIfAborted();
      await keep(delivery, signal);
      settled.add(guid);
    }
    const latest = listed.at(-1)?.at;
    const now = clock.now();
    // With a host's clock that is ahead of ours it would pass over what is yet to come.
    const newest = latest !== undefined && latest > now ? now : latest;
    if (newest !== undefined && newest > from) await mark(newest);
    const again = new Set(listed.map(({ guid }) => guid));
    settled = new Set([...settled].filter((guid) => again.has(guid)));
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
    finding(): Finding {
      if (last === undefined) return { level: "ok", area, found: `${forge.host}: not fetched yet` };
      if (last.failure !== undefined) return { level: "warning", area, found: `${forge.host}: ${last.failure}` };
      return { level: "ok", area, found: `${forge.host}: fetched ${ago(clock.monotonicMs() - last.atMs)}` };
    },
  };
}
