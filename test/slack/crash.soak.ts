import { afterAll, beforeAll, expect, test } from "vitest";
import { type Installation, install } from "../../src/testing/installation.ts";
import { killInLanes } from "../../src/testing/kill-rounds.ts";

let installation: Installation;

beforeAll(async () => {
  installation = await install();
}, 60_000);
afterAll(() => installation.remove());

const runs = [
  ["over HTTP", { kills: 140, lanes: 3, things: 300 }],
  ["with 10,000 things", { kills: 30, lanes: 2, things: 10_000 }],
  ["in Socket Mode", { kills: 30, lanes: 2, things: 100, isSocket: true }],
] as const;

test.each(runs)(
  "killed many times %s, the bot loses nothing and repeats nothing without saying so",
  async (_, options) => {
    const report = await killInLanes(installation, options);
    const { kills, asked, acknowledged, repeats, readyMs } = report;
    // In the middle: beside others on a busy machine a start takes as long as it takes.
    const medianMs = readyMs[Math.floor(readyMs.length / 2)];
    const slowestMs = readyMs.at(-1);
    process.stderr.write(`${JSON.stringify({ kills, asked, acknowledged, repeats, medianMs, slowestMs })}\n`);

    expect(report.mistakes).toEqual([]);
    expect(report.violations).toEqual([]);
    expect(report.complaints).toEqual([]);
    expect(medianMs).toBeLessThan(5000);
  },
);
