import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Fault } from "../../playground/wire/faults.ts";
import { type TeamsBot, teamsBot } from "../../src/testing/teams-bot.ts";
import { expectAnsweredOnce, expectSaidRepeat } from "../../src/testing/teams-faults.ts";

let bot: TeamsBot;

beforeAll(async () => {
  bot = await teamsBot();
}, 60_000);
afterAll(() => bot.stop());
afterEach(() => {
  bot.pass(600_000);
  expect(bot.teams.violations).toEqual([]);
  bot.teams.heal();
  bot.teams.forget();
});

test.each<[string, Fault]>([
  ["asks for a new try", { status: 412, error: "PreconditionFailed" }],
  ["answers 500", { status: 500 }],
  ["answers 502", { status: 502 }],
  ["answers 503", { status: 503 }],
  ["cuts the connection three times each", { reset: true, times: 9 }],
  ["limits three times each", { retryAfterSec: 1, times: 9 }],
])("while Teams %s, everything is acknowledged in time and answered once", async (_, fault) =>
  expectAnsweredOnce(bot, fault),
);

test.each<[string, Fault]>([
  ["takes a message and answers 500", { accept: true, status: 500 }],
  ["takes a message and answers 502", { accept: true, status: 502 }],
  ["takes a message and answers after twelve seconds", { delayMs: 12_000 }],
])("when Teams %s, what comes again says that it may be a repeat", async (_, fault) => expectSaidRepeat(bot, fault));
