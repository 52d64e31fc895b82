import { expect, test } from "vitest";
import { createFakeClock } from "../../../src/testing/fake-clock.ts";
import { createLane } from "./lane.ts";

test("a key waits as long as it was told to, and the others do not", async () => {
  const clock = createFakeClock();
  const lane = createLane(clock);

  lane.limit("chat.postMessage C1", 2_000);

  expect(lane.claim("chat.postMessage C1")).toBe(2_000);
  expect(lane.claim("chat.postMessage C2")).toBe(0);
  await clock.advance(2_000);
  expect(lane.claim("chat.postMessage C1")).toBe(0);
});

test("of many keys that wait a thousand are known, the latest", () => {
  const lane = createLane(createFakeClock());

  for (let at = 0; at < 1_500; at += 1) lane.limit(`chat.postMessage C${at}`, 60_000);

  const waiting = Array.from({ length: 1_500 }, (_, at) => at).filter(
    (at) => lane.claim(`chat.postMessage C${at}`) > 0,
  );
  expect(waiting).toEqual(Array.from({ length: 1_000 }, (_, at) => at + 500));
});
