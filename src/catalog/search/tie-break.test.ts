import { expect, test } from "vitest";
import { type Query, readQuery } from "./query.ts";
import { breakTies } from "./tie-break.ts";

function query(text: string): Query {
  const read = readQuery(text);
  if (read === undefined) throw new Error("blank");
  return read;
}

test("of near equals the name that Fuse finds likest comes first, and scores stay in falling order", () => {
  const found = [
    { name: "zebra-billing", score: 0.8 },
    { name: "payment", score: 0.795 },
    { name: "other", score: 0.5 },
  ];

  const ordered = breakTies(query("payment"), found);

  expect(ordered.map(({ name }) => name)).toEqual(["payment", "zebra-billing", "other"]);
  expect(ordered.map(({ score }) => score)).toEqual([0.8, 0.795, 0.5]);
});

test("what is clearly better stays first", () => {
  const found = [
    { name: "zebra", score: 0.8 },
    { name: "payment", score: 0.7 },
  ];

  expect(breakTies(query("payment"), found)).toBe(found);
});

test("an exact name is never moved", () => {
  const found = [
    { name: "b", score: 1 },
    { name: "a", score: 1 },
  ];

  expect(breakTies(query("a"), found)).toBe(found);
});

test("nothing stays nothing", () => {
  expect(breakTies(query("a"), [])).toEqual([]);
});
