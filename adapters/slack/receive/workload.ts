import type { ReceiverEvent } from "@slack/bolt";
import { within } from "../../../src/chat/outgoing/pause.ts";
import type { Clock } from "../../../src/clock.ts";
import type { Inbox } from "../../../src/inbox.ts";
import type { Log } from "../../../src/log.ts";
import type { Acknowledgement } from "./acknowledging.ts";
import type { SlackBody } from "./body.ts";
import type { Acknowledge, Fate, Ticket } from "./ticket.ts";

/** A delivery that was read and named. */
export interface Entry {
  readonly body: SlackBody;
  /** "" for what is not kept. */
  readonly id: string;
  readonly isRepeat: boolean;
  /** Monotonic. */
  readonly receivedAtMs: number;
}

/** The deliveries that are worked on. */
export interface Workload {
  readonly size: () => number;
  /** Counts `work` until it settles. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is worked on, or after `ms`; from then on nothing is dealt with. */
  end(ms: number): Promise<void>;
  /** Has a delivery dealt with, and does with it in the inbox what became of it. Never rejects. */
  deal(event: ReceiverEvent, entry: Entry, acknowledge: Acknowledge): Promise<void>;
  /** Does in the inbox what is to become of a delivery. */
  settle(id: string, fate: Fate): Promise<void>;
  /** Keeps for a moment how a form is acknowledged: a second Submit gets the same. The first counts, until a new one does. */
  remember(id: string, acknowledgement: Acknowledgement, isNew: boolean): void;
  /** How the other Submit was acknowledged, once it is; undefined when that takes longer than Slack waits. */
  otherAnswer(entry: Entry, own: Acknowledgement): Promise<{ readonly answer: unknown } | undefined>;
}

const recentMs = 10_000;
/** Slack waits three seconds. */
const answerMs = 2_700;

/** @param parts.process hands a ticket to Bolt, whose listener it reaches */
export function createWorkload(parts: {
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly log: Log;
  readonly process: (event: ReceiverEvent, ticket: Ticket) => Promise<void>;
  /** Is told that something was kept. */
  readonly kept: () => void;
}): Workload {
  const { inbox, clock, log } = parts;
  const inside = new Set<Promise<unknown>>();
  let isEnded = false;
  const recent = new Map<string, Promise<unknown>>();

  async function settle(id: string, fate: Fate): Promise<void> {
    if (id === "") return;
    if (fate === "done") return inbox.done(id);
    if (fate === "keep") {
      await inbox.keep(id);
      return parts.kept();
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
    async deal(event, entry, acknowledge) {
      // It stays in the inbox for the next run.
      if (isEnded) return;
      let fate = "done" as Fate;
      const choose = (wanted: Fate): void => {
        fate = wanted;
      };
      try {
        await parts.process(event, { ...entry, acknowledge, settle: choose });
      } catch (error) {
        log.error({ err: error, delivery: entry.id }, "a delivery of Slack could not be dealt with");
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
