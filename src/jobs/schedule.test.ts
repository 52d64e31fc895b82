import { describe, expect, test } from "vitest";
import { createFakeClock, type FakeClock } from "../testing/fake-clock.ts";
import { createSchedule, type Trigger } from "./schedule.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A trigger that knows its times, every `intervalMs` of wall time, and never calls back. */
function deadTrigger(clock: FakeClock, intervalMs: number): Trigger {
  return {
    start: () => undefined,
    stop: () => undefined,
    next: () => new Date((Math.floor(clock.now().getTime() / intervalMs) + 1) * intervalMs),
  };
}

/** A trigger that sets one timer for its next wall time and, as node-cron does, keeps it when the clock steps. */
function naiveTrigger(clock: FakeClock, intervalMs: number): Trigger {
  const { next } = deadTrigger(clock, intervalMs);
  let cancel = (): void => undefined;
  const start = (fire: () => void): void => {
    cancel = clock.after(next().getTime() - clock.now().getTime(), () => {
      fire();
      start(fire);
    });
  };
  return { start, stop: () => cancel(), next };
}

function subject(make: (clock: FakeClock) => Trigger) {
  const clock = createFakeClock();
  const turnsAtMs: number[] = [];
  const schedule = createSchedule(clock, (name) => {
    turnsAtMs.push(clock.monotonicMs());
    schedule.taken(name);
  });
  schedule.add("sync", make(clock));
  schedule.start();
  return { clock, schedule, turnsAtMs };
}

describe("a trigger that never fires", () => {
  test("is made up for within two intervals, again and again", async () => {
    const { clock, turnsAtMs } = subject((it) => deadTrigger(it, 5 * minuteMs));

    await clock.advance(hourMs);

    const gaps = [0, ...turnsAtMs].map((at, index) => (turnsAtMs[index] ?? at) - at);
    expect(turnsAtMs.length).toBeGreaterThanOrEqual(6);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10 * minuteMs);
  });

  test("is not made up for after stop", async () => {
    const { clock, schedule, turnsAtMs } = subject((it) => deadTrigger(it, 5 * minuteMs));

    schedule.stop();
    await clock.advance(hourMs);

    expect(turnsAtMs).toEqual([]);
  });
});

describe("a trigger that fires", () => {
  test("gets no turn on top", async () => {
    const { clock, turnsAtMs } = subject((it) => naiveTrigger(it, 5 * minuteMs));

    await clock.advance(20 * minuteMs);

    expect(turnsAtMs).toEqual([5, 10, 15, 20].map((minutes) => minutes * minuteMs));
  });

  test("may have a longer way to the turn after than to the next", async () => {
    const { clock, turnsAtMs } = subject((it) => naiveTrigger(it, 72 * hourMs));
    const firstAtMs = 12 * hourMs;

    await clock.advance(3 * firstAtMs);

    expect(turnsAtMs).toEqual([firstAtMs]);
  });

  test("gives the turn that a forward step passed over once, and then its own", async () => {
    const { clock, turnsAtMs } = subject((it) => naiveTrigger(it, hourMs));
    await clock.advance(30 * minuteMs);

    clock.stepWall(5 * hourMs + 10 * minuteMs);
    await clock.advance(hourMs);

    expect(turnsAtMs.map((ms) => Math.floor(ms / minuteMs))).toEqual([30, 50]);
  });

  test("is armed anew when the clock steps back", async () => {
    const { clock, turnsAtMs } = subject((it) => naiveTrigger(it, 5 * minuteMs));
    await clock.advance(6 * minuteMs);

    clock.stepWall(-24 * hourMs);
    await clock.advance(10 * minuteMs);

    expect(turnsAtMs.map((ms) => ms / minuteMs)).toEqual([5, 10, 15]);
  });

  test("can be added later", async () => {
    const { clock, schedule, turnsAtMs } = subject((it) => deadTrigger(it, 24 * hourMs));

    schedule.add("late", naiveTrigger(clock, 5 * minuteMs));
    await clock.advance(5 * minuteMs);

    expect(turnsAtMs).toEqual([5 * minuteMs]);
  });
});
