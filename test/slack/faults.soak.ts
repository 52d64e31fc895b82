import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Installation, install } from "../../src/testing/installation.ts";
import { mixedLoad } from "../../src/testing/mixed-load.ts";
import {
  closedPort,
  expectAnswered,
  expectSurvived,
  faulty,
  garbage,
  type Outage,
  serving,
  things,
} from "../../src/testing/slack-outage.ts";
import { startServing } from "../../src/testing/slack-process.ts";

let installation: Installation;

beforeAll(async () => {
  installation = await install();
}, 60_000);
afterAll(() => installation.remove());

test.each<[string, Outage]>([
  ["answers 500", faulty({ status: 500 })],
  ["answers 502", faulty({ status: 502 })],
  ["answers 503", faulty({ status: 503 })],
  ["answers 504", faulty({ status: 504 })],
  ["is somebody else", garbage],
  ["hangs", faulty({ delayMs: 30_000, reset: true })],
  ["cuts connections", faulty({ reset: true })],
  ["takes everything and cuts the connection", faulty({ acceptThenReset: true })],
  ["sends a byte at a time", faulty({ slowBodyBytesPerSec: 1 })],
])("while Slack %s, all is acknowledged in time, and answered afterwards", async (_, outage) =>
  expectSurvived(installation, outage),
);

test("while Slack is away, SIGTERM ends the bot within ten seconds, and the next one answers", async () => {
  const { slack, home, bot } = await serving(installation);
  const end = await closedPort(slack);
  const asked = mixedLoad(slack, things).talk();
  await Promise.all(asked.map(({ settled }) => settled));
  const startedMs = performance.now();

  const { exitCode } = await bot.end();
  const tookMs = performance.now() - startedMs;
  await end();

  expect(exitCode).toBe(0);
  expect(tookMs).toBeLessThan(12_000);
  await expectAnswered(asked, await startServing(installation, home, slack));
}, 90_000);

test("thousands of commands, with outages between them, leave the memory as it was", async () => {
  const { slack, bot } = await serving(installation);
  const names = Array.from({ length: 200 }, (_, index) => {
    const user = slack.addUser({ name: `user-${index}`, email: `user-${index}@acme.example` });
    slack.world.channels.get("C0DEV")?.members.add(user.id);
    return user.name;
  });
  const residentMb = async (): Promise<number> => {
    const status = await readFile(`/proc/${bot.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  };
  /** A few commands of everybody; those of an outage in between are answered late. */
  const rounds = async (count: number): Promise<void> => {
    for (let round = 0; round < count; round += 1) {
      const heal = round % 3 === 0 ? await faulty({ status: 503 })(slack) : async () => undefined;
      for (let first = 0; first < names.length; first += 20) {
        const some = names.slice(first, first + 20).map((name) => slack.as(name, { channel: "dev" }));
        await Promise.all(some.map((person) => person.slash("/whoowns", `thing-${round % 100}`)));
      }
      await heal();
      await wait(500);
      slack.forget();
    }
  };
  await rounds(6);
  const beforeMb = await residentMb();

  await rounds(20);
  await wait(8000);
  const afterMb = await residentMb();

  process.stderr.write(`memory ${Math.round(beforeMb)} MB, then ${Math.round(afterMb)} MB\n`);
  expect(afterMb - beforeMb).toBeLessThan(50);
  expect(bot.errors()).not.toMatch(/unhandled/);
  expect((await bot.end()).exitCode).toBe(0);
});
