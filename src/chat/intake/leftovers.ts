import type { Clock } from "../../clock.ts";
import type { Inbox, LeftDelivery } from "../../inbox.ts";
import type { Log } from "../../log.ts";
import { backoffMs } from "../outgoing/lane.ts";
import { pause } from "../outgoing/pause.ts";

/** What was acknowledged and not dealt with: by an earlier run, or by this one because the platform was away. */
export interface Leftovers {
  /** Takes up what there is, unless that is under way. */
  begin(): void;
  /** Something was kept: it is taken up once the platform is there. */
  kept(): void;
  /** Takes up nothing any more. */
  stop(): void;
  /** Puts back what is in hand: a run that stops is not one that it ended. */
  release(): Promise<void>;
}

/** As many are dealt with at once; what may have ended a process is dealt with alone. */
const fewAtOnce = 4;
/** While the platform is away it is looked for once a minute; what fails though it is there may wait longer. */
const longestAwayMs = 60_000;

/** @param parts.deal settles when it was dealt with or kept; never rejects */
export function createLeftovers(parts: {
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly log: Log;
  /** What the ids of ours start with. */
  readonly prefix: () => string;
  readonly isAlive: () => Promise<boolean>;
  readonly deal: (left: LeftDelivery) => Promise<void>;
  /** Is told what was put away because it ended the process twice; never rejects. */
  readonly putAway: (left: LeftDelivery) => Promise<void>;
}): Leftovers {
  const { inbox, clock, log } = parts;
  const ending = new AbortController();
  const { signal } = ending;
  const inHand = new Set<string>();
  let isRunning = false;
  let keptCount = 0;

  async function take(left: LeftDelivery): Promise<void> {
    const outcome = await inbox.takeUp(left.id);
    if (outcome === "put-away") return parts.putAway(left);
    if (outcome === "gone") return;
    inHand.add(left.id);
    if (!signal.aborted) await parts.deal(left);
    else await inbox.keep(left.id);
    inHand.delete(left.id);
  }

  /** Takes some after the other; false when the platform went away meanwhile. */
  async function takeEach(queue: LeftDelivery[]): Promise<boolean> {
    for (let left = queue.shift(); left !== undefined && !signal.aborted; left = queue.shift()) {
      const before = keptCount;
      await take(left);
      if (keptCount === before || (await parts.isAlive())) continue;
      queue.length = 0;
      return false;
    }
    return true;
  }

  async function sweep(): Promise<boolean> {
    const all = await inbox.pending(parts.prefix());
    const fresh = all.filter(({ isSuspect }) => !isSuspect);
    const lanes = await Promise.all(Array.from({ length: fewAtOnce }, () => takeEach(fresh)));
    return !lanes.includes(false) && (await takeEach(all.filter(({ isSuspect }) => isSuspect)));
  }

  /** What came of a look at the platform and, where it is there, at what is left. */
  async function look(isFirst: boolean): Promise<"away" | "looked"> {
    try {
      if (!isFirst && !(await parts.isAlive())) return "away";
      return (await sweep()) ? "looked" : "away";
    } catch (error) {
      log.warn({ err: error }, "what is left to be answered cannot be taken up yet");
      return "away";
    }
  }

  /** Looks again and again until nothing is left, each time after a longer pause. */
  async function run(isFirst: boolean): Promise<void> {
    let waitMs = isFirst ? 0 : backoffMs(1);
    for (let count = 2; isRunning; count += 1) {
      await pause(clock, waitMs, signal);
      if (signal.aborted) return;
      const before = keptCount;
      const outcome = await look(waitMs === 0);
      // What is kept from here on begins anew.
      isRunning = outcome === "away" || keptCount !== before;
      waitMs = Math.min(backoffMs(count), outcome === "away" ? longestAwayMs : Number.POSITIVE_INFINITY);
    }
  }

  function start(isFirst: boolean): void {
    if (isRunning) return;
    isRunning = true;
    // Never rejects: a look catches its own failure.
    void run(isFirst);
  }

  return {
    begin: () => start(true),
    kept() {
      keptCount += 1;
      start(false);
    },
    stop: () => ending.abort(),
    async release() {
      await Promise.all([...inHand].map((id) => inbox.keep(id)));
    },
  };
}
