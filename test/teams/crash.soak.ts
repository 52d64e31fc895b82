import { afterAll, beforeAll, expect, test } from "vitest";
import { type Installation, install } from "../../src/testing/installation.ts";
import { killInLanes } from "../../src/testing/kill-rounds.ts";
import { onTeams } from "../../src/testing/teams-process.ts";

let installation: Installation;

beforeAll(async () => {
  installation = await install();
}, 60_000);
afterAll(() => installation.remove());

test("killed many times, the bot loses nothing of Teams and repeats nothing without saying so", async () => {
  const report = await killInLanes(installation, { kills: 90, lanes: 3, things: 300 }, onTeams);
  const { kills, asked, acknowledged, repeats } = report;
  process.stderr.write(`${JSON.stringify({ kills, asked, acknowledged, repeats })}\n`);

  expect(report.mistakes).toEqual([]);
  expect(report.violations).toEqual([]);
  expect(report.complaints).toEqual([]);
});
