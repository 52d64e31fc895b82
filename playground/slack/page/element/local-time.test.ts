import { expect, test } from "vitest";
import { fromLocalTime, toLocalTime } from "./local-time.ts";

test("a time goes into an input and comes out the same, to the minute", () => {
  expect(fromLocalTime(toLocalTime(1_763_740_800))).toBe(1_763_740_800);
  expect(fromLocalTime(toLocalTime(1_763_740_859))).toBe(1_763_740_800);
});

test("nothing is an empty input", () => {
  expect(toLocalTime(null)).toBe("");
  expect(fromLocalTime("")).toBeNull();
});
