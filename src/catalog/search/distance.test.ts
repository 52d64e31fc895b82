import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../testing/property-runs.ts";
import { createDistance } from "./distance.ts";

test.each([
  ["", "", 0],
  ["abc", "abc", 0],
  ["abc", "abxc", 1],
  ["abc", "ac", 1],
  ["abc", "axc", 1],
  ["abc", "acb", 1],
  ["kitten", "sitting", 3],
  ["ca", "abc", 3],
])("from %j to %j it takes %d edits", (left, right, edits) => {
  expect(createDistance()(left, right).whole).toBe(edits);
});

test("the distance to a beginning leaves the rest out", () => {
  expect(createDistance()("prometeus", "prometheusoperator")).toEqual({ whole: 9, prefix: 1 });
});

test("texts are compared up to 64 characters", () => {
  expect(createDistance()("a".repeat(70), "a".repeat(64)).whole).toBe(0);
});

test("a distance is the same both ways, at least the difference in length and at most the longer length", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 12 });
  const distance = createDistance();

  fc.assert(
    fc.property(text, text, (left, right) => {
      const { whole, prefix } = distance(left, right);

      expect(whole).toBe(distance(right, left).whole);
      expect(whole).toBeGreaterThanOrEqual(Math.abs(left.length - right.length));
      expect(whole).toBeLessThanOrEqual(Math.max(left.length, right.length));
      expect(prefix).toBeLessThanOrEqual(whole);
      expect(whole === 0).toBe(left === right);
    }),
    propertyRuns(),
  );
});
