import fc from "fast-check";
import { validate } from "node-cron";
import { expect, test } from "vitest";
import { isCron } from "../src/config/cron.ts";

test("the scheduler takes every schedule that the configuration takes", () => {
  const number = fc.nat(31);
  const field = fc.oneof(
    fc.constantFrom("*", "mon", "Jan", "sun-sat", "jan-mar/2", "mon,wed"),
    number.map(String),
    fc.tuple(number, number).map(([from, to]) => `${from}-${to}`),
    fc.tuple(number, number, number).map(([from, to, step]) => `${from}-${to}/${step}`),
    number.map((step) => `*/${step}`),
    fc.tuple(number, number).map((list) => list.join(",")),
  );

  fc.assert(
    fc.property(fc.tuple(field, field, field, field, field), (fields) => {
      const text = fields.join(" ");
      fc.pre(isCron(text));
      expect(validate(text), text).toBe(true);
    }),
    { numRuns: 300 },
  );
});
