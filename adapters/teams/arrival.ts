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
      throw new BotError("unavailable", "Microsoft's sign-in does not answer.");
    hasArrived = true;
    log.info("Teams is connected");
  }

  /** That it cannot be reached is nothing that a stack explains. */
  function warn(error: unknown): void {
    if (signal.aborted) return;
    if (isUnavailable(error)) log.warn(`${error.message} Trying again. Check the network and network.proxy.`);
    else log.warn({ err: error }, "Teams is not reached yet");
  }

  async function signInLater(): Promise<void> {
    for (let count = 1; !hasArrived && !signal.aborted; count += 1) {
      await pause(clock, Math.min(backoffMs(count), 60_000), signal);
      if (signal.aborted) return;
      await signIn().catch(warn);
    }
  }

  return {
    async begin() {
      try {
        await signIn();
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        warn(error);
        // Never rejects: each round catches its own failure.
        void signInLater();
      }
    },
    hasArrived: () => hasArrived,
  };
}

function isUnavailable(error: unknown): error is BotError {
  return error instanceof BotError && error.code === "unavailable";
}
