import { pause } from "../chat/outgoing/pause.ts";
import type { Clock } from "../clock.ts";
import type { Inbox, LeftDelivery } from "../inbox.ts";
import type { Log } from "../log.ts";
import type { DeliveryLanes } from "./delivery-lanes.ts";
import { readKept } from "./kept-event.ts";

interface Parts {
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly log: Log;
}

/** The store may be away, as on a full disk. */
const storeAwayMs = 10_000;

/**
 * Puts what an earlier run left into the lanes. What may have ended that run is dealt with before the rest and one at a time,
 * so that nothing else is taken for what ends the process.
 */
export async function enqueueLeft(
  prefix: string,
  lanes: DeliveryLanes,
  parts: Parts,
  signal: AbortSignal,
): Promise<void> {
  const left = await persist(parts, signal, () => parts.inbox.pending(prefix));
  let turn: Promise<unknown> = Promise.resolve();
  for (const suspect of left?.filter(({ isSuspect }) => isSuspect) ?? []) turn = enqueue(suspect, turn, lanes, parts);
  for (const other of left?.filter(({ isSuspect }) => !isSuspect) ?? []) void enqueue(other, turn, lanes, parts);
}

/** @param turn settles when it may be dealt with. Settles when it was. Never rejects */
async function enqueue(
  { id, body }: LeftDelivery,
  turn: Promise<unknown>,
  lanes: DeliveryLanes,
  parts: Parts,
): Promise<void> {
  const event = readKept(body);
  if (event === undefined) {
    parts.log.error({ delivery: id }, "a delivery of an earlier run cannot be read by this version");
    return parts.inbox.done(id);
  }
  await new Promise<void>((end) => {
    const takeUp = async (signal: AbortSignal): Promise<boolean> => {
      await Promise.race([turn, aborted(signal)]);
      return (await persist(parts, signal, () => parts.inbox.takeUp(id))) === "taken";
    };
    lanes.add({ event, end, takeUp });
  });
}

/** Asks the store until it answers; undefined when the bot ends before. */
async function persist<T>({ clock, log }: Parts, signal: AbortSignal, ask: () => Promise<T>): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      return await ask();
    } catch (error) {
      log.warn({ err: error }, "deliveries of an earlier run cannot be taken up yet");
      await pause(clock, storeAwayMs, signal);
    }
  }
  return undefined;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
