import type { Clock } from "../../clock.ts";

/** What `work` gives, or `late` when it takes longer; it goes on all the same, and nobody hears of its end. */
export function within<T>(clock: Clock, limitMs: number, work: Promise<T>): Promise<T | "late"> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () => resolve("late"));
    work.finally(cancel).then(resolve, reject);
  });
}
