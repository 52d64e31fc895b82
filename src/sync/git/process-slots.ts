/** A bound on how many processes run at once; waiting is first come, first served. */
export interface ProcessSlots {
  /** Waits for a slot; call the result once to give it back. Rejects with the signal's reason when aborted. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** `count` slots. Share one between sources to bound them together. */
export function createProcessSlots(count: number): ProcessSlots {
  const waiting = new Set<() => void>();
  let free = count;

  function giveBack(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      free += 1;
      for (const wake of waiting) return wake();
    };
  }

  return {
    take(signal) {
      return new Promise((resolve, reject) => {
        const enter = () => {
          free -= 1;
          waiting.delete(enter);
          signal.removeEventListener("abort", leave);
          resolve(giveBack());
        };
        const leave = () => {
          waiting.delete(enter);
          reject(signal.reason);
        };
        if (signal.aborted) return reject(signal.reason);
        if (free > 0) return enter();
        waiting.add(enter);
        signal.addEventListener("abort", leave, { once: true });
      });
    },
  };
}
