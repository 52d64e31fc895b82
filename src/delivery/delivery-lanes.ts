import { type DeliveryEvent, repositoryKey } from "../event/delivery-event.ts";
import type { Jobs } from "../jobs.ts";

/** An event on its way to those who listen. */
export interface LaneEntry {
  readonly event: DeliveryEvent;
  /** Waits for its turn and takes it up; false when it is not to be dealt with. Absent for what came in this run. */
  readonly takeUp?: (signal: AbortSignal) => Promise<boolean>;
  /** Is told that its turn is over. */
  readonly end?: () => void;
}

/** One lane a repository. */
export interface DeliveryLanes {
  add(entry: LaneEntry): void;
}

/** Deals with an entry; what is still being written then keeps nothing waiting. Never rejects. */
type Deal = (
  entry: LaneEntry,
  behind: () => readonly DeliveryEvent[],
  signal: AbortSignal,
) => Promise<{ readonly written: Promise<void> }>;

/** What is of one repository is dealt with in order, what is of others at the same time. */
export function createDeliveryLanes(jobs: Pick<Jobs, "soon">, deal: Deal): DeliveryLanes {
  const lanes = new Map<string, LaneEntry[]>();

  async function work(key: string, lane: LaneEntry[], signal: AbortSignal): Promise<void> {
    const behind = () => lane.slice(1).map(({ event }) => event);
    const writing = new Set<Promise<void>>();
    for (let entry = lane[0]; entry !== undefined && !signal.aborted; entry = lane[0]) {
      const { written } = await deal(entry, behind, signal);
      writing.add(written);
      entry.end?.();
      lane.shift();
    }
    lanes.delete(key);
    await Promise.all(writing);
  }

  return {
    add(entry) {
      const key = laneOf(entry.event);
      const lane = lanes.get(key);
      if (lane !== undefined) return void lane.push(entry);
      const begun = [entry];
      lanes.set(key, begun);
      jobs.soon(`deliveries of ${key}`, (signal) => work(key, begun, signal));
    },
  };
}

function laneOf(event: DeliveryEvent): string {
  return event.type === "installation" ? `${event.host}/${event.owner}`.toLowerCase() : repositoryKey(event.repository);
}
