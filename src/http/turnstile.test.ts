import { setImmediate as nextRound } from "node:timers/promises";
import { expect, test } from "vitest";
import { createTurnstile } from "./turnstile.ts";

/** Queues so many, and tells who passed. */
function queue(turnstile: ReturnType<typeof createTurnstile>, count: number): readonly number[] {
  const passed: number[] = [];
  for (let number = 1; number <= count; number += 1) void turnstile.pass().then(() => passed.push(number));
  return passed;
}

test("a crowd passes in order, a few in each round while it is one", async () => {
  const passed = queue(createTurnstile(500), 200);

  let before = 0;
  for (let round = 0; round < 200 && passed.length < 200; round += 1) {
    const isCrowd = 200 - before > 80;
    await nextRound();
    if (isCrowd) expect(passed.length - before).toBeLessThanOrEqual(9);
    before = passed.length;
  }

  expect(passed).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

test("those who are no crowd pass in one round", async () => {
  const passed = queue(createTurnstile(500), 60);

  await nextRound();
  await nextRound();

  expect(passed).toHaveLength(60);
});

test("whoever finds nobody waiting passes at once, also after a pause", async () => {
  const turnstile = createTurnstile(10);
  await turnstile.pass();
  await nextRound();
  await nextRound();

  const passed = queue(turnstile, 1);
  for (let step = 0; step < 5; step += 1) await Promise.resolve();

  expect(passed).toEqual([1]);
});

test("no more are inside than may be, and each that leaves lets one in", async () => {
  const turnstile = createTurnstile(2);
  const passed = queue(turnstile, 5);
  for (let round = 0; round < 5; round += 1) await nextRound();
  expect(passed).toEqual([1, 2]);

  turnstile.leave();
  turnstile.leave();
  for (let round = 0; round < 5; round += 1) await nextRound();

  expect(passed).toEqual([1, 2, 3, 4]);
});
