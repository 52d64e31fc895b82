import { setImmediate } from "node:timers/promises";

/**
 * Keeps long loops from blocking the event loop. Await the result's value in each round:
 * `const pause = breathe(); for (…) { if (pause.isDue()) await pause.take(); }`
 * A pause is due after `sliceMs` milliseconds of work.
 */
export function breathe(sliceMs = 8): { isDue(): boolean; take(): Promise<void> } {
  let sliceEnd = performance.now() + sliceMs;
  let rounds = 0;
  return {
    isDue: () => (++rounds & 15) === 0 && performance.now() >= sliceEnd,
    async take() {
      await setImmediate();
      sliceEnd = performance.now() + sliceMs;
    },
  };
}
