import { expect, test, vi } from "vitest";
import { hurriedClock } from "../../src/testing/slack-bench.ts";
import { homeTenant, otherTenant, teamsBench, teamsPopulation } from "../../src/testing/teams-bench.ts";

async function heard(name: string, options: Parameters<typeof teamsBench>[0] = {}) {
  const bench = await teamsBench(options);
  const person = bench.teams.as(name, { channel: "Payments › help" });
  await person.mention("whoowns x");
  await vi.waitFor(() => expect(bench.events).toHaveLength(1));
  return { ...bench, person: person.person, user: bench.events[0]?.user };
}

test("a member of home is known by their id in the directory and their sign-in name, never by their mail address", async () => {
  const { user, person } = await heard("jon");

  expect(user).toEqual({
    platform: "teams",
    tenant: homeTenant,
    id: person.directoryId,
    directoryId: person.directoryId,
    email: "jon@acme.example",
    displayName: "Jonas Weber",
    profileUrl: "https://teams.microsoft.com/l/chat/0/0?users=jon%40acme.example",
  });
});

test("a guest is barred, with neither address nor id of the directory", async () => {
  const { user, person } = await heard("gast");

  expect(user).toEqual({
    platform: "teams",
    tenant: homeTenant,
    id: person.directoryId,
    displayName: "Gast Partner",
    barred: "guest",
  });
});

test("people of other tenants are barred unless their tenant is named; they match nobody in the catalog either way", async () => {
  const strict = await heard("far");
  const open = await heard("far", { teams: { tenants: [otherTenant] } });

  expect(strict.user).toMatchObject({ tenant: otherTenant, barred: "external" });
  expect(open.user?.barred).toBeUndefined();
  for (const { user } of [strict, open]) {
    expect(user?.email).toBeUndefined();
    expect(user?.directoryId).toBeUndefined();
  }
});

test("whoever Teams does not know is barred", async () => {
  const bench = await teamsBench();
  bench.teams.fail("getConversationMember", { status: 404, times: 2 });

  await bench.teams.as("mia").say("help");

  await vi.waitFor(() => expect(bench.events[0]?.user).toMatchObject({ barred: "external" }));
});

test("whom a conversation does not tell of is known by the list of a team; a guest stays barred", async () => {
  const { adapter, teams, events } = await teamsBench();
  await teams.as("mia", { channel: "Payments › help" }).mention("help");
  await vi.waitFor(async () => expect(await adapter.find({ person: { email: "jon@acme.example" } })).toBeDefined());
  teams.fail("getConversationMember", { status: 404, times: 100 });

  await teams.as("jon").say("help");
  await teams.as("gast").say("help");

  await vi.waitFor(() => expect(events).toHaveLength(3));
  const { directoryId } = teams.as("jon").person;
  expect(events[1]?.user).toEqual({
    ...{ platform: "teams", tenant: homeTenant, id: directoryId, directoryId },
    ...{ email: "jon@acme.example", displayName: "Jonas Weber" },
    profileUrl: "https://teams.microsoft.com/l/chat/0/0?users=jon%40acme.example",
  });
  expect(events[2]?.user).toMatchObject({ barred: "external" });
});

test("whoever was unknown where they first asked is known as soon as they add the app", async () => {
  const bench = await teamsBench();
  const mia = bench.teams.as("mia");
  bench.teams.fail("getConversationMember", { status: 404, times: 1 });
  await mia.say("help");
  await vi.waitFor(() => expect(bench.events[0]?.user).toMatchObject({ barred: "external" }));

  await mia.say("help");

  await vi.waitFor(() => expect(bench.events[1]?.user).toMatchObject({ email: "mia@acme.example" }));
  expect(bench.events[1]?.user.barred).toBeUndefined();
});

test("whoever Teams tells nothing of keeps nobody in the channel waiting, however much they type", async () => {
  const { teams, queries, events } = await teamsBench();
  const mia = teams.as("mia", { channel: "Payments › help" });
  await mia.mention("help");
  await vi.waitFor(() => expect(events).toHaveLength(1));
  const said = teams.deliveries[0]?.activity;
  const value = { queryText: "p", dataset: "cb ask target x" };
  const typed = { ...said, type: "invoke", name: "application/search", from: { id: "29:nobody" }, value };
  const asked = teams.callsOf("getConversationMember").length;

  const statuses = new Set<number>();
  for (let count = 0; count < 60; count += 1) statuses.add((await teams.deliver(typed)).status);
  const lookups = teams.callsOf("getConversationMember").length - asked;
  await teams.as("jon", { channel: "Payments › help" }).mention("help");

  expect([...statuses]).toEqual([200]);
  expect(lookups).toBeLessThan(6);
  expect(queries).toHaveLength(60);
  expect(queries.every(({ user }) => user.barred === "external")).toBe(true);
  await vi.waitFor(() => expect(events[1]?.user.email).toBe("jon@acme.example"));
});

test("people of teams where the bot is are found by id of the directory, then by sign-in name, and written to", async () => {
  const bench = await teamsBench({ world: { ...teamsPopulation, teams: [...(teamsPopulation.teams ?? [])] } });
  const { adapter, teams } = bench;
  await teams.as("mia", { channel: "Payments › help" }).mention("help");
  await vi.waitFor(() => expect(bench.events).toHaveLength(1));
  const jon = teams.as("jon");
  const { directoryId } = jon.person;
  await vi.waitFor(async () => expect(await adapter.find({ person: { email: "JON@acme.example" } })).toBeDefined());

  const byId = await adapter.find({ person: { directoryId: directoryId.toUpperCase() }, fromList: true });
  const byMail = await adapter.find({ person: { email: "jonas.weber@acme.example" } });
  const byWrongId = await adapter.find({ person: { directoryId: "0", email: "jon@acme.example" } });
  const guest = await adapter.find({ person: { email: teams.as("gast").person.upn } });
  const ref = await adapter.send(byId?.address ?? never(), { text: "For Jonas" });

  expect(byId?.label).toBe("Jonas Weber");
  expect([byMail, byWrongId, guest]).toEqual([undefined, undefined, undefined]);
  expect(jon.seesPersonal().map(({ summary }) => summary)).toEqual(["For Jonas"]);
  expect(ref.channel).toBe(jon.conversation().id);
});

test("before the app is added anywhere it is not known who is there, which is not to say that nobody is", async () => {
  const { adapter, teams, events } = await teamsBench();
  const jon = { email: "jon@acme.example" };

  const asked = adapter.find({ person: jon });
  const fromList = adapter.find({ person: jon, fromList: true });
  await expect(asked).rejects.toMatchObject({ code: "unavailable" });
  await expect(fromList).rejects.toMatchObject({ code: "unavailable" });
  await teams.as("mia").say("help");
  await vi.waitFor(() => expect(events).toHaveLength(1));

  expect(await adapter.find({ person: jon })).toBeUndefined();
  expect((await adapter.find({ person: { email: "mia@acme.example" } }))?.label).toBe("Mia Chen");
});

test("a member of a team who never wrote is written to right after a restart", async () => {
  const first = await teamsBench();
  const { teams, store } = first;
  await teams.as("mia", { channel: "Payments › help" }).mention("help");
  await vi.waitFor(() => expect(first.events).toHaveLength(1));
  const jon = teams.as("jon");
  await first.stop();

  const second = await teamsBench({ on: teams, store, isIdle: true });
  await second.adapter.send({ platform: "teams", tenant: homeTenant, channel: jon.person.id }, { text: "For Jonas" });

  expect(jon.seesPersonal().map(({ summary }) => summary)).toEqual(["For Jonas"]);
});

test("whoever asked is written to by the very id that the rest of Callboard knows them by, also by the next run", async () => {
  const first = await teamsBench();
  const { teams, store } = first;
  await teams.as("mia", { channel: "Payments › help" }).mention("help");
  await vi.waitFor(() => expect(first.events).toHaveLength(1));
  const { tenant, id } = first.events[0]?.user ?? never();
  const address = { platform: "teams", tenant, channel: id };
  await first.adapter.send(address, { text: "Taken" });
  await first.stop();

  const second = await teamsBench({ on: teams, store, isIdle: true });
  await second.adapter.send(address, { text: "Taken, too" });

  const mia = teams.as("mia");
  expect(mia.seesPersonal().map(({ summary }) => summary)).toEqual(["Taken", "Taken, too"]);
  const nobody = second.adapter.send({ ...address, channel: mia.person.directoryId.replace(/^./, "z") }, { text: "x" });
  await expect(nobody).rejects.toMatchObject({ code: "not_found" });
});

test("a person is written to though Teams lists no channels now", async () => {
  const { adapter, teams, events } = await teamsBench({
    clock: hurriedClock(20),
    fetch: async (url, init) =>
      /\/teams\/[^/]+\/conversations/.test(String(url)) ? new Response("{}", { status: 503 }) : fetch(url, init),
  });
  const mia = teams.as("mia", { channel: "Payments › help" });
  await mia.mention("help");
  await vi.waitFor(() => expect(events).toHaveLength(1), { timeout: 5_000 });

  await adapter.send({ platform: "teams", tenant: homeTenant, channel: mia.person.id }, { text: "For Mia" });

  expect(mia.seesPersonal().map(({ summary }) => summary)).toEqual(["For Mia"]);
});

test("who was met is known to the next run while Teams is away", async () => {
  const first = await teamsBench();
  const { teams, store } = first;
  await teams.as("mia").say("help");
  await vi.waitFor(() => expect(teams.as("mia").seesPersonal()).toHaveLength(2));
  await first.stop();
  teams.fail("*", { status: 503, times: 1_000_000 });

  const second = await teamsBench({ on: teams, store, isIdle: true });

  const found = await second.adapter.find({ person: { email: "mia@acme.example" }, fromList: true });
  expect(found?.label).toBe("Mia Chen");
  const nobody = second.adapter.find({ person: { email: "nobody@acme.example" }, fromList: true });
  await expect(nobody).rejects.toMatchObject({ code: "unavailable" });
});

function never(): never {
  throw new Error("nobody was found");
}
