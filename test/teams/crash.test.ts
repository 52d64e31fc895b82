import { afterAll, beforeAll, expect, test } from "vitest";
import { type Installation, install } from "../../src/testing/installation.ts";
import { killRounds } from "../../src/testing/kill-rounds.ts";
import { onTeams } from "../../src/testing/teams-process.ts";

let installation: Installation;

beforeAll(async () => {
  installation = await install();
}, 60_000);
afterAll(() => installation.remove());

test("killed at any moment, the bot loses nothing of Teams that it acknowledged and repeats nothing without saying so", async () => {
  const report = await killRounds(installation, { kills: 3, things: 40 }, onTeams);

  expect(report.mistakes).toEqual([]);
  expect(report.violations).toEqual([]);
  expect(report.complaints).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(3);
}, 120_000);
