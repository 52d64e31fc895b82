import type { Ticket } from "../../../src/chat/intake/ticket.ts";
import type { Clock } from "../../../src/clock.ts";

/** The HTTP response that Teams waits for after an invoke: `task/fetch`, `adaptiveCard/action` and such. */
export interface Waiting {
  /**
   * Answers the invoke, once, with the body of the response. Resolves to whether that went out while somebody waited for
   * it; when not, the answer has to take another way. Never rejects.
   */
  answer(body: object): Promise<boolean>;
  /** How long somebody waits still, in milliseconds: 0 once it is answered, too late, or for a repeat. */
  leftMs(): number;
}

/**
 * Teams gives up after five seconds.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/messaging-extensions/what-are-messaging-extensions
 */
export const invokeMs = 4_000;
export const teamsMs = 4_900;

/** How long a delivery waits already. */
export function waitedMs({ receivedAtMs }: Pick<Ticket<unknown>, "receivedAtMs">, clock: Clock): number {
  return clock.monotonicMs() - receivedAtMs;
}

/** Nobody waits for what an earlier run took. */
export function createWaiting(ticket: Ticket<unknown>, clock: Clock): Waiting {
  let isOver = ticket.isRepeat;
  const leftMs = (): number => (isOver ? 0 : Math.max(invokeMs - waitedMs(ticket, clock), 0));
  return {
    leftMs,
    async answer(body) {
      if (leftMs() === 0) return false;
      isOver = true;
      const hasGone = await ticket.acknowledge(body);
      return hasGone && waitedMs(ticket, clock) <= teamsMs;
    },
  };
}
