import fc from "fast-check";
import { expect, test } from "vitest";
import { toArgv } from "./argv.ts";

test.each([
  ["words", "payments-api  production", ["payments-api", "production"]],
  ["a quoted name", '"payments api" production', ["payments api", "production"]],
  ["single quotes", "'payments api' production", ["payments api", "production"]],
  ["a quoted filter value", "owner:\"Team Payments\" kind='a b'", ["owner:Team Payments", "kind=a b"]],
  ["an apostrophe in a word", "don't mia's", ["don't", "mia's"]],
  ["an apostrophe inside quotes", "'mia's api' x", ["mia's api", "x"]],
  ["a quote without an end", '"payments api', ['"payments', "api"]],
  ["an inch sign", '5" display', ['5"', "display"]],
  ["an empty quote", '"" x', ["x"]],
  ["the other quote inside", `"it's here" 'say "x" now'`, ["it's here", 'say "x" now']],
  ["nothing", "   ", []],
])("%s", (_, text, words) => {
  expect(toArgv(text).words).toEqual(words);
});

test("rest is what was typed", () => {
  expect(toArgv('  owner:"Team Payments"  api ').rest).toBe('owner:"Team Payments"  api');
});

test("a text without quotes is its words", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }).filter((word) => !/[\s"']/.test(word))), (words) => {
      expect(toArgv(words.join(" ")).words).toEqual(words);
    }),
    { numRuns: 500, verbose: 1 },
  );
});

test("any name without that quote survives being quoted", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((name) => !name.includes('"')),
      (name) => {
        expect(toArgv(`a "${name}" b`).words).toEqual(["a", name, "b"]);
      },
    ),
    { numRuns: 500, verbose: 1 },
  );
});
