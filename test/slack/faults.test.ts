import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Installation, install } from "../../src/testing/installation.ts";
import { type Asked, mistakesOf, mixedLoad } from "../../src/testing/mixed-load.ts";
import {
  busyWorkspace,
  closedPort,
  expectAnswered,
  expectSurvived,
  serving,
  things,
} from "../../src/testing/slack-outage.ts";
import { plainSecrets, slackHome, startServing } from "../../src/testing/slack-process.ts";
import { smallDisk } from "../../src/testing/small-disk.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

let installation: Installation;

beforeAll(async () => {
  installation = await install();
}, 60_000);
afterAll(() => installation.remove());

describe("while Slack", () => {
  test(
    "has its port closed, all is acknowledged in time, and answered afterwards",
    async () => expectSurvived(installation, closedPort),
    90_000,
  );

  test("limits messages, commands are answered at once and mentions afterwards", async () => {
    const { slack, bot } = await serving(installation);
    const load = mixedLoad(slack, things);
    await expectAnswered(load.talk(), bot);
    const beganMs = performance.now();
    slack.fail("chat.postMessage", { retryAfterSec: 4 });

    const asked = load.talk();
    const commands = asked.filter(({ what }) => what.startsWith("/"));
    await expectAnswered(commands, bot);
    const answeredMs = performance.now() - beganMs;

    await expectAnswered(asked, bot);
    expect(commands.length).toBeGreaterThan(0);
    expect(answeredMs).toBeLessThan(3500);
    expect(performance.now() - beganMs).toBeGreaterThan(3900);
  }, 60_000);
});

test("on a full disk what cannot be kept is refused and the doctor says so; with room it goes on by itself", async (context) => {
  const dataFolder = await temporaryFolder();
  const disk = smallDisk(dataFolder);
  if (disk === undefined) return context.skip("a small disk cannot be mounted here (unshare, mount)");
  const slack = await busyWorkspace();
  const home = await slackHome(slack, { secrets: plainSecrets, things, dataFolder });
  const bot = await startServing(installation, home, slack, { command: disk.command });
  const load = mixedLoad(slack, things);
  const before = load.talk();
  await Promise.race(before.map(({ settled }) => settled));

  disk.fill(bot.pid);
  const refused = await vi.waitFor(async () => {
    const { status, ms } = await slack.as("mia", { channel: "dev" }).slash("/whoowns", "thing-1");
    expect(status).toBe(503);
    return { ms };
  }, 10_000);
  const doctor = installation.start(["doctor"], {
    cwd: home.cwd,
    env: { ...home.env, CALLBOARD_CONFIG: `${home.cwd}/callboard.yaml` },
    command: disk.beside(bot.pid),
  });
  const diagnosis = await doctor.ended;
  disk.empty(bot.pid);
  const roomMs = performance.now();
  await vi.waitFor(
    async () => expect((await slack.as("jon", { channel: "dev" }).slash("/whoowns", "thing-2")).status).toBe(200),
    {
      timeout: 40_000,
      interval: 200,
    },
  );
  const recoveredMs = performance.now() - roomMs;

  expect(refused.ms).toBeLessThan(3000);
  expect(diagnosis).toMatchObject({ exitCode: 1 });
  expect(diagnosis.output).toContain("the disk is full (ENOSPC)");
  expect(recoveredMs).toBeLessThan(30_000);
  await vi.waitFor(() => expect(mistakesOf(before)).toEqual([]), { timeout: 20_000, interval: 50 });
  await expectAnswered(load.talk(), bot);
}, 90_000);

test("somebody who asks without end is told once, and does not slow the others", async () => {
  const { slack, bot } = await serving(installation);
  /** How long an answer takes somebody who asks now and then, in the middle. */
  const medianMs = async (name: string): Promise<number> => {
    const person = slack.as(name, { channel: "dev" });
    const times: number[] = [];
    for (let count = 0; count < 9; count += 1) {
      const thing = `thing-${count}`;
      const seen = slack.messages.length;
      const isAnswered = () =>
        slack.messages
          .slice(seen)
          .some(({ text, visibleTo }) => visibleTo === person.user.id && text.includes(`owns ${thing} `));
      const startedMs = performance.now();
      await person.slash("/whoowns", thing);
      await vi.waitFor(() => expect(isAnswered()).toBe(true), { timeout: 20_000, interval: 5 });
      times.push(performance.now() - startedMs);
      await wait(100);
    }
    return times.toSorted((a, b) => a - b)[4] ?? Number.NaN;
  };
  await medianMs("mia");
  const alone = await medianMs("mia");

  const ada = slack.as("ada", { channel: "dev" });
  const flood: Promise<{ readonly status: number }>[] = [];
  const timer = setInterval(() => flood.push(ada.slash("/whoowns", "thing-99")), 10);
  const beside = await medianMs("jon");
  clearInterval(timer);
  const answers = await Promise.all(flood);

  const told = slack.messages.filter(
    ({ text, visibleTo }) => visibleTo === "U0ADA" && text.startsWith("That is more than"),
  );
  process.stderr.write(
    `median alone ${Math.round(alone)} ms, beside ${flood.length} commands ${Math.round(beside)} ms\n`,
  );
  expect(flood.length).toBeGreaterThan(50);
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(told).toHaveLength(1);
  expect(beside).toBeLessThan(3 * alone + 200);
  expect((await bot.end()).exitCode).toBe(0);
}, 60_000);

test.each([false, true])(
  "SIGTERM under load lets what was acknowledged be answered, within ten seconds, and nothing comes twice (socket: %s)",
  async (isSocket) => {
    const slack = await busyWorkspace();
    const home = await slackHome(slack, { secrets: plainSecrets, things, isSocket });
    const load = mixedLoad(slack, things);
    const asked: Asked[] = [];
    for (let round = 0; round < 3; round += 1) {
      const bot = await startServing(installation, home, slack);
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
    const repeats = slack.messages.filter(({ blocks }) => JSON.stringify(blocks ?? []).includes("Possible repeat"));
    expect(repeats).toEqual([]);
    expect(asked.filter(({ wasAcknowledged }) => wasAcknowledged()).length).toBeGreaterThan(10);
  },
  90_000,
);

test("a second bot on the same data folder ends and names the one that has it", async () => {
  const { home, bot } = await serving(installation);
  const run = async (args: readonly string[]) => {
    const startedMs = performance.now();
    const end = await installation.start(args, { cwd: home.cwd, env: home.env }).ended;
    return { ...end, ms: performance.now() - startedMs };
  };
  const { ms: programMs } = await run(["help"]);

  const second = await run(["start"]);

  expect(second.exitCode).toBeGreaterThan(0);
  expect(second.errors).toContain(String(bot.pid));
  // How long the program itself takes to load depends on the machine.
  expect(second.ms - programMs).toBeLessThan(2000);
  expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
}, 60_000);
