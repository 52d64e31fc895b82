import { afterAll, expect, onTestFinished, test } from "vitest";
import type { Person } from "../../playground/slack/person/person.ts";
import type { SlackMessage, View } from "../../playground/slack/world.ts";
import { createParser } from "../../src/sync/parse/parser.ts";
import { type SlackBot, type SlackBotOptions, slackBot } from "../../src/testing/slack-bot.ts";
import { cardText } from "../../src/testing/slack-card.ts";

const parser = createParser();
afterAll(() => parser.close());

/** A bot that ends with the test; whatever it did, Slack had nothing to complain of. */
async function bot(options: SlackBotOptions = {}): Promise<SlackBot> {
  const started = await slackBot({ parser, ...options });
  onTestFinished(async () => {
    await started.stop();
    expect(started.slack.violations).toEqual([]);
  });
  return started;
}

const last = (messages: readonly SlackMessage[]): SlackMessage => {
  const message = messages.at(-1);
  if (message === undefined) throw new Error("nothing is shown");
  return message;
};

const opened = (person: Person): View => {
  const view = person.view();
  if (view === undefined) throw new Error("no form is open");
  return view;
};

/** Asks the team that owns payments-api, from a private answer in a channel. */
async function ask({ slack, idle }: SlackBot, who: string, channel = "checkout-dev"): Promise<Person> {
  const asker = slack.as(who, { channel });
  await asker.slash("/whoowns", "payments-api");
  await idle();
  await asker.press(last(asker.sees(channel)), "Ask the team");
  await idle();
  await asker.submit(opened(asker), { Question: "Can amounts be sent in minor units?" });
  await idle();
  return asker;
}

test("a question says who asks by full name, and from which public channel", async () => {
  const started = await bot();

  await ask(started, "lena");

  const question = last(started.slack.as("mia").sees("pay-help"));
  expect(cardText(question)).toMatchInlineSnapshot(`
    "N: Question about payments-api from Lena Fischer
    section: *Question about payments-api* from <https://workspace.slack.com/team/U0LENA|Lena Fischer>
      > Can amounts be sent in minor units?
      From #checkout-dev
    actions: [I'll take it] [Open the thread → https://workspace.slack.com/archives/C0CHECKOUT]"
  `);
});

test("a question from a private channel does not say from where", async () => {
  const started = await bot();

  await ask(started, "lena", "secret");

  const question = last(started.slack.as("mia").sees("pay-help"));
  expect(cardText(question)).not.toMatch(/secret|From|archives/);
});

test("a question from a thread leads back to that thread", async () => {
  const started = await bot();
  const { slack, idle } = started;
  const lena = slack.as("lena", { channel: "checkout-dev" });
  await lena.mention("whoowns payments-api");
  await idle();
  const [root, answer] = lena.sees("checkout-dev");

  await lena.press(answer as SlackMessage, "Ask the team");
  await idle();
  await lena.submit(opened(lena), { Question: "Why?" });
  await idle();

  const path = `C0CHECKOUT/p${answer?.ts.replace(".", "")}?thread_ts=${root?.ts}&cid=C0CHECKOUT`;
  expect(cardText(last(slack.as("mia").sees("pay-help")))).toContain(
    `[Open the thread → https://workspace.slack.com/archives/${path}]`,
  );
});
