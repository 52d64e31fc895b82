import { backoffMs } from "../../src/chat/outgoing/lane.ts";
import { pause, within } from "../../src/chat/outgoing/pause.ts";
import type { Clock } from "../../src/clock.ts";
import { BotError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { Connector } from "./connector/connector.ts";

/** Whether Microsoft's sign-in took the app's credentials. */
export interface Arrival {
  /** Tries it; while it does not answer that goes on in the background. Rejects with `invalid_config` when it refuses. */
  begin(): Promise<void>;
  hasArrived(): boolean;
}

/** How long the start waits; after that it goes on in the background. */
const arriveMs = 10_000;

/** @param parts.signal ends the attempts */
export function createArrival(parts: {
  readonly connector: Pick<Connector, "signIn">;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}): Arrival {
  const { connector, clock, log, signal } = parts;
  let hasArrived = false;

  async function signIn(): Promise<void> {
    const asked = connector.signIn({ signal, withinMs: arriveMs }).then(() => true);
    if ((await within(clock, arriveMs, asked)) !== true)
      throw new BotError("unavailable", "Microsoft's sign-in does not answer. Try again in a minute.");
    hasArrived = true;
    log.info("Teams is connected");
  }

  async function signInLater(): Promise<void> {
    for (let count = 1; !hasArrived && !signal.aborted; count += 1) {
      await pause(clock, Math.min(backoffMs(count), 60_000), signal);
      if (signal.aborted) return;
      await signIn().catch((error: unknown) => log.warn({ err: error }, "Teams is not reached yet"));
    }
  }

  return {
    async begin() {
      try {
        await signIn();
      } catch (error) {
        if (!(error instanceof BotError) || error.code !== "unavailable") throw error;
        log.warn({ err: error }, "Teams does not answer; it is tried again");
        // Never rejects: each round catches its own failure.
        void signInLater();
      }
    },
    hasArrived: () => hasArrived,
  };
}
