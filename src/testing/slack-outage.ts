import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, vi } from "vitest";
import { type SimulatedSlack, startSlack } from "../../playground/slack/simulated-slack.ts";
import type { Fault } from "../../playground/wire/faults.ts";
import type { Installation } from "./installation.ts";
import { type Asked, loadPopulation, mistakesOf, mixedLoad } from "./mixed-load.ts";
import { plainSecrets, type ServingBot, type SlackHome, slackHome, startServing } from "./slack-process.ts";

/** Begins an outage; resolves with how it ends. */
export type Outage = (slack: SimulatedSlack) => Promise<() => Promise<void>>;

/** A fault in everything that is asked. */
export function faulty(fault: Fault): Outage {
  return async (slack) => {
    slack.fail("*", { ...fault, times: 1_000_000 });
    return async () => slack.heal();
  };
}

/** Nobody listens. */
export const closedPort: Outage = async (slack) => {
  await slack.goDown();
  return () => slack.comeBack();
};

/** Another server in Slack's place, which speaks another language. */
export const garbage: Outage = async (slack) => {
  await slack.goDown();
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.setTimeout(100, () => void socket.destroy());
    socket.end(Buffer.from("16030100a5010000a103030000", "hex"));
  });
  const { port } = new URL(slack.apiUrl);
  await new Promise<void>((resolve) => void server.listen(Number(port), "127.0.0.1", resolve));
  return async () => {
    await new Promise((resolve) => server.close(resolve));
    await slack.comeBack();
  };
};

/** How many things the catalog of `busyWorkspace` and `serving` has. */
export const things = 100;

/** A Slack with the people of the mixed load, until the test ends. */
export async function busyWorkspace(): Promise<SimulatedSlack> {
  const slack = await startSlack({ ...plainSecrets, ...loadPopulation, retryScale: 0.0001 });
  onTestFinished(() => slack.stop());
  return slack;
}

/** A bot that serves a workspace. */
export async function serving(
  installation: Installation,
): Promise<{ slack: SimulatedSlack; home: SlackHome; bot: ServingBot }> {
  const slack = await busyWorkspace();
  const home = await slackHome(slack, { secrets: plainSecrets, things });
  return { slack, home, bot: await startServing(installation, home, slack) };
}

/** Expects that all was acknowledged and is answered, once, and that the bot had nothing that it did not catch. */
export async function expectAnswered(asked: readonly Asked[], bot: ServingBot): Promise<void> {
  await Promise.all(asked.map(({ settled }) => settled));
  expect(asked.filter(({ wasAcknowledged }) => !wasAcknowledged()).map(({ what }) => what)).toEqual([]);
  await vi.waitFor(() => expect(mistakesOf(asked)).toEqual([]), { timeout: 60_000, interval: 50 });
  expect(bot.errors()).not.toMatch(/unhandled/);
}

/** Expects that a bot acknowledges in time during an outage, answers all of it afterwards, and ends as it should. */
export async function expectSurvived(installation: Installation, outage: Outage): Promise<void> {
  const { slack, bot } = await serving(installation);
  const load = mixedLoad(slack, things);
  await expectAnswered(load.talk(), bot);

  const end = await outage(slack);
  const asked = load.talk();
  await wait(1500);
  await end();

  await expectAnswered(asked, bot);
  expect(Math.max(...slack.deliveries.map(({ ms }) => ms))).toBeLessThan(3000);
  expect((await bot.end()).exitCode).toBe(0);
}
