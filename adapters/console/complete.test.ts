import { expect, test } from "vitest";
import { complete } from "./complete.ts";

const commands = [{ name: "whoowns" }, { name: "why" }, { name: "deps", aliases: ["dependencies"] }];

test.each([
  ["wh", ["whoowns ", "why "]],
  ["WHO", ["whoowns "]],
  ["", ["whoowns ", "why ", "deps "]],
  ["dep", ["deps "]],
  ["depe", ["dependencies "]],
  ["help wh", ["whoowns ", "why "]],
  ["whoowns pay", []],
  ["x", []],
])("%j can become %j", (line, hits) => {
  expect(complete(line, commands)[0]).toEqual(hits);
});

test("only the name is replaced", () => {
  expect(complete("help wh", commands)[1]).toBe("wh");
});
