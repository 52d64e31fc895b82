import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Installation, install } from "../../src/testing/installation.ts";
import { type Asked, mistakesOf, saysRepeat } from "../../src/testing/mixed-load.ts";
import { mixedTeamsLoad } from "../../src/testing/mixed-teams-load.ts";
import { busyTenant, startServingTeams, teamsHome } from "../../src/testing/teams-process.ts";

let installation: Installation;

beforeAll(async () => {
  installation = await install();
}, 60_000);
afterAll(() => installation.remove());

test("SIGTERM under load lets what Teams was told to be taken be answered, within ten seconds, and nothing comes twice", async () => {
  const teams = await busyTenant();
  const home = await teamsHome(teams, { things: 100 });
  const load = mixedTeamsLoad(teams, 100);
  const asked: Asked[] = [];
  for (let round = 0; round < 5; round += 1) {
    const bot = await startServingTeams(installation, home, teams);
    const own = [...load.round(), ...load.round()];
    asked.push(...own);
    await Promise.race(own.map(({ settled }) => settled));
    await wait(round * 30);

    const startedMs = performance.now();
    const { exitCode, signal } = await bot.end();

    expect({ exitCode, signal }).toEqual({ exitCode: 0, signal: null });
    expect(performance.now() - startedMs).toBeLessThan(11_000);
    await Promise.all(own.map(({ settled }) => settled));
    expect(mistakesOf(own)).toEqual([]);
  }
  expect(teams.messages.filter(saysRepeat)).toEqual([]);
  expect(teams.violations).toEqual([]);
  expect(asked.filter(({ wasAcknowledged }) => wasAcknowledged()).length).toBeGreaterThan(10);
});
