import { setMaxListeners } from "node:events";
import { pause } from "../chat/outgoing/pause.ts";
import type { Clock } from "../clock.ts";
import type { DeliveryEvent } from "../event/delivery-event.ts";
import type { Log } from "../log.ts";
import type { ProcessSlots } from "../sync/git/process-slots.ts";

/** Whoever listens to a type of event. */
export type Handler = (
  event: DeliveryEvent,
  signal: AbortSignal,
  behind: () => readonly DeliveryEvent[],
) => Promise<void>;

/** An event that waits to be taken by everybody. */
export interface Handing {
  readonly event: DeliveryEvent;
  readonly handlers: readonly Handler[];
  readonly behind: () => readonly DeliveryEvent[];
}

/** `failed`: it threw as often as it was tried; `stopped`: the bot ends before it could be dealt with. */
export type AttemptOutcome = "done" | "failed" | "stopped";

/** Between attempts: together they outlast ten minutes in which a host is away. */
const pausesMs = [1_000, 10_000, 60_000, 600_000];
/** A handler that takes longer counts as one that threw. */
const longestMs = 600_000;
/** What a handler that is told to end may still take. */
const graceMs = 5_000;

/** Hands an event to handlers, each until it took it, five times at most. Never rejects. */
export function attempting({ clock, log, slots }: { clock: Clock; log: Log; slots: ProcessSlots }) {
  async function once(handle: Handler, { event, behind }: Handing, stop: AbortSignal): Promise<void> {
    const giveBack = await slots.take(stop);
    const over = new AbortController();
    const signal = AbortSignal.any([stop, over.signal]);
    try {
      const taken = handle(event, signal, behind).then(() => true);
      if (!(await Promise.race([taken, tooLong(stop, signal)]))) throw new Error("It took too long");
    } finally {
      over.abort();
      giveBack();
    }
  }

  async function tooLong(stop: AbortSignal, signal: AbortSignal): Promise<false> {
    await pause(clock, longestMs, signal);
    if (stop.aborted) await pause(clock, graceMs);
    return false;
  }

  /** Those that did not take it. */
  async function round(handing: Handing, signal: AbortSignal): Promise<readonly Handler[]> {
    const failed: Handler[] = [];
    for (const handle of handing.handlers) {
      try {
        await once(handle, handing, signal);
      } catch (error) {
        failed.push(handle);
        const { id } = handing.event;
        if (!signal.aborted) log.warn({ err: error, delivery: id }, "a delivery could not be dealt with");
      }
    }
    return failed;
  }

  return async (handing: Handing, signal: AbortSignal): Promise<AttemptOutcome> => {
    // Each repository's lane listens for the end.
    setMaxListeners(0, signal);
    let failed = await round(handing, signal);
    for (const pauseMs of pausesMs) {
      if (failed.length === 0) return "done";
      if (signal.aborted) return "stopped";
      await pause(clock, pauseMs, signal);
      failed = await round({ ...handing, handlers: failed }, signal);
    }
    if (failed.length === 0) return "done";
    if (signal.aborted) return "stopped";
    log.error({ delivery: handing.event.id, attempts: pausesMs.length + 1 }, "a delivery is put away");
    return "failed";
  };
}
