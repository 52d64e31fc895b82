import type { AckFn } from "@slack/bolt";
import type { Log } from "../../../src/log.ts";
import type { Acknowledge } from "./ticket.ts";

/** An acknowledgement and what it was given with, once it was. */
export interface Acknowledgement {
  readonly acknowledge: Acknowledge;
  readonly answer: Promise<unknown>;
  /** Slack was told that it was not taken: what it is acknowledged with is known, and goes nowhere. */
  miss(): void;
}

/** An acknowledgement that never throws, counts once and tells what was answered. */
export function acknowledging(ack: AckFn<unknown>, log: Log): Acknowledgement {
  let tell: (answer: unknown) => void = () => undefined;
  const answer = new Promise<unknown>((resolve) => {
    tell = resolve;
  });
  let isDone = false;
  let isMissed = false;
  return {
    answer,
    miss() {
      isMissed = true;
    },
    async acknowledge(body) {
      if (isDone) return false;
      isDone = true;
      tell(body);
      if (isMissed) return false;
      try {
        await ack(body as never);
        return true;
      } catch (error) {
        // The connection is gone: Slack sends it again, and it is known then.
        log.debug({ err: error }, "an acknowledgement did not reach Slack");
        return false;
      }
    },
  };
}
