import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Fault } from "../../playground/wire/faults.ts";
import { type TeamsBot, teamsBot } from "../../src/testing/teams-bot.ts";
import { expectAnsweredOnce, expectSaidRepeat, owner } from "../../src/testing/teams-faults.ts";
import { said } from "../../src/testing/teams-sight.ts";

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
  ["cuts the connection", { reset: true }],
  ["says to come again in a second", { retryAfterSec: 1 }],
])("while Teams %s, everything is acknowledged in time and answered once", async (_, fault) =>
  expectAnsweredOnce(bot, fault),
);

test.each<[string, Fault]>([
  ["takes a message and cuts the connection", { acceptThenReset: true }],
  ["takes a message and answers 504", { accept: true, status: 504 }],
])("when Teams %s, what comes again says that it may be a repeat", async (_, fault) => expectSaidRepeat(bot, fault));

test("while nothing of Teams answers, a dialog opens and what is pressed there waits for no call", async () => {
  const { teams } = bot;
  const ana = teams.as("ana.silva");
  await ana.say("help");
  await bot.idle();
  teams.fail("*", { status: 503, times: 1_000 });

  const { problem } = await ana.composeAction("find-in-catalog");
  const found = await ana.search(ana.dialog() as never, "Name", "payments-api");
  teams.heal();
  await bot.idle();

  expect(problem).toBeUndefined();
  expect(found[0]?.["title"]).toContain("payments-api");
});

test("while the sign-in is away, what is asked is answered when it is back", async () => {
  const { teams } = bot;
  const jonas = teams.as("jonas.weber");
  teams.fail("sendToConversation", { status: 401, error: "Unauthorized" });
  teams.fail("token", { status: 503, times: 2 });

  await jonas.say("whoowns payments-api");
  await bot.idle();

  expect(said(jonas.seesPersonal())).toEqual([owner]);
});
