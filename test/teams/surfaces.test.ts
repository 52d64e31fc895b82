import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { TeamsMessage } from "../../playground/teams/world.ts";
import { type TeamsBot, teamsBot } from "../../src/testing/teams-bot.ts";
import { lastSaid, openDialog, said, shownTo } from "../../src/testing/teams-sight.ts";

let bot: TeamsBot;

beforeAll(async () => {
  bot = await teamsBot();
}, 60_000);
afterAll(() => bot.stop());
afterEach(() => {
  const { violations } = bot.teams;
  bot.pass(600_000);
  expect(violations).toEqual([]);
  bot.teams.forget();
  bot.teams.world.dialogs.clear();
});

const dev = "Checkout › dev";
const help = "Payments › help";
const owner = "Team Payments owns payments-api (Payments › help)";

/** Somebody in the channel where Team Checkout talks. */
const inDev = (name: string) => bot.teams.as(name, { channel: dev });
const inHelp = (name: string) => bot.teams.as(name, { channel: help });

/** What is left of a message for comparing: where it stands, and who sees it. */
const standing = ({ summary, thread, visibleTo }: TeamsMessage) => ({ summary, thread, visibleTo });

test("a slash command is answered for its asker's eyes; with public all see it, and there is nothing to share it with", async () => {
  const [lena, mia] = [inDev("lena.fischer"), inDev("mia.chen")];

  await lena.slash("/whoowns payments-api");
  await bot.idle();
  expect(said(lena.sees())).toEqual([owner]);
  expect(said(mia.sees())).toEqual([]);
  expect(shownTo(lena, lastSaid(lena.sees()))).not.toContain("Share");
  await lena.slash("/whoowns payments-api public");
  await bot.idle();

  expect(said(mia.sees())).toEqual([owner]);
  expect(shownTo(mia, lastSaid(mia.sees()))).toContain("shared by [Lena Fischer]");
});

test("a slash command in a group chat is answered for its asker's eyes, a mention there for all", async () => {
  const [mia, ruth] = ["mia.chen", "ruth.keller"].map((name) => bot.teams.as(name, { channel: "Release" }));

  await mia?.slash("whoowns payments-api");
  await bot.idle();
  expect([said(mia?.sees() ?? []), said(ruth?.sees() ?? [])]).toEqual([[owner], []]);
  await mia?.mention("who owns tax-api?");
  await bot.idle();

  expect(said(ruth?.sees() ?? [])).toEqual(["Team Tax owns tax-api (Tax › tax)"]);
});

test("a mention is answered for all in the thread in which it stands", async () => {
  const lena = inDev("lena.fischer");
  await lena.say("Checkout is down");
  const [root] = lena.sees();

  await lena.mention("who owns payments-api?", { thread: root });
  await lena.mention("who owns payments-api?");
  await bot.idle();

  const [first, second] = inDev("mia.chen")
    .sees()
    .filter(({ from }) => from.startsWith("28:"));
  const own = lena.sees().findLast(({ from }) => from === lena.person.id);
  expect([first, second].map((one) => one && standing(one)).map((one) => [one?.summary, one?.visibleTo])).toEqual([
    [owner, undefined],
    [owner, undefined],
  ]);
  expect(new Set([first?.thread, second?.thread])).toEqual(new Set([root?.id, own?.id]));
});

test("in the personal chat a question needs no mention, and nobody else sees the answer", async () => {
  const mia = bot.teams.as("mia.chen");

  await mia.say("whoowns payments-api");
  await bot.idle();

  expect(said(mia.seesPersonal())).toEqual([owner]);
  expect(bot.teams.messages.every(({ conversation }) => conversation === mia.conversation().id)).toBe(true);
});

test("where Teams has no messages for one person's eyes the answer is a direct message, and the channel says so", async () => {
  bot.teams.setTargetedMessages(false);
  const lena = inDev("lena.fischer");

  await lena.slash("whoowns payments-api");
  await bot.idle();
  bot.teams.setTargetedMessages(true);

  expect(said(lena.seesPersonal())).toEqual([owner]);
  expect(said(inDev("mia.chen").sees())).toEqual(["Answered in your direct messages."]);
  // That is tried again an hour later.
  bot.pass(3_700_000);
});

test("a button of a shared answer answers its presser alone", async () => {
  const [lena, mia] = [inDev("lena.fischer"), inDev("mia.chen")];
  await lena.mention("whoowns payments-api");
  await bot.idle();

  await mia.press(lastSaid(mia.sees()), "Show details");
  await bot.idle();

  expect(said(mia.sees())).toEqual([owner, "payments-api is a production service"]);
  expect(said(lena.sees())).toEqual([owner]);
});

test("a choice is replaced by the answer for who chose, and stays for the others", async () => {
  const [lena, mia] = [inDev("lena.fischer"), inDev("mia.chen")];
  await lena.mention("whoowns tax");
  await bot.idle();
  const list = lastSaid(mia.sees());
  expect(shownTo(mia, list)).toContain("[tax-api (in its place)]");

  await mia.press(list, "tax-api");
  await bot.idle();

  expect(shownTo(mia, lastSaid(mia.sees()))).toContain("**Team Tax** owns **tax-api**");
  expect(shownTo(lena, lastSaid(lena.sees()))).toContain("3 matches for “tax”");
  expect(said(mia.sees())).toHaveLength(1);
});

/** Asks the team that owns payments-api, from a private answer in a channel. */
async function ask(who: string, question: string, where = inDev) {
  const asker = where(who);
  await asker.slash("whoowns payments-api");
  await bot.idle();
  await asker.press(lastSaid(asker.sees()), "Ask the team");
  await bot.idle();
  const pressed = await asker.submit({ Question: question });
  await bot.idle();
  return { asker, pressed };
}

test("a question goes from a button through a dialog to the team's channel, is taken once, and its asker is told", async () => {
  const { asker: lena } = await ask("lena.fischer", "Can amounts be sent in minor units?");
  expect(shownTo(lena, openDialog(lena))).toContain("Sent to Payments › help.");
  const [mia, jonas] = [inHelp("mia.chen"), inHelp("jonas.weber")];
  const question = lastSaid(mia.sees());
  const text = shownTo(mia, question);

  await mia.press(question, "I'll take it");
  await bot.idle();

  expect(text).toContain("**Question about payments-api** from [Lena Fischer](chat with lena.fischer)");
  expect(text).toContain("Can amounts be sent in minor units?");
  expect(text).toContain("From Checkout › dev");
  expect(text).toContain("[Open the thread → https://teams.microsoft.com/l/");
  expect(shownTo(jonas, lastSaid(jonas.sees()))).toMatch(/Taken by \[Mia Chen\].*, \d\d:\d\d \w+/);
  expect(said(lena.seesPersonal())).toEqual(["Mia Chen takes your question about payments-api."]);
});

test("who presses a button that was there before somebody took the question is told who did", async () => {
  await ask("pavel.horak", "Who knows?");
  const [mia, jonas] = [inHelp("mia.chen"), inHelp("jonas.weber")];
  const question = lastSaid(mia.sees());

  await mia.press(question, "I'll take it");
  await bot.idle();
  // Their client still shows what was there.
  await jonas.press(question, "I'll take it");
  await bot.idle();

  expect(lastSaid(jonas.sees()).summary).toMatch(/^Mia Chen took this question at \d\d:\d\d/);
  expect(said(mia.sees())).toHaveLength(1);
});

test("a question that cannot be sent stays in its dialog with what is wrong, and an empty one is not sent at all", async () => {
  await ask("mia.chen", "The first one?");
  const { asker, pressed } = await ask("mia.chen", "The second one?");
  const dialog = shownTo(asker, openDialog(asker));

  const empty = await asker.submit({ Question: "" });

  expect(pressed.problem).toBeUndefined();
  expect(dialog).toContain("You asked about payments-api a moment ago. Wait a minute.");
  expect(dialog).toContain("The second one?");
  expect(Object.values(empty.errors ?? {})).toHaveLength(1);
  expect(said(inHelp("jonas.weber").sees())).toHaveLength(1);
});

test("a question from a group chat does not say from where", async () => {
  await ask("ruth.keller", "Why?", (name) => bot.teams.as(name, { channel: "Release" }));

  const jonas = inHelp("jonas.weber");
  expect(shownTo(jonas, lastSaid(jonas.sees()))).not.toMatch(/Release|From|teams\.microsoft\.com\/l\/message/);
});

test("a command without a name offers a search, whose dialog finds while typing and shows the answer", async () => {
  const lena = inDev("lena.fischer");
  await lena.slash("whoowns");
  await bot.idle();
  const [, launch = ""] = /\[([^\]]+)\]/.exec(shownTo(lena, lastSaid(lena.sees()))) ?? [];

  await lena.press(lastSaid(lena.sees()), launch);
  const found = await lena.search(openDialog(lena), "Name", "payments-a");
  await lena.submit({ Name: found[0]?.["title"] });

  expect(found[0]?.["title"]).toBe("payments-api · service · Team Payments");
  expect(shownTo(lena, openDialog(lena))).toContain("**Team Payments** owns **payments-api**");
});

test("the menu of a message says who owns what is in it, also where the bot is not", async () => {
  bot.teams.addGroupChat({ name: "Elsewhere", members: ["mia.chen", "lena.fischer"], withoutApp: true });
  const mia = bot.teams.as("mia.chen");
  await mia.say("help");
  await bot.idle();
  const there = bot.teams.as("mia.chen", { channel: "Elsewhere" });
  await there.say("payments-api answers 500 again");

  const { problem } = await there.messageAction("who-owns-this", there.sees()[0] as TeamsMessage);
  await bot.idle();

  expect(problem).toBeUndefined();
  expect(shownTo(there, openDialog(there))).toContain("**Team Payments** owns **payments-api**");
  expect(said(there.sees())).toEqual([]);
});

test("Find in catalog opens a search from anywhere, and its answer's buttons work in the dialog", async () => {
  const lena = inDev("lena.fischer");
  await lena.composeAction("find-in-catalog");

  const found = await lena.search(openDialog(lena), "Name", "payments-api");
  await lena.submit({ Name: found[0]?.["title"] });
  expect(shownTo(lena, openDialog(lena))).toContain("**payments-api** is a production service");
  await lena.press(openDialog(lena), "Who owns this");
  await bot.idle();

  expect(shownTo(lena, openDialog(lena))).toContain("**Team Payments** owns **payments-api**");
});

test("whoever installs the app is greeted once, for all to see, and again only after it was removed", async () => {
  const ruth = bot.teams.as("ruth.keller");
  const general = bot.teams.as("mia.chen", { channel: "Tax › General" });
  const greeting = "Callboard: who owns it, who to tell, what is missing";

  await bot.teams.install("ruth.keller");
  await bot.teams.install("ruth.keller");
  await bot.idle();
  expect(said(ruth.seesPersonal())).toEqual([greeting]);
  await bot.teams.uninstall("Tax");
  await bot.teams.install("Tax");
  await bot.idle();

  const [card, ...others] = bot.teams.messages.filter(({ conversation }) => conversation === general.conversation().id);
  expect(others).toEqual([]);
  expect(card?.summary).toBe(greeting);
});

test("only an admin may operate, known by the directory or by the sign-in name; anybody of the organisation may ask", async () => {
  const [ada, ruth] = ["ada", "ruth.keller"].map((name) => bot.teams.as(name));

  for (const text of ["whoowns payments-api", "sync"]) {
    await ada?.say(text);
    await bot.idle();
  }
  await ruth?.say("sync");
  await bot.idle();

  expect(said(ada?.seesPersonal() ?? [])).toEqual([
    owner,
    "sync is for those who run Callboard. Ask one of its admins.",
  ]);
  expect(said(ruth?.seesPersonal() ?? [])).toEqual(["1 source up to date"]);
});
