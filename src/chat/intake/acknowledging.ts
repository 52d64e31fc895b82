import type { Log } from "../../log.ts";
import type { Acknowledge } from "./ticket.ts";

/** An acknowledgement and what it was given with, once it was. */
export interface Acknowledgement {
  readonly acknowledge: Acknowledge;
  readonly answer: Promise<unknown>;
  /** The platform was told that it was not taken: what it is acknowledged with is known, and goes nowhere. */
  miss(): void;
}

/** An acknowledgement that never throws, counts once and tells what was answered. `send` takes it to the platform. */
export function acknowledging(send: (answer?: unknown) => Promise<unknown>, log: Log): Acknowledgement {
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
        await send(body);
        return true;
      } catch (error) {
        // The connection is gone: the platform sends it again, and it is known then.
        log.debug({ err: error }, "an acknowledgement did not reach the platform");
        return false;
      }
    },
  };
}
