import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../testing/property-runs.ts";
import { sortedKeys } from "./sorted-keys.ts";

test("keys that come and go in any order are in the order of their characters, from any place on", () => {
  const key = fc.string({ maxLength: 3, unit: fc.constantFrom("a", "b", "/", "é", "\u{1F600}") });
  const steps = fc.array(fc.tuple(fc.boolean(), key), { maxLength: 200 });
  fc.assert(
    fc.property(fc.uniqueArray(key), steps, key, (first, changes, start) => {
      const keys = sortedKeys(first);
      const expected = new Set(first);
      for (const [isAdded, one] of changes) {
        if (!isAdded) keys.remove(one);
        else if (!expected.has(one)) keys.add(one);
        if (isAdded) expected.add(one);
        else expected.delete(one);
      }

      expect([...keys.from(start)]).toEqual([...expected].filter((one) => one >= start).sort());
    }),
    propertyRuns(),
  );
});

test("ten thousand keys in falling, rising and mixed order are found again after half of them went", () => {
  const names = Array.from({ length: 10_000 }, (_, index) => String((index * 7919) % 10_000).padStart(5, "0"));
  for (const order of [names, [...names].sort(), [...names].sort().reverse()]) {
    const keys = sortedKeys([]);
    for (const name of order) keys.add(name);
    for (const name of order.slice(0, 5000)) keys.remove(name);

    expect([...keys.from("")]).toEqual(order.slice(5000).sort());
    expect(keys.from("09000").next().value).toBe(
      order
        .slice(5000)
        .sort()
        .find((name) => name >= "09000"),
    );
  }
});
