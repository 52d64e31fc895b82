import { setImmediate as nextRound } from "node:timers/promises";
import { expect, test } from "vitest";
import { createTurnstile } from "./turnstile.ts";

test("one passes in each round, in order, and the first at once", async () => {
  const turnstile = createTurnstile();
  const passed: number[] = [];
  for (const number of [1, 2, 3]) void turnstile.pass().then(() => passed.push(number));

  await Promise.resolve();
  await Promise.resolve();
  expect(passed).toEqual([1]);
  for (const soFar of [
    [1, 2],
    [1, 2, 3],
  ]) {
    await nextRound();
    expect(passed).toEqual(soFar);
  }
});

test("after a round without anybody the next passes at once again", async () => {
  const turnstile = createTurnstile();
  await turnstile.pass();
  await nextRound();
  await nextRound();
  let hasPassed = false;

  void turnstile.pass().then(() => {
    hasPassed = true;
  });
  await Promise.resolve();
  await Promise.resolve();

  expect(hasPassed).toBe(true);
});
