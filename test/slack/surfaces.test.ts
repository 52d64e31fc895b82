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

const owner = "Team Payments owns payments-api (#pay-help)";
const texts = (messages: readonly SlackMessage[]): readonly string[] => messages.map(({ text }) => text);

test("a slash command is answered to its asker; public and Share here show it to all, with who shared it", async () => {
  const { slack, idle } = await bot();
  const mia = slack.as("mia", { channel: "checkout-dev" });
  const ada = slack.as("ada", { channel: "checkout-dev" });

  await mia.slash("/whoowns", "payments-api");
  await idle();
  expect(texts(ada.sees())).toEqual([]);
  await mia.press(last(mia.sees()), "Share here");
  await idle();
  expect(cardText(last(ada.sees()))).toContain("shared by <https://workspace.slack.com/team/U0MIA|Mia Chen>");
  await mia.slash("/whoowns", "payments-api public");
  await idle();

  expect(texts(ada.sees())).toEqual([owner, owner]);
  expect(cardText(last(ada.sees()))).not.toContain("Share here");
});

test("a slash command in the direct messages with the bot offers nobody to share its answer with", async () => {
  const { slack, idle } = await bot();
  const mia = slack.as("mia");
  await mia.directMessage("help");
  await idle();
  const alone = slack.as("mia", { channel: last(mia.seesDirect()).channel });

  await alone.slash("/whoowns", "payments-api");
  await idle();

  expect(last(alone.seesDirect()).text).toContain("Team Payments owns payments-api");
  expect(cardText(last(alone.seesDirect()))).not.toContain("Share here");
});

test("mentions are answered in the thread for all, direct messages where they were written", async () => {
  const { slack, idle } = await bot();
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.say("checkout is down");
  const root = last(mia.sees());

  await mia.mention("who owns payments-api?", { thread: root });
  await mia.directMessage("whoowns payments-api");
  await idle();

  const inThread = last(slack.as("ada").sees("checkout-dev"));
  expect([inThread.text, inThread.thread_ts]).toEqual([owner, root.ts]);
  expect(last(mia.seesDirect()).text).toBe(owner);
});

test("a choice takes the list's place, another button answers its presser alone", async () => {
  const { slack, idle } = await bot();
  const mia = slack.as("mia", { channel: "checkout-dev" });
  const ada = slack.as("ada", { channel: "checkout-dev" });
  await mia.mention("whoowns tax");
  await idle();

  await ada.press(last(ada.sees()), "Choose");
  await idle();
  expect(texts(mia.sees()).slice(1)).toEqual(["Team Tax owns tax-api (#tax)"]);
  await ada.pickOverflow(last(ada.sees()), "Dependencies");
  await idle();

  expect(last(ada.sees()).text).toMatch(/^Before changing tax-api/);
  expect(last(mia.sees()).text).toBe("Team Tax owns tax-api (#tax)");
});

test("a button that is older than its response_url is answered to its presser, in the channel or in a direct message", async () => {
  const { slack, idle } = await bot();
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.mention("whoowns payments-api");
  await idle();
  const answer = last(mia.sees());

  slack.fail("response_url", { error: "expired_url", times: 2 });
  await mia.press(answer, "Show details");
  await idle();
  expect(last(mia.sees())).toMatchObject({ text: "payments-api is a production service", visibleTo: "U0MIA" });
  slack.leave("checkout-dev", slack.botUserId);
  await mia.pickOverflow(answer, "Dependencies");
  await idle();

  expect(last(mia.seesDirect()).text).toMatch(/^Before changing payments-api/);
});

test("a question is taken once, its asker is told, and who comes second is told who has it", async () => {
  const started = await bot();
  const { slack, idle } = started;
  const lena = await ask(started, "lena");
  const question = last(slack.as("mia").sees("pay-help"));

  await slack.as("mia", { channel: "pay-help" }).press(question, "I'll take it");
  await idle();
  await slack.as("jonas", { channel: "pay-help" }).press(question, "I'll take it");
  await idle();

  expect(texts(lena.seesDirect())).toEqual(["Mia Chen takes your question about payments-api."]);
  expect(last(slack.as("jonas").sees("pay-help")).text).toMatch(/^Mia Chen took this question at \d\d:\d\d\.$/);
  expect(cardText(slack.as("jonas").sees("pay-help")[0] as SlackMessage)).toContain("Taken by");
});

test("a member whom the catalog does not know may ask, and only an admin may operate", async () => {
  const { slack, idle } = await bot();
  const ada = slack.as("ada", { channel: "checkout-dev" });
  const ruth = slack.as("ruth", { channel: "checkout-dev" });

  await ada.slash("/whoowns", "payments-api");
  await idle();
  await ada.slash("/callboard", "sync");
  await idle();
  await ruth.slash("/callboard", "sync");
  await idle();

  expect(texts(ada.sees())).toEqual([owner, "sync is for those who run Callboard. Ask one of its admins."]);
  expect(texts(ruth.sees())).toEqual(["1 source up to date"]);
});

test("guests, people of other organisations, bots and deactivated accounts are refused, and recorded once", async () => {
  const members = ["U0RUTH", "U0GUEST", "U0FAR", "U0ROBOT", "U0GONE"];
  const { slack, idle, pass } = await bot({
    world: {
      users: [
        { id: "U0RUTH", name: "ruth", realName: "Ruth Keller", email: "ruth.keller@acme.example" },
        { id: "U0GUEST", name: "guest", email: "mia.chen@acme.example", isGuest: "multi-channel" },
        { id: "U0FAR", name: "far", email: "jonas.weber@acme.example", teamId: "T0OTHER", isStranger: true },
        { id: "U0ROBOT", name: "robot", isBot: true },
        { id: "U0GONE", name: "gone", email: "lena.fischer@acme.example", isDeleted: true },
      ],
      channels: [{ id: "C0CHECKOUT", name: "checkout-dev", members }],
    },
  });

  for (const name of ["guest", "far", "robot", "gone", "guest", "far"]) {
    const person = slack.as(name, { channel: "checkout-dev" });
    await person.slash("/callboard", "mine");
    await idle();
    expect(
      texts(person.sees()).every((text) => text.startsWith("Callboard answers members of this organisation only")),
    ).toBe(true);
    pass(60_000);
  }
  const ruth = slack.as("ruth", { channel: "checkout-dev" });
  await ruth.slash("/callboard", "audit");
  await idle();

  const records = cardText(last(ruth.sees())).match(/refused: (\w+)/g);
  expect(records?.sort()).toEqual(["refused: bot", "refused: deactivated", "refused: external", "refused: guest"]);
});

test("in an organisation the same person in two workspaces is one", async () => {
  const enterpriseUser = { id: "W0LENA", teams: ["T0WORKSPACE", "T0SECOND"] };
  const lena = { name: "lena", realName: "Lena Fischer", email: "lena.fischer@acme.example", enterpriseUser };
  const members = ["U0LENA", "W0LENA"];
  const started = await bot({
    world: {
      enterprise: { id: "E0ACME", name: "Acme" },
      isEnterpriseInstall: true,
      teams: [{ id: "T0SECOND", name: "Second", domain: "second" }],
      users: [
        { id: "U0LENA", ...lena },
        { id: "W0LENA", ...lena, name: "lena-w", teamId: "T0SECOND" },
      ],
      channels: [
        { id: "C0CHECKOUT", name: "checkout-dev", members },
        { id: "C0PAYHELP", name: "pay-help" },
        { id: "C0SECOND", name: "second-dev", members, teamId: "T0SECOND" },
      ],
    },
  });
  const { slack, idle } = started;
  await ask(started, "lena");
  const second = slack.as("lena-w", { channel: "second-dev", teamId: "T0SECOND" });
  await second.slash("/whoowns", "payments-api");
  await idle();

  await second.press(last(second.sees("second-dev")), "Ask the team");
  await idle();
  const { errors } = await second.submit(opened(second), { Question: "Something else?" });

  expect(Object.values(errors)).toEqual(["You asked about payments-api a moment ago. Wait a minute."]);
});

test("Find in catalog opens a search, and what is chosen is shown in its place", async () => {
  const { slack, idle } = await bot();
  const ada = slack.as("ada", { channel: "checkout-dev" });
  await ada.globalShortcut("find-in-catalog");
  await idle();

  const { labels, options } = await ada.typeahead(opened(ada), "Name", "payments-api");
  await ada.submit(opened(ada), { Name: options[0] });
  await idle();

  expect(labels[0]).toBe("payments-api · service · Team Payments");
  expect(cardText(opened(ada))).toContain("*payments-api* is a production service");
  await ada.press(opened(ada), "Who owns this");
  await idle();
  expect(cardText(opened(ada))).toContain("*Team Payments* owns *payments-api*");
});

test("typed backticks stay what they are in an error", async () => {
  const { slack, idle } = await bot();
  const mia = slack.as("mia", { channel: "checkout-dev" });

  await mia.slash("/callboard", "help `x`");
  await idle();

  expect(cardText(last(mia.sees()))).toContain("section: There is no command “'x'”. `help all` lists them.");
});
