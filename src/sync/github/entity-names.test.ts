import { expect, test } from "vitest";
import { entityNames } from "./entity-names.ts";

test("names that a catalog accepts stay as they are", () => {
  const names = ["mia-chen", "jonas_acme", "Platform", "a", "0.9", "x".repeat(63)];

  expect([...entityNames(names)]).toEqual(names.map((name) => [name, name]));
});

test("others are cut to what is allowed", () => {
  const names = entityNames(["_ops-", "dependabot[bot]", "-", "équipe", "data..", "チーム"]);

  expect(Object.fromEntries(names)).toEqual({
    "_ops-": "ops",
    "dependabot[bot]": "dependabot-bot",
    "-": "3973e022",
    équipe: "equipe",
    "data..": "data",
    チーム: expect.stringMatching(/^[0-9a-f]{8}$/),
  });
});

test("no two come to the same, whatever their letters' case", () => {
  const names = [...entityNames(["Ops", "ops-", "ops--", `${"x".repeat(63)}y`, `${"x".repeat(63)}z`]).values()];

  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(5);
  expect(names[0]).toBe("Ops");
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
});
