import { afterAll, beforeAll, expect, test } from "vitest";
import type { SimulatedSlack } from "../playground/slack/simulated-slack.ts";
import type { SlackMessage } from "../playground/slack/world.ts";
import type { SimulatedTeams } from "../playground/teams/simulated-teams.ts";
import type { ConfiguredSource } from "../src/sync/sync-source.ts";
import { component, documents, group, user } from "../src/testing/descriptor.ts";
import { createMemorySource } from "../src/testing/memory-source.ts";
import { type ServedBot, servedBot } from "../src/testing/served-bot.ts";
import { introduceSlack, slackAdapter, slackWorkspace } from "../src/testing/slack-bot.ts";
import { introduceTeams, registration, sampleTenant, teamsAdapter, teamsTenant } from "../src/testing/teams-bot.ts";
import { lastSaid, openDialog, said, shownTo } from "../src/testing/teams-sight.ts";

let slack: SimulatedSlack;
let teams: SimulatedTeams;
let bot: ServedBot;

/** Whoever has an id in Slack is somebody else in the tenant that is called as the workspace is. */
const tenantId = "T0WORKSPACE";
const sameIds: Readonly<Record<string, string>> = { "lena.fischer": "U0MIA", "mia.chen": "U0LENA", ada: "U0RUTH" };

/** A team that listens on both, and people who are in it or not. */
function catalog(): ConfiguredSource {
  const annotations = { "slack.com/bot-notify": "#pay-help", "callboard.dev/teams-channel": "Payments › help" };
  const person = (name: string, memberOf: readonly string[]): string =>
    user(name, { spec: { profile: { email: `${name}@acme.example` }, memberOf } });
  const source = createMemorySource("both");
  const file = documents(
    group("team-payments", { title: "Team Payments", annotations }),
    component("payments-api", { spec: { owner: "team-payments" } }),
    person("mia.chen", ["team-payments"]),
    ...["lena.fischer", "ruth.keller", "aisha.bello"].map((name) => person(name, [])),
  );
  source.tree("acme/both", { files: { "catalog-info.yaml": file } });
  return { source, isTrusted: true, paths: ["**/*.yaml"] };
}

beforeAll(async () => {
  slack = await slackWorkspace();
  const people = sampleTenant.people.map(({ directoryId: _, ...person }) => {
    const id = sameIds[person.name];
    return { ...person, ...(id !== undefined && { directoryId: id }) };
  });
  teams = await teamsTenant({ tenantId, people });
  bot = await servedBot(
    (parts) => [slackAdapter(slack, parts), teamsAdapter(teams, parts, { ...registration, tenantId })],
    { sources: [catalog()] },
  );
  await introduceSlack(slack, bot);
  await introduceTeams(teams, bot, idle);
}, 60_000);

afterAll(async () => {
  await bot.stop();
  await Promise.all([slack.stop(), teams.stop()]);
  expect([slack.violations, teams.violations]).toEqual([[], []]);
});

async function idle(): Promise<void> {
  await Promise.all([slack.settled(), teams.settled()]);
  await bot.idle();
}

const texts = (messages: readonly SlackMessage[]): readonly string[] => messages.map(({ text }) => text);

test("a question stays on the platform on which it was asked, with that platform's channel and people", async () => {
  const inSlack = slack.as("lena", { channel: "checkout-dev" });
  const inTeams = teams.as("aisha.bello", { channel: "Checkout › dev" });

  await Promise.all([inSlack.slash("/whoowns", "payments-api"), inTeams.slash("whoowns payments-api")]);
  await idle();
  expect(texts(inSlack.sees())).toEqual(["Team Payments owns payments-api (#pay-help)"]);
  expect(said(inTeams.sees())).toEqual(["Team Payments owns payments-api (Payments › help)"]);
  await inSlack.press(inSlack.sees().at(-1) as SlackMessage, "Ask the team");
  await inTeams.press(lastSaid(inTeams.sees()), "Ask the team");
  await idle();
  const view = inSlack.view();
  if (view !== undefined) await inSlack.submit(view, { Question: "In Slack?" });
  await inTeams.submit({ Question: "In Teams?" });
  await idle();

  const [slackSeen, teamsSeen] = [JSON.stringify(slack.messages), JSON.stringify(teams.messages)];
  expect(shownTo(inTeams, openDialog(inTeams))).toContain("Sent to Payments › help.");
  expect([slackSeen.includes("In Slack?"), slackSeen.includes("In Teams?")]).toEqual([true, false]);
  expect([teamsSeen.includes("In Slack?"), teamsSeen.includes("In Teams?")]).toEqual([false, true]);
  expect([slackSeen.includes("teams.microsoft"), teamsSeen.includes("slack.com")]).toEqual([false, false]);
});

test("the same id in a workspace and in a tenant of the same name is two people", async () => {
  const [ruth, ada] = [slack.as("ruth", { channel: "checkout-dev" }), teams.as("ada")];

  await ruth.slash("/callboard", "sync");
  await ada.say("sync");
  await idle();
  await slack.as("mia", { channel: "checkout-dev" }).slash("/callboard", "mine");
  await teams.as("lena.fischer").say("mine");
  await idle();

  expect(texts(ruth.sees())).toEqual(["1 source up to date"]);
  expect(said(ada.seesPersonal())).toEqual(["sync is for those who run Callboard. Ask one of its admins."]);
  const [mine, theirs] = [
    texts(slack.as("mia", { channel: "checkout-dev" }).sees()),
    said(teams.as("lena.fischer").seesPersonal()),
  ];
  expect(mine.at(-1)).not.toBe(theirs.at(-1));
});

test("who asks too much on one platform is not told so on the other", async () => {
  const inSlack = slack.as("mia", { channel: "checkout-dev" });
  const inTeams = teams.as("lena.fischer");
  const before = said(inTeams.seesPersonal()).length;
  for (let count = 0; count < 30; count += 1) await inSlack.slash("/whoowns", "payments-api");

  await inTeams.say("whoowns payments-api");
  await idle();

  expect(texts(inSlack.sees()).filter((text) => text.startsWith("That is more than"))).toHaveLength(1);
  expect(said(inTeams.seesPersonal()).slice(before)).toEqual(["Team Payments owns payments-api (Payments › help)"]);
});

test("while one platform is away the other answers", async () => {
  bot.pass(60_000);
  await slack.goDown();
  const inTeams = teams.as("jonas.weber");

  await inTeams.say("whoowns payments-api");
  await teams.settled();
  await bot.idle();
  await slack.comeBack();

  expect(said(inTeams.seesPersonal())).toEqual(["Team Payments owns payments-api (Payments › help)"]);
});
