import { expect, test, vi } from "vitest";
import type { View } from "../../playground/slack/world.ts";
import type { ChatSink } from "../../src/chat/adapter.ts";
import { population, slackBench } from "../../src/testing/slack-bench.ts";

const enterprise = { id: "E0ACME", name: "Acme" };

/** An organisation with two workspaces; Mia is in both, under one id. */
function organisation(sink: Partial<ChatSink> = {}) {
  const teams = ["T0ONE", "T0TWO"];
  return slackBench({
    sink,
    world: {
      team: { id: "T0ONE", name: "One", domain: "acme-one" },
      teams: [{ id: "T0TWO", name: "Two", domain: "acme-two" }],
      enterprise,
      isEnterpriseInstall: true,
      users: [
        {
          id: "W0MIA",
          name: "mia",
          teamId: "T0ONE",
          email: "mia@acme.example",
          enterpriseUser: { id: "W0MIA", teams },
        },
        {
          id: "W0GUEST",
          name: "gast",
          teamId: "T0ONE",
          email: "g@partner.example",
          isGuest: "multi-channel",
          enterpriseUser: { id: "W0GUEST", teams },
        },
        { id: "W0FAR", name: "far", teamId: "T0OTHER", email: "far@other.example", isStranger: true },
      ],
      channels: [
        { id: "C0ONE", name: "general", teamId: "T0ONE", members: ["W0MIA", "W0GUEST", "W0FAR"] },
        { id: "C0TWO", name: "general", teamId: "T0TWO", members: ["W0MIA"] },
        { id: "C0PAY", name: "pay-help", teamId: "T0TWO", members: ["W0MIA"] },
      ],
    },
  });
}

test("somebody who asks in two workspaces of an organisation is one, and each is answered where they asked", async () => {
  const { slack, events } = await organisation();
  const one = slack.as("mia", { channel: "C0ONE", teamId: "T0ONE" });
  const two = slack.as("mia", { channel: "C0TWO", teamId: "T0TWO" });

  await one.slash("/whoowns", "x");
  await two.mention("whoowns y");
  await one.globalShortcut("mine");
  await slack.as("mia", { channel: "C0ONE", teamId: "T0ONE", isTeamless: true }).globalShortcut("mine");

  await vi.waitFor(() => expect(events).toHaveLength(4));
  expect(new Set(events.map(({ user }) => `${user.tenant}/${user.id}/${user.email}`))).toEqual(
    new Set(["E0ACME/W0MIA/mia@acme.example"]),
  );
  // Whoever wrote is looked up: a mention may well be heard after the shortcuts behind it.
  const places = events.map(({ address: { tenant, channel } }) => `${tenant} ${channel}`);
  expect(places).toEqual(expect.arrayContaining(["T0ONE C0ONE", "T0TWO C0TWO"]));
  await vi.waitFor(() => expect(two.sees("C0TWO").map(({ text }) => text)).toContain("answer to whoowns y"));
  expect(slack.violations).toEqual([]);
});

test("guests and strangers of an organisation are barred", async () => {
  const { slack, events } = await organisation();

  await slack.as("gast", { channel: "C0ONE", teamId: "T0ONE" }).slash("/whoowns", "x");
  await slack.as("far", { channel: "C0ONE", teamId: "T0ONE" }).mention("whoowns x");

  await vi.waitFor(() => expect(events).toHaveLength(2));
  expect(events.map(({ user }) => user.barred).sort()).toEqual(["external", "guest"]);
  expect(events.every(({ user }) => user.email === undefined)).toBe(true);
});

test("another organisation's deliveries are dropped", async () => {
  const { slack, events } = await organisation();
  const fields = {
    team_id: "T0ONE",
    enterprise_id: "E0OTHER",
    channel_id: "C0ONE",
    user_id: "W0MIA",
    command: "/whoowns",
    text: "x",
    trigger_id: "1.2",
  };

  expect((await slack.deliver(new URLSearchParams(fields).toString())).status).toBe(200);

  expect(events).toEqual([]);
});

test("a channel is found by its name in every workspace; a name that two have is a conflict that names both", async () => {
  const { adapter } = await organisation();

  expect(await adapter.find({ channel: "#pay-help" })).toEqual({
    address: { platform: "slack", tenant: "T0TWO", channel: "C0PAY" },
    label: "#pay-help",
    url: expect.stringContaining("/archives/C0PAY"),
  });
  const error = await adapter.find({ channel: "general" }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "BotError", code: "conflict" });
  expect(String(error)).toContain("One (slack:T0ONE/C0ONE), Two (slack:T0TWO/C0TWO)");
});

test("messages reach each workspace of the organisation and no other", async () => {
  const { adapter } = await organisation();

  const ref = await adapter.send({ platform: "slack", tenant: "T0TWO", channel: "C0PAY" }, { text: "hello" });
  const elsewhere = adapter.send({ platform: "slack", tenant: "T0OTHER", channel: "C0PAY" }, { text: "hello" });

  expect(ref).toMatchObject({ tenant: "T0TWO", channel: "C0PAY" });
  await expect(elsewhere).rejects.toMatchObject({ code: "not_found" });
});

test.each([
  "C0CHECKOUT",
  "checkout-dev",
  "#checkout-dev",
  "#Checkout-Dev",
  "<#C0CHECKOUT|checkout-dev>",
  "slack:T0WORKSPACE/C0CHECKOUT",
])("%s finds a channel", async (channel) => {
  const { adapter } = await slackBench();

  expect(await adapter.find({ channel })).toMatchObject({
    address: { tenant: "T0WORKSPACE", channel: "C0CHECKOUT" },
    label: "#checkout-dev",
  });
});

test.each(["C0NOSUCH", "#nothing", "slack:T0OTHER/C0CHECKOUT", "<http://x>", "", "a b"])(
  "%j finds none",
  async (channel) => {
    const { adapter } = await slackBench();

    expect(await adapter.find({ channel })).toBeUndefined();
  },
);

test("a member is found by e-mail address; guests, strangers and those who left are not", async () => {
  const { adapter } = await slackBench();

  expect(await adapter.find({ person: { email: "Mia@Acme.example" } })).toMatchObject({
    address: { channel: "U0MIA" },
    label: "Mia Chen",
  });
  for (const email of ["gast@partner.example", "far@other.example", "gone@acme.example", "x"]) {
    expect(await adapter.find({ person: { email } })).toBeUndefined();
  }
});

test("ids that two workspaces share mean different people and places", async () => {
  const [one, two] = await Promise.all([
    slackBench(),
    slackBench({
      world: {
        ...population,
        team: { id: "T0SECOND", name: "Second", domain: "second" },
        users: [{ id: "U0MIA", name: "mia", teamId: "T0SECOND", email: "mia@second.example" }],
        channels: [{ id: "C0CHECKOUT", name: "x", teamId: "T0SECOND", members: ["U0MIA"] }],
      },
    }),
  ]);

  await one.slack.as("U0MIA", { channel: "C0CHECKOUT" }).slash("/whoowns", "x");
  await two.slack.as("U0MIA", { channel: "C0CHECKOUT" }).slash("/whoowns", "x");
  await vi.waitFor(() => expect([...one.events, ...two.events]).toHaveLength(2));

  const keys = [...one.events, ...two.events].map(
    ({ user, address }) => `${user.tenant}/${user.id} ${address.tenant}/${address.channel}`,
  );
  expect(keys).toEqual(["T0WORKSPACE/U0MIA T0WORKSPACE/C0CHECKOUT", "T0SECOND/U0MIA T0SECOND/C0CHECKOUT"]);
});

test("a form works in any workspace of an organisation, also where Slack names none", async () => {
  const bench = await organisation({
    hear: async (_event, responder) =>
      responder.open({
        flow: "ask",
        state: "",
        form: {
          title: "Ask",
          submit: "Send",
          fields: [{ name: "question", label: "Question", type: "text", maxLength: 100 }],
        },
      }),
    submit: async () => ({ type: "done", message: { text: "Sent." } }),
  });
  const two = bench.slack.as("mia", { channel: "C0TWO", teamId: "T0TWO" });
  const nowhere = bench.slack.as("mia", { channel: "C0TWO", teamId: "T0TWO", isTeamless: true });

  await two.slash("/callboard", "ask");
  await vi.waitFor(() => expect(two.view()).toBeDefined());
  const sent = await nowhere.submit(two.view() as View, { question: "x" });

  expect(sent).toMatchObject({ isClosed: true, errors: {} });
  expect(bench.submissions).toMatchObject([{ user: { tenant: "E0ACME", id: "W0MIA" }, address: { channel: "C0TWO" } }]);
  await vi.waitFor(() => expect(two.sees("C0TWO").map(({ text }) => text)).toEqual(["Sent."]));
});
