import { expect, test } from "vitest";
import { createFakeClock } from "./fake-clock.ts";

test("timers run at their time, in order, also those that timers set", async () => {
  const clock = createFakeClock();
  const ran: string[] = [];
  const note = (name: string) => () => ran.push(`${name} at ${clock.monotonicMs()}`);
  clock.after(20, note("b"));
  clock.after(10, () => {
    note("a")();
    clock.after(5, note("a2"));
  });
  clock.after(31, note("late"));

  await clock.advance(30);

  expect(ran).toEqual(["a at 10", "a2 at 15", "b at 20"]);
  expect(clock.monotonicMs()).toBe(30);
});

test("a cancelled timer never runs", async () => {
  const clock = createFakeClock();
  let runs = 0;
  const cancel = clock.after(10, () => {
    runs += 1;
  });

  cancel();
  await clock.advance(20);

  expect(runs).toBe(0);
});

test("a step of the wall clock moves neither monotonic time nor timers", async () => {
  const clock = createFakeClock(new Date("2026-01-15T12:00:00Z"));
  const ran: number[] = [];
  clock.after(1000, () => ran.push(clock.monotonicMs()));

  clock.stepWall(-3_600_000);
  await clock.advance(1000);

  expect(clock.now()).toEqual(new Date("2026-01-15T11:00:01Z"));
  expect(ran).toEqual([1000]);
});
