/** Time as a port. Wall time is for people; monotonic time (milliseconds, arbitrary origin) is for every duration and deadline. */
export interface Clock {
  now(): Date;
  monotonicMs(): number;
  /** Calls `run` once after `delayMs` of monotonic time; the result cancels it. Does not keep the process alive. */
  after(delayMs: number, run: () => void): () => void;
}

/** The machine's clock. */
export function systemClock(): Clock {
  return {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
