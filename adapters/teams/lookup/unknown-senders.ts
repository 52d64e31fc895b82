import { backoffMs } from "../../../src/chat/outgoing/lane.ts";
import type { Clock } from "../../../src/clock.ts";
import type { Spot } from "../receive/spot.ts";

/** Of whom Teams told nothing where they wrote. */
export interface UnknownSenders {
  add(spot: Asked): void;
  /** Whether it is too soon to ask again. */
  has(spot: Asked): boolean;
}

type Asked = Pick<Spot, "sender" | "conversation">;

interface Unknown {
  readonly count: number;
  readonly untilMs: number;
}

const longestMs = 30_000;
/** Whoever asks again after this is like somebody new. */
const forgottenMs = 10 * 60_000;
const mostSenders = 1_000;

/**
 * Each lookup takes one of the few that a conversation bears, from everybody who is in it. So it is asked again at once for
 * the first time, since Teams says who somebody is as soon as the app is added, and then ever more seldom.
 */
export function createUnknownSenders(clock: Clock): UnknownSenders {
  const senders = new Map<string, Unknown>();
  return {
    add(spot) {
      const key = keyOf(spot);
      const nowMs = clock.monotonicMs();
      const before = senders.get(key);
      const count = before === undefined || nowMs - before.untilMs > forgottenMs ? 0 : before.count + 1;
      senders.delete(key);
      senders.set(key, { count, untilMs: nowMs + (count === 0 ? 0 : Math.min(backoffMs(count), longestMs)) });
      const [oldest] = senders.keys();
      if (senders.size > mostSenders && oldest !== undefined) senders.delete(oldest);
    },
    has(spot) {
      const before = senders.get(keyOf(spot));
      return before !== undefined && clock.monotonicMs() < before.untilMs;
    },
  };
}

/** Elsewhere Teams may know them. */
function keyOf({ sender, conversation: { tenant, id } }: Asked): string {
  return JSON.stringify([tenant, id, sender.id]);
}
