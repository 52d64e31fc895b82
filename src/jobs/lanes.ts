/** Runs tasks that never reject: those of one lane one after the other, those of different lanes at the same time. */
export interface Lanes {
  /** Settles when the task ran. It never starts before the caller has gone on. */
  add(lane: string, task: () => Promise<void>): Promise<void>;
  isBusy(lane: string): boolean;
  /** Settles when every task that was added ran. */
  idle(): Promise<void>;
}

/** Lanes without tasks. */
export function createLanes(): Lanes {
  const tails = new Map<string, Promise<void>>();
  return {
    async add(lane, task) {
      const tail = (tails.get(lane) ?? Promise.resolve()).then(task);
      tails.set(lane, tail);
      await tail;
      if (tails.get(lane) === tail) tails.delete(lane);
    },
    isBusy: (lane) => tails.has(lane),
    async idle() {
      await Promise.all(tails.values());
    },
  };
}
