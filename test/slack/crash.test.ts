import { afterAll, beforeAll, expect, test } from "vitest";
import { type Installation, install } from "../../src/testing/installation.ts";
import { killRounds } from "../../src/testing/kill-rounds.ts";

let installation: Installation;

beforeAll(async () => {
  installation = await install();
}, 60_000);
afterAll(() => installation.remove());

test("killed at any moment, the bot loses nothing that it acknowledged and repeats nothing without saying so", async () => {
  const report = await killRounds(installation, { kills: 5, things: 60 });

  expect(report.mistakes).toEqual([]);
  expect(report.violations).toEqual([]);
  expect(report.complaints).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(5);
  expect(report.readyMs.at(-1)).toBeLessThan(5000);
}, 120_000);

test("what was left is answered from the catalog that was known, however long that takes to load", async () => {
  const report = await killRounds(installation, { kills: 1, things: 4000 });

  expect(report.mistakes).toEqual([]);
}, 120_000);
