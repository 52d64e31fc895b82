import { expect, test } from "vitest";
import { nearMiss } from "./near-miss.ts";

const names = ["whoowns", "find", "show", "deps", "deploys", "ci", "why", "help"];

test.each([
  ["whown", "whoowns"],
  ["whoonws", "whoowns"],
  ["WhoOwn", "whoowns"],
  ["hlep", "help"],
  ["hel", "help"],
  ["depploys", "deploys"],
])("%s most likely means %s", (typed, meant) => {
  expect(nearMiss(typed, names)).toBe(meant);
});

test.each(["ci", "cj", "payments-api", "when", "hopl", "", "x".repeat(4000)])("%s means no command", (typed) => {
  expect(nearMiss(typed, names)).toBeUndefined();
});
