import type { Clock } from "../../clock.ts";
import { untilAborted } from "../../until-aborted.ts";

/** Resolves after `ms`; rejects with the signal's reason as soon as it says so. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  let cancel: (() => void) | undefined;
  const passed = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  await untilAborted(passed, signal).finally(cancel);
}
