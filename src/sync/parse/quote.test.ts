import { expect, test } from "vitest";
import { quote } from "./quote.ts";

test("foreign text is cut to 60 characters, on one line, without invisible characters", () => {
  expect(quote("a\n\u202Eb\u0000c")).toBe('"a b c"');
  expect(quote("x".repeat(61))).toBe(`"${"x".repeat(59)}…"`);
  expect(quote("😀".repeat(60))).toBe(`"${"😀".repeat(60)}"`);
  expect(quote({ a: [1] })).toBe('"{"a":[1]}"');
  expect(quote(undefined)).toBe('"undefined"');
});
