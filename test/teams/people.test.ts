import { afterAll, expect, onTestFinished, test } from "vitest";
import { createParser } from "../../src/sync/parse/parser.ts";
import { sampleTenant, type TeamsBot, type TeamsBotOptions, teamsBot } from "../../src/testing/teams-bot.ts";
import { lastSaid, said, shownTo } from "../../src/testing/teams-sight.ts";

const parser = createParser();
afterAll(() => parser.close());

const elsewhere = "0a1b2c3d-0000-4000-8000-0000000000ff";

/** A bot in a team with everybody of the organisation, a guest and somebody of another one. */
async function bot(options: TeamsBotOptions = {}): Promise<TeamsBot> {
  const people = [
    ...sampleTenant.people,
    // With addresses of members: anybody may claim one.
    { name: "guest", realName: "Gast Partner", email: "mia.chen@acme.example", isGuest: true },
    { name: "far", realName: "Far Other", email: "ruth.keller@acme.example", tenantId: elsewhere },
  ];
  const members = people.map(({ name }) => name);
  const started = await teamsBot({
    parser,
    world: { people, teams: [{ name: "Shared", channels: ["dev"], members }] },
    ...options,
  });
  onTestFinished(started.stop);
  return started;
}

test("guests and people of other organisations are refused, whatever they ask, and it is written down once each", async () => {
  const { teams, idle, pass } = await bot();
  const [guest, far, ruth] = ["guest", "far", "ruth.keller"].map((name) => teams.as(name, { channel: "Shared › dev" }));

  for (const person of [guest, far, guest, far]) {
    await person?.slash("mine");
    await idle();
    pass(60_000);
  }
  await ruth?.slash("audit");
  await idle();

  for (const person of [guest, far])
    expect(new Set(said(person?.sees() ?? []).map((text) => text.slice(0, 25)))).toEqual(
      new Set(["Callboard answers members"]),
    );
  const records = ruth && shownTo(ruth, lastSaid(ruth.sees())).match(/refused: (\w+)/g);
  expect(records?.toSorted()).toEqual(["refused: external", "refused: guest"]);
});

test("people of an organisation that is named may ask, and are nobody of the catalog, whatever their address", async () => {
  const { teams, idle } = await bot({ teams: { tenants: [elsewhere] } });
  const far = teams.as("far", { channel: "Shared › dev" });

  for (const text of ["whoowns payments-api", "sync"]) {
    await far.slash(text);
    await idle();
  }

  expect(said(far.sees())).toEqual([
    "Team Payments owns payments-api (help)",
    "sync is for those who run Callboard. Ask one of its admins.",
  ]);
});

test("an organisation that is not named is refused with a genuine token, which is written down, and a bot is not heard", async () => {
  const { teams, idle } = await bot();
  const ruth = teams.as("ruth.keller");
  await ruth.say("whoowns payments-api");
  await idle();
  const [{ activity = {} } = {}] = teams.deliveries;
  const foreign = { conversation: { id: "a:far", conversationType: "personal", tenantId: elsewhere } };

  const strange = { ...activity, ...foreign, id: "1", channelData: { tenant: { id: elsewhere } } };
  const statuses = [];
  for (const one of [strange, { ...strange, id: "2" }, { ...activity, id: "3", from: { id: "28:other", role: "bot" } }])
    statuses.push((await teams.deliver(one)).status);
  await idle();
  const answers = said(ruth.seesPersonal()).length;
  await ruth.say("audit");
  await idle();

  expect([statuses, answers]).toEqual([[403, 403, 200], 1]);
  expect(shownTo(ruth, lastSaid(ruth.seesPersonal())).match(/another tenant/g)).toHaveLength(1);
});
