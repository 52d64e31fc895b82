import type { Clock } from "../../clock.ts";
import type { Inbox } from "../../inbox.ts";
import type { Log } from "../../log.ts";
import { within } from "../outgoing/pause.ts";
import type { Acknowledgement } from "./acknowledging.ts";
import type { Acknowledge, Fate, Ticket } from "./ticket.ts";

/** A delivery that was read and named. */
export interface Entry<Body> {
  readonly body: Body;
  /** The body as it came and is kept. */
  readonly raw: unknown;
  /** "" for what is not kept. */
  readonly id: string;
  readonly isRepeat: boolean;
  /** Monotonic. */
  readonly receivedAtMs: number;
}

/** The deliveries that are worked on. */
export interface Workload<Body> {
  readonly size: () => number;
  /** Counts `work` until it settles. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is worked on, or after `ms`; from then on nothing is dealt with. */
  end(ms: number): Promise<void>;
  /** Has a delivery dealt with, and does with it in the inbox what became of it. Never rejects. */
  deal(entry: Entry<Body>, acknowledge: Acknowledge): Promise<void>;
  /** Does in the inbox what is to become of a delivery. */
  settle(id: string, fate: Fate): Promise<void>;
  /** Keeps for a moment how a delivery is acknowledged: a second one gets the same. The first counts, until a new one does. */
  remember(id: string, acknowledgement: Acknowledgement, isNew: boolean): void;
  /** How the other one was acknowledged, once it is; undefined when that takes longer than the platform waits. */
  otherAnswer(entry: Entry<Body>, own: Acknowledgement): Promise<{ readonly answer: unknown } | undefined>;
}

/** How long the platform waits, and how long it may send the same again. */
export interface Patience {
  /** What is answered later helps nobody. */
  readonly answerMs: number;
  /** For so long it is known how something was answered. */
  readonly recentMs: number;
}

/** What a workload is made from. */
export interface WorkloadParts<Body> {
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly log: Log;
  readonly patience: Patience;
  /** Deals with a ticket. */
  readonly process: (ticket: Ticket<Body>) => Promise<void>;
}

/** @param kept is told that something was kept */
export function createWorkload<Body>(parts: WorkloadParts<Body>, kept: () => void): Workload<Body> {
  const { inbox, clock, log } = parts;
  const { answerMs, recentMs } = parts.patience;
  const inside = new Set<Promise<unknown>>();
  let isEnded = false;
  const recent = new Map<string, Promise<unknown>>();

  async function settle(id: string, fate: Fate): Promise<void> {
    if (id === "") return;
    if (fate === "done") return inbox.done(id);
    if (fate === "keep") {
      await inbox.keep(id);
      return kept();
    }
    // Before that is written: from then on the next one is new.
    recent.delete(id);
    await inbox.forget(id);
  }

  return {
    settle,
    size: () => inside.size,
    track(work) {
      inside.add(work);
      const leave = (): void => void inside.delete(work);
      work.then(leave, leave);
      return work;
    },
    async end(ms) {
      await within(clock, ms, Promise.allSettled(inside));
      isEnded = true;
    },
    async deal(entry, acknowledge) {
      // It stays in the inbox for the next run.
      if (isEnded) return;
      let fate = "done" as Fate;
      const choose = (wanted: Fate): void => {
        fate = wanted;
      };
      try {
        await parts.process({ ...entry, acknowledge, settle: choose });
      } catch (error) {
        log.error({ err: error, delivery: entry.id }, "a delivery could not be dealt with");
      }
      await acknowledge();
      await settle(entry.id, fate);
    },
    remember(id, { answer }, isNew) {
      if (!isNew && recent.has(id)) return;
      recent.set(id, answer);
      clock.after(recentMs, () => {
        if (recent.get(id) === answer) recent.delete(id);
      });
    },
    async otherAnswer({ id, receivedAtMs }, own) {
      const other = recent.get(id);
      // It was long ago, in an earlier run maybe.
      if (other === undefined || other === own.answer) return { answer: undefined };
      const leftMs = Math.max(answerMs - (clock.monotonicMs() - receivedAtMs), 0);
      return within(
        clock,
        leftMs,
        other.then((answer) => ({ answer })),
      );
    },
  };
}
