import { expect, vi } from "vitest";
import type { Fault } from "../../playground/wire/faults.ts";
import { saysRepeat } from "./mixed-load.ts";
import type { TeamsBot } from "./teams-bot.ts";

/** What everybody is told here. */
export const owner = "Team Payments owns payments-api (Payments › help)";

/** Somebody asks on every surface that is answered with a message: each in a conversation of their own. */
async function askAll(bot: TeamsBot): Promise<() => readonly (readonly [string, boolean][])[]> {
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

const soon = { timeout: 60_000, interval: 20 };

/** Expects that everything is acknowledged in time and answered once while Teams does nothing of what it is asked. */
export async function expectAnsweredOnce(bot: TeamsBot, fault: Fault): Promise<void> {
  bot.teams.fail("sendToConversation", { times: 3, ...fault });

  const answers = await askAll(bot);

  await vi.waitFor(() => {
    for (const seen of answers()) expect(seen.map(([text]) => text)).toEqual([owner]);
  }, soon);
  await bot.idle();
  for (const seen of answers()) expect(seen).toHaveLength(1);
}

/** Expects that what Teams did without saying so comes again once, and says that it may be a repeat. */
export async function expectSaidRepeat(bot: TeamsBot, fault: Fault): Promise<void> {
  bot.teams.fail("sendToConversation", { times: 3, ...fault });

  const answers = await askAll(bot);

  await vi.waitFor(() => {
    for (const seen of answers()) {
      expect(seen.map(([text]) => text)).toEqual([owner, owner]);
      // What Teams is slow to show may come after its repeat.
      expect(seen.map(([, isMarked]) => isMarked).toSorted()).toEqual([false, true]);
    }
  }, soon);
  await bot.idle();
  for (const seen of answers()) expect(seen).toHaveLength(2);
}
