import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Fault } from "../../playground/wire/faults.ts";
import { saysRepeat } from "../../src/testing/mixed-load.ts";
import { type TeamsBot, teamsBot } from "../../src/testing/teams-bot.ts";
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

const owner = "Team Payments owns payments-api (help)";

/** Somebody asks on every surface that is answered with a message: each in a conversation of their own. */
async function askAll(): Promise<() => readonly (readonly [string, boolean][])[]> {
  const { teams } = bot;
  const lena = teams.as("lena.fischer", { channel: "Checkout › dev" });
  const mia = teams.as("mia.chen", { channel: "Release" });
  const ruth = teams.as("ruth.keller");
  const sent = await Promise.all([
    lena.slash("whoowns payments-api"),
    mia.mention("whoowns payments-api"),
    ruth.say("whoowns payments-api"),
  ]);
  expect(sent.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(Math.max(...sent.map(({ ms }) => ms))).toBeLessThan(3000);
  return () =>
    [lena.sees(), mia.sees(), ruth.seesPersonal()].map((messages) =>
      messages
        .filter(({ from }) => from.startsWith("28:"))
        .map((one): [string, boolean] => [one.summary ?? "", saysRepeat(one)]),
    );
}

const soon = { timeout: 20_000, interval: 20 };

test.each<[string, Fault]>([
  ["cuts the connection", { reset: true, times: 3 }],
  ["says to come again in a second", { retryAfterSec: 1, times: 3 }],
  ["asks for a new try", { status: 412, error: "PreconditionFailed", times: 3 }],
  ["answers 502", { status: 502, times: 3 }],
  ["answers 503", { status: 503, times: 3 }],
])("while Teams %s, everything is acknowledged in time and answered once", async (_, fault) => {
  bot.teams.fail("sendToConversation", fault);

  const answers = await askAll();

  await vi.waitFor(() => {
    for (const seen of answers()) expect(seen.map(([text]) => text)).toEqual([owner]);
  }, soon);
  await bot.idle();
  for (const seen of answers()) expect(seen).toHaveLength(1);
});

test.each<[string, Fault]>([
  ["takes a message and cuts the connection", { acceptThenReset: true, times: 3 }],
  ["takes a message and answers 500", { accept: true, status: 500, times: 3 }],
  ["takes a message and answers 504", { accept: true, status: 504, times: 3 }],
])("when Teams %s, what comes again says that it may be a repeat", async (_, fault) => {
  bot.teams.fail("sendToConversation", fault);

  const answers = await askAll();

  await vi.waitFor(() => {
    for (const seen of answers())
      expect(seen).toEqual([
        [owner, false],
        [owner, true],
      ]);
  }, soon);
  await bot.idle();
  for (const seen of answers()) expect(seen).toHaveLength(2);
});

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
