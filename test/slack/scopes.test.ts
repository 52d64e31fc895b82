import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { scopes } from "../../adapters/slack/manifest/scopes.ts";
import type { Person } from "../../playground/slack/person/person.ts";
import type { SlackMessage } from "../../playground/slack/world.ts";
import { createParser } from "../../src/sync/parse/parser.ts";
import { type SlackBot, sampleWorkspace, slackBot } from "../../src/testing/slack-bot.ts";

const parser = createParser();
afterAll(() => parser.close());

const channel = "checkout-dev";
const all = scopes.map(({ scope }) => scope);
const answered = /^Team Payments owns payments-api/;

/** What somebody can do, and whether it works: each in a bot of its own mind, so that nothing waits for the other. */
const abilities: Readonly<Record<string, (bot: SlackBot) => Promise<boolean>>> = {
  async "a slash command is answered"({ slack, idle }) {
    const mia = slack.as("mia", { channel });
    await mia.slash("/whoowns", "payments-api");
    await idle();
    return hasAnswer(mia.sees(channel));
  },
  async "a shortcut opens its form"({ slack, idle }) {
    const mia = slack.as("mia", { channel });
    await mia.globalShortcut("find-in-catalog");
    await idle();
    return mia.view()?.["submit"] !== undefined;
  },
  async "a mention is answered"({ slack, idle }) {
    const mia = slack.as("mia", { channel });
    await mia.mention("whoowns payments-api");
    await idle();
    return hasAnswer(mia.sees(channel));
  },
  async "a direct message is answered"({ slack, idle }) {
    const mia = slack.as("mia", { channel: "im" });
    await mia.directMessage("whoowns payments-api");
    await idle();
    return hasAnswer(mia.seesDirect());
  },
  async "people are known"({ slack, idle }) {
    const mia = slack.as("mia", { channel });
    await mia.slash("/callboard", "mine");
    await idle();
    return mia.sees(channel).some(({ text }) => text.startsWith("Mia Chen owns"));
  },
  async "names have links"({ slack, idle }) {
    const mia = slack.as("mia", { channel });
    await mia.slash("/whoowns", "payments-api");
    await idle();
    return JSON.stringify(mia.sees(channel)).includes("slack.com/team/U0JONAS|Jonas Weber");
  },
  async "admins may operate"({ slack, idle }) {
    const ruth = slack.as("ruth", { channel });
    await ruth.slash("/callboard", "sync");
    await idle();
    return ruth.sees(channel).some(({ text }) => text === "1 source up to date");
  },
  async "a team is asked in its public channel"(bot) {
    return (await ask(bot, "lena")).some(({ channel: at }) => at === "C0PAYHELP");
  },
  async "who asked is told who takes the question"(bot) {
    const [question] = await ask(bot, "jonas");
    if (question === undefined) return false;
    await bot.slack.as("mia", { channel: "pay-help" }).press(question, "I'll take it");
    await bot.idle();
    return bot.slack
      .as("jonas")
      .seesDirect()
      .some(({ text }) => text.includes("takes your question"));
  },
  async "a team is asked in its private channel"(bot) {
    return (await ask(bot, "ruth", "payments-worker")).some(({ channel: at }) => at === "C0PAYDEV");
  },
  async "a team is asked where Callboard is no member"(bot) {
    bot.slack.leave("pay-help", bot.slack.botUserId);
    return (await ask(bot, "ada")).some(({ channel: at }) => at === "C0PAYHELP");
  },
};

/** What is lost without a scope; everything else works. */
const lost: Readonly<Record<string, readonly string[]>> = {
  "app_mentions:read": ["a mention is answered"],
  "channels:read": [
    "a team is asked in its public channel",
    "who asked is told who takes the question",
    "a team is asked where Callboard is no member",
  ],
  "chat:write": [
    "a mention is answered",
    "a direct message is answered",
    "a team is asked in its public channel",
    "who asked is told who takes the question",
    "a team is asked in its private channel",
    "a team is asked where Callboard is no member",
  ],
  "chat:write.public": ["a team is asked where Callboard is no member"],
  // All but these two begin with a slash command or a shortcut here.
  commands: Object.keys(abilities).filter(
    (name) => name !== "a mention is answered" && name !== "a direct message is answered",
  ),
  "groups:read": ["a team is asked in its private channel"],
  "im:history": ["a direct message is answered"],
  // Who asks cannot be told from a guest.
  "users:read": Object.keys(abilities).filter((name) => name !== "a shortcut opens its form"),
  "users:read.email": [
    "people are known",
    "names have links",
    "admins may operate",
    "who asked is told who takes the question",
  ],
};

function hasAnswer(messages: readonly SlackMessage[]): boolean {
  return messages.some(({ text }) => answered.test(text));
}

/** The messages that a question to the owner of a thing makes. */
async function ask({ slack, idle }: SlackBot, who: string, thing = "payments-api"): Promise<readonly SlackMessage[]> {
  const asker: Person = slack.as(who, { channel });
  await asker.slash("/whoowns", thing);
  await idle();
  const answer = asker.sees(channel).findLast(({ text }) => text.startsWith("Team Payments owns"));
  if (answer === undefined) return [];
  await asker.press(answer, "Ask the team");
  await idle();
  const form = asker.view();
  if (form === undefined || form["submit"] === undefined) return [];
  await asker.submit(form, { Question: "Why?" });
  await idle();
  return slack.messages.filter(({ text }) => text.startsWith("Question about"));
}

const payDev = { id: "C0PAYDEV", name: "pay-dev", isPrivate: true, members: ["U0MIA"] };

/** What works with these scopes, by name. */
async function working(granted: readonly string[]): Promise<{ works: readonly string[]; findings: readonly string[] }> {
  const bot = await slackBot({ parser, world: { scopes: granted, channels: [...sampleWorkspace.channels, payDev] } });
  onTestFinished(() => bot.stop());
  const works: string[] = [];
  for (const [name, attempt] of Object.entries(abilities)) {
    if (await attempt(bot)) works.push(name);
    bot.slack.forget();
    bot.slack.world.modals.clear();
    bot.pass(65_000);
  }
  const findings = await bot.app.diagnose(AbortSignal.timeout(20_000));
  expect(bot.lines.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([]);
  return { works, findings: findings.map(({ found, fix }) => `${found} ${fix ?? ""}`) };
}

test("with the scopes of the manifest everything works, and doctor misses none", async () => {
  const { works, findings } = await working(all);

  expect(works).toEqual(Object.keys(abilities));
  expect(findings.filter((finding) => finding.includes("scope"))).toEqual([]);
});

describe.each(scopes.map(({ scope }) => scope))("without %s", (scope) => {
  test("the bot starts, does all that needs it not, and doctor says what is lost", async () => {
    const { works, findings } = await working(all.filter((one) => one !== scope));

    // Every row of the table says that something is lost.
    expect(lost[scope]?.length).toBeGreaterThan(0);
    const missing = scopes.find((one) => one.scope === scope);
    expect(findings.filter((finding) => finding.startsWith("The scope "))).toEqual([
      expect.stringContaining(`The scope ${scope} is missing. ${missing?.lost}`),
    ]);
    expect({ lost: Object.keys(abilities).filter((name) => !works.includes(name)) }).toEqual({
      lost: lost[scope],
    });
  });
});
