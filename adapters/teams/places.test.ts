import { expect, test, vi } from "vitest";
import { homeTenant, otherTenant, type TeamsBench, teamsBench } from "../../src/testing/teams-bench.ts";

/** A bot that was asked once in the channel help of the team Payments, so that it knows of the team. */
async function known(options: Parameters<typeof teamsBench>[0] = {}): Promise<TeamsBench> {
  const bench = await teamsBench(options);
  await bench.teams.as("mia", { channel: "Payments › help" }).mention("help");
  await vi.waitFor(() => expect(bench.teams.as("mia", { channel: "Payments › help" }).sees()).toHaveLength(2));
  return bench;
}

const linkTo = (id: string, more = ""): string =>
  `https://teams.microsoft.com/l/channel/${encodeURIComponent(id)}/dev?groupId=1${more}`;

test("a channel is found by its link, its id, its name with and without the team's, and written to though nobody spoke there", async () => {
  const { teams, adapter } = await known();
  const { id } = teams.conversation("Payments › dev");
  const address = { platform: "teams", tenant: homeTenant, channel: id };

  for (const channel of [
    linkTo(id),
    linkTo(id, `&tenantId=${homeTenant}`),
    linkTo(id).replace("teams.microsoft.com", "teams.cloud.microsoft"),
    ...[id, "dev", "#dev", "Payments › dev", "payments ›  DEV"],
  ])
    expect(await adapter.find({ channel }), channel).toMatchObject({ address, label: "Payments › dev" });
  await adapter.send(address, { text: "hello" });

  expect(
    teams
      .as("jon", { channel: "Payments › dev" })
      .sees()
      .map(({ summary }) => summary),
  ).toEqual(["hello"]);
});

test("a channel of nobody's, of another tenant or behind another address is not found", async () => {
  const { teams, adapter } = await known();
  const { id } = teams.conversation("Payments › dev");

  for (const channel of [
    linkTo("19:nobody@thread.tacv2"),
    linkTo(id, `&tenantId=${otherTenant}`),
    linkTo(id).replace("teams.microsoft.com", "teams.microsoft.com.evil.test"),
    linkTo(id).replace("https:", "http:"),
    ...["", "nothing", "19:nobody@thread.tacv2", "https://acme.test/dev", "<at>dev</at>"],
  ])
    expect(await adapter.find({ channel }), channel).toBeUndefined();
});

test("a name that channels of several teams have is a conflict that names them", async () => {
  const { adapter, teams, events } = await known({
    world: {
      teams: [
        { name: "Payments", channels: ["help"] },
        { name: "Checkout", channels: ["help"] },
      ],
    },
  });
  await teams.as("mia", { channel: "Checkout › help" }).mention("help");
  await vi.waitFor(() => expect(events).toHaveLength(2));

  await expect(adapter.find({ channel: "help" })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Payments › help, Checkout › help"),
  });
  expect(await adapter.find({ channel: "Checkout › help" })).toMatchObject({ label: "Checkout › help" });
});

test("a name is never that of another tenant's channel, though people of it may ask; a link that names the tenant is", async () => {
  const { adapter, teams, events } = await known({
    teams: { tenants: [otherTenant] },
    world: {
      teams: [
        { name: "Payments", channels: ["help"] },
        { name: "Tax", channels: ["tax-help"], tenantId: otherTenant, members: ["far"] },
      ],
    },
  });
  const far = teams.as("far", { channel: "Tax › tax-help" });
  await far.mention("help");
  await vi.waitFor(() => expect(events).toHaveLength(2));
  const { id } = teams.conversation("Tax › tax-help");

  for (const channel of ["tax-help", "#tax-help", "Tax › tax-help"])
    expect(await adapter.find({ channel }), channel).toBeUndefined();

  const address = { platform: "teams", tenant: otherTenant, channel: id };
  expect(await adapter.find({ channel: linkTo(id, `&tenantId=${otherTenant}`) })).toMatchObject({ address });
});

test("one team of which Teams tells nothing hides neither the channels nor the people of the others", async () => {
  let silent = "-";
  const { adapter, teams, events } = await teamsBench({
    world: {
      teams: [
        { name: "Payments", channels: ["help"], members: ["mia"] },
        { name: "Checkout", channels: ["buy"], members: ["mia", "jon"] },
      ],
    },
    fetch: async (url, init) => {
      const isSilent = String(url).includes(silent) && /pagedmembers|\/teams\//.test(String(url));
      return isSilent ? new Response("{}", { status: 400 }) : fetch(url, init);
    },
  });
  silent = encodeURIComponent(teams.conversation("Payments › General").id);
  for (const channel of ["Payments › help", "Checkout › buy"]) await teams.as("mia", { channel }).mention("help");
  await vi.waitFor(() => expect(events).toHaveLength(2));

  expect(await adapter.find({ channel: "buy" })).toMatchObject({ label: "Checkout › buy" });
  await vi.waitFor(async () =>
    expect(await adapter.find({ person: { email: "jon@acme.example" } })).toMatchObject({ label: "Jonas Weber" }),
  );
});

test("a channel that is known is called by its name in answers that link to it", async () => {
  const { adapter, teams } = await known();
  const { id } = teams.conversation("Payments › dev");
  await adapter.find({ channel: "dev" });
  const address = { platform: "teams", tenant: homeTenant, channel: id };

  await adapter.send(address, { text: [{ type: "link", text: "a channel", url: linkTo(id) }] });

  expect(JSON.stringify(teams.messages.at(-1))).toContain("Payments › dev");
});

test("where the app is removed nothing is sent any more", async () => {
  const { teams, adapter, store } = await known();
  const { id } = teams.conversation("Payments › help");
  const address = { platform: "teams", tenant: homeTenant, channel: id };
  await adapter.send(address, { text: "before" });

  await teams.uninstall("Payments");

  await expect(adapter.send(address, { text: "after" })).rejects.toMatchObject({ code: "not_found" });
  expect(await store.list(`teams/${homeTenant}/conversation/`)).toEqual([]);
});

test("a place that Teams no longer knows is forgotten", async () => {
  const { teams, adapter, store } = await known();
  const { id } = teams.conversation("Payments › help");
  const address = { platform: "teams", tenant: homeTenant, channel: id };
  for (const conversation of teams.world.conversations.values()) conversation.isInstalled = false;

  await expect(adapter.send(address, { text: "x" })).rejects.toMatchObject({ name: "BotError" });
  await expect(adapter.send(address, { text: "x" })).rejects.toMatchObject({ code: "not_found" });
  expect(await store.list(`teams/${homeTenant}/conversation/`)).toEqual([]);
});

test("where the connector is, is kept, and follows what comes", async () => {
  const { teams, store } = await known();
  const { id } = teams.conversation("Payments › help");

  const kept = await store.get(`teams/${homeTenant}/conversation/${encodeURIComponent(id)}`);

  expect(kept?.value).toMatchObject({ id, type: "channel", serviceUrl: teams.serviceUrl, timeZone: "Europe/Berlin" });
});

test("a post in a thread goes there, and its reference has a link", async () => {
  const { teams, adapter, events } = await known();

  const ref = await adapter.send(events[0]?.address as TeamsBench["events"][0]["address"], { text: "later" });

  const [question, , reply] = teams.as("jon", { channel: "Payments › help" }).sees();
  expect(reply?.thread).toBe(question?.id);
  expect(ref.url).toContain(`parentMessageId=${question?.id}`);
});

test("the first message with the link of a channel calls it as its team does: names were asked for before anybody needed them", async () => {
  const { teams, adapter } = await known();
  await vi.waitFor(() => expect(teams.callsOf("fetchChannelList")).toHaveLength(1));
  const [dev, help] = ["Payments › dev", "Payments › help"].map((name) => teams.conversation(name).id);
  const address = { platform: "teams", tenant: homeTenant, channel: help ?? "" };

  await adapter.send(address, { text: "hello" });
  await adapter.send(address, { text: [{ type: "link", text: "dev", url: linkTo(dev ?? "") }] });

  const said = teams.as("jon", { channel: "Payments › help" }).sees().at(-1);
  expect(said?.summary).toBe("Payments › dev");
  expect(JSON.stringify(said?.attachments)).toContain("[Payments › dev](https://teams.microsoft.com/l/channel/");
});
