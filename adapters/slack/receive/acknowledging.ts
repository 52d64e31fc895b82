import type { AckFn } from "@slack/bolt";
import type { Log } from "../../../src/log.ts";
import type { Acknowledge } from "./ticket.ts";

/** An acknowledgement and what it was given with, once it was. */
export interface Acknowledgement {
  readonly acknowledge: Acknowledge;
  readonly answer: Promise<unknown>;
}

/** An acknowledgement that never throws, counts once and tells what was answered. */
export function acknowledging(ack: AckFn<unknown>, log: Log): Acknowledgement {
  let tell: (answer: unknown) => void = () => undefined;
  const answer = new Promise<unknown>((resolve) => {
    tell = resolve;
  });
  let isDone = false;
  return {
    answer,
    async acknowledge(body) {
      if (isDone) return;
      isDone = true;
      tell(body);
      try {
        await ack(body as never);
      } catch (error) {
        // The connection is gone: Slack sends it again, and it is known then.
        log.debug({ err: error }, "an acknowledgement did not reach Slack");
      }
    },
  };
}
