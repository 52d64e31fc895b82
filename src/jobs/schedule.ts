import type { Clock } from "../clock.ts";

/** Calls back at wall times. It may miss some, or stay silent, when the wall clock steps. */
export interface Trigger {
  /** Arms it by the wall clock as it is now. */
  start(fire: () => void): void;
  stop(): void;
  /** The next wall time at which it is to call back. */
  next(): Date;
}

/** Named turns that come by wall time, guarded by monotonic time. */
export interface Schedule {
  add(name: string, trigger: Trigger): void;
  /** Tells that a turn was taken just now, from whatever cause. */
  taken(name: string): void;
  start(): void;
  stop(): void;
}

interface Turn {
  /** Wall time, milliseconds. */
  readonly dueAt: number;
  /** Monotonic time at which the trigger must have failed: twice the way to `dueAt`. */
  readonly overdueAtMs: number;
}

const checkEveryMs = 1000;
/** Wall and monotonic time drift apart by far less than this between two checks, unless somebody sets the clock. */
const stepMs = 500;

/**
 * Calls `turn(name)` when a trigger fires, and makes up for what triggers cannot: once a second it looks whether the wall
 * clock stepped (then every trigger is armed anew, and a turn that was stepped over is given once) and whether a turn
 * is overdue by monotonic time. The way to a trigger's next time stands for its interval, so that one of
 * `0 9 * * 1-5` on a Friday is not missed until Monday.
 */
export function createSchedule(clock: Clock, turn: (name: string) => void): Schedule {
  const triggers = new Map<string, Trigger>();
  const turns = new Map<string, Turn>();
  let isStarted = false;
  let wallAhead = 0;
  let cancelCheck = (): void => undefined;

  function expectNext(name: string, trigger: Trigger): void {
    const dueAt = trigger.next().getTime();
    const untilDueMs = Math.max(dueAt - clock.now().getTime(), checkEveryMs);
    turns.set(name, { dueAt, overdueAtMs: clock.monotonicMs() + 2 * untilDueMs - checkEveryMs });
  }

  function arm(name: string, trigger: Trigger): void {
    trigger.stop();
    trigger.start(() => turn(name));
    expectNext(name, trigger);
  }

  function check(): void {
    const isStepped = Math.abs(aheadNow(clock) - wallAhead) > stepMs;
    wallAhead = aheadNow(clock);
    for (const [name, trigger] of triggers) {
      const expected = turns.get(name);
      const isOverdue = expected !== undefined && clock.monotonicMs() >= expected.overdueAtMs;
      const isSteppedOver = expected !== undefined && isStepped && clock.now().getTime() >= expected.dueAt;
      if (isStepped || isOverdue) arm(name, trigger);
      if (isSteppedOver || isOverdue) turn(name);
    }
    cancelCheck = clock.after(checkEveryMs, check);
  }

  return {
    add(name, trigger) {
      triggers.set(name, trigger);
      if (isStarted) arm(name, trigger);
    },
    taken(name) {
      const trigger = triggers.get(name);
      if (trigger && isStarted) expectNext(name, trigger);
    },
    start() {
      if (isStarted) return;
      isStarted = true;
      wallAhead = aheadNow(clock);
      for (const [name, trigger] of triggers) arm(name, trigger);
      cancelCheck = clock.after(checkEveryMs, check);
    },
    stop() {
      isStarted = false;
      cancelCheck();
      for (const trigger of triggers.values()) trigger.stop();
    },
  };
}

/** By how much wall time is ahead of monotonic time: constant, unless the wall clock steps or the machine slept. */
function aheadNow(clock: Clock): number {
  return clock.now().getTime() - clock.monotonicMs();
}
