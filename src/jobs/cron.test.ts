import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../clock.ts";
import type { Jobs } from "../jobs.ts";
import { createLog } from "../log.ts";
import { createJobs } from "./create-jobs.ts";
import { cronTrigger } from "./cron.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe("with node-cron, jobs of every five minutes", () => {
  let runsAtMs: number[];
  let jobs: Jobs;

  // node-cron reads Date and sets timers itself, so time is faked below it: performance is the monotonic clock.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"], now: Date.UTC(2026, 0, 15, 12) });
    runsAtMs = [];
    const startedAtMs = performance.now();
    jobs = createJobs({ clock: systemClock(), log: createLog({ level: "silent", secrets: [] }) });
    jobs.every("sync", "*/5 * * * *", async () => {
      runsAtMs.push(performance.now() - startedAtMs);
    });
    jobs.start();
  });

  afterEach(async () => {
    await jobs.stop();
    vi.useRealTimers();
  });

  const runsAtMinutes = () => runsAtMs.map((ms) => Math.round(ms / minuteMs));

  test("run every five minutes", async () => {
    await vi.advanceTimersByTimeAsync(21 * minuteMs);

    expect(runsAtMinutes()).toEqual([5, 10, 15, 20]);
  });

  test.each([
    ["an hour forward", hourMs],
    ["a day forward", 24 * hourMs],
    ["an hour and some back", -hourMs - 90_000],
    ["a day back", -24 * hourMs],
    ["half a minute back", -30_000],
    ["ten years forward", 10 * 365 * 24 * hourMs],
  ])("neither burst nor fall silent when the wall clock steps %s", async (_, stepMs) => {
    await vi.advanceTimersByTimeAsync(11.5 * minuteMs);
    vi.setSystemTime(Date.now() + stepMs);
    await vi.advanceTimersByTimeAsync(40 * minuteMs);

    const gaps = runsAtMs.slice(1).map((at, index) => at - (runsAtMs[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10 * minuteMs);
    expect(runsAtMs.length).toBeGreaterThanOrEqual(9);
    expect(runsAtMs.length).toBeLessThanOrEqual(12);
    for (let at = 0; at < 52; at += 1) {
      expect(runsAtMs.filter((ms) => ms >= at * minuteMs && ms < (at + 1) * minuteMs).length).toBeLessThanOrEqual(1);
    }
  });

  test("run again at the right wall times after a step", async () => {
    await vi.advanceTimersByTimeAsync(11 * minuteMs);
    vi.setSystemTime(Date.now() - hourMs + 2 * minuteMs);

    await vi.advanceTimersByTimeAsync(10 * minuteMs);

    expect(runsAtMinutes()).toEqual([5, 10, 13, 18]);
  });
});

test("a turn that is late, because the process was busy, is taken once", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: Date.UTC(2026, 0, 15, 12) });
  let turns = 0;
  const trigger = cronTrigger("*/5 * * * *");
  trigger.start(() => {
    turns += 1;
  });

  // Timers come 12 minutes too late, seen from the wall clock.
  vi.setSystemTime(Date.now() + 12 * minuteMs);
  await vi.advanceTimersByTimeAsync(5 * minuteMs);

  expect(turns).toBe(1);
  trigger.stop();
  vi.useRealTimers();
});

test.each(["", "often", "* * * *", "61 * * * *", "*/5 * * * * * *"])("%j is refused by name", (expression) => {
  expect(() => cronTrigger(expression)).toThrow(
    expect.objectContaining({ code: "invalid_config", message: expect.stringContaining(`“${expression}”`) }),
  );
});

test("the next time of an expression is in the future and matches it", () => {
  const next = cronTrigger("30 4 * * *").next();

  expect(next.getTime()).toBeGreaterThan(Date.now());
  expect([next.getHours(), next.getMinutes(), next.getSeconds()]).toEqual([4, 30, 0]);
});
