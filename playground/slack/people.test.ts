import type { App } from "@slack/bolt";
import { expect, test } from "vitest";
import { boltApp, workspace } from "./testing/bolt-app.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (name: string) => ({ text: plain(name), value: name.toLowerCase() });

async function shop(listen: (app: App, heard: unknown[]) => void) {
  const slack = await workspace({ events: ["app_mention", "message.channels", "message.im", "member_joined_channel"] });
  const heard: unknown[] = [];
  const app = await boltApp(slack, (bolt) => listen(bolt, heard));
  return { slack, app, heard };
}

test("guests, strangers and people who left are shown as such", async () => {
  const { slack, app } = await shop(() => undefined);
  slack.addUser({ id: "U3", name: "guest", isGuest: "single-channel" });
  slack.addUser({ id: "U4", name: "partner", isStranger: true, teamId: "T9", email: "p@partner.example" });
  slack.addUser({ id: "U5", name: "gone", isDeleted: true });
  const info = async (user: string) => (await app.client.users.info({ user })).user;

  expect(await info("U3")).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
  expect(await info("U4")).toMatchObject({ is_stranger: true, team_id: "T9" });
  expect((await info("U4"))?.profile?.email).toBeUndefined();
  expect(await info("U5")).toMatchObject({ deleted: true });
  await expect(app.client.chat.postMessage({ channel: "U5", text: "hi" })).rejects.toMatchObject({
    data: { error: "user_disabled" },
  });
});

test("a stranger in a shared channel is heard with the team they come from", async () => {
  const { slack } = await shop((app) => {
    app.event("app_mention", async () => undefined);
  });
  slack.addUser({ id: "U4", name: "partner", isStranger: true, teamId: "T9" });
  slack.addChannel({ id: "C9", name: "shared", isShared: true, members: ["U4"] });

  const { delivery } = await slack.as("partner").mention("hello");

  expect(delivery.payload).toMatchObject({
    team_id: "T0WORKSPACE",
    is_ext_shared_channel: true,
    event: { user: "U4", user_team: "T9", source_team: "T9", team: "T9" },
  });
});

test("a mention in a channel that the app listens to is told twice, as two events", async () => {
  const { slack, heard } = await shop((app, all) => {
    app.use(async ({ body, next }) => {
      all.push("event" in body ? [body.event.type, body.event_id] : undefined);
      await next();
    });
  });

  await slack.as("ada").mention("see <#C1> and https://a.example");

  expect(heard.length).toBe(2);
  expect(heard).toEqual(
    expect.arrayContaining([
      ["app_mention", expect.any(String)],
      ["message", expect.any(String)],
    ]),
  );
  const { payload } = slack.deliveries[0]?.delivery ?? {};
  expect(payload).toMatchObject({
    event: {
      text: "<@U0CALLBOARD> see <#C1> and <https://a.example>",
      blocks: [
        {
          elements: [
            {
              elements: [
                { type: "user", user_id: "U0CALLBOARD" },
                { type: "text", text: " see " },
                { type: "channel", channel_id: "C1" },
                { type: "text", text: " and " },
                { type: "link", url: "https://a.example" },
              ],
            },
          ],
        },
      ],
    },
  });
});

test("someone who joins is told of", async () => {
  const { slack, heard } = await shop((app, all) => {
    app.event("member_joined_channel", async ({ event }) => {
      all.push([event.user, event.channel]);
    });
  });
  slack.addUser({ id: "U3", name: "cem" });

  await slack.join("general", "U3");

  await expect.poll(() => heard).toEqual([["U3", "C1"]]);
});

test("a menu in a message sends what was picked and the state of the others", async () => {
  const { slack, app, heard } = await shop((bolt, all) => {
    bolt.action(/.*/, async ({ ack, body }) => {
      await ack();
      if (body.type === "block_actions") all.push([body.actions, body.state?.values]);
    });
  });
  const select = (action_id: string) => ({
    type: "static_select" as const,
    action_id,
    options: [option("One"), option("Two")],
  });
  await app.client.chat.postMessage({
    channel: "C1",
    text: "pick",
    blocks: [
      { type: "actions", block_id: "b", elements: [select("s1"), select("s2")] },
      {
        type: "section",
        text: plain("more"),
        accessory: { type: "overflow", action_id: "more", options: [option("Open"), option("Delete")] },
      },
    ],
  });
  const ada = slack.as("ada");
  const [message] = ada.sees();
  if (!message) throw new Error("no message");

  await ada.choose(message, "s1", "Two");
  await ada.pickOverflow(message, "Delete");

  expect(heard).toMatchObject([
    [
      [{ type: "static_select", action_id: "s1", selected_option: { value: "two" } }],
      { b: { s1: { selected_option: { value: "two" } }, s2: { selected_option: null } } },
    ],
    [[{ type: "overflow", action_id: "more", selected_option: { value: "delete" } }], expect.anything()],
  ]);
  expect(() => ada.pickOverflow(message, "Rename")).toThrow('No choice "Rename". There are: Open, Delete.');
});

test("a shortcut on a message carries it and a response_url", async () => {
  const { slack } = await shop((app) => {
    app.shortcut({ callback_id: "keep", type: "message_action" }, async ({ ack, respond, shortcut }) => {
      await ack();
      await respond(`kept: ${shortcut.message.text}`);
    });
  });
  const ada = slack.as("ada");
  await ada.say("remember this");
  const [message] = ada.sees();
  if (!message) throw new Error("no message");

  await ada.messageShortcut("keep", message);

  await expect.poll(() => ada.sees().map(({ text }) => text)).toEqual(["remember this", "kept: remember this"]);
});

test("a button inside a modal may push another, and a fourth is refused", async () => {
  const { slack } = await shop((app, all) => {
    const view = (title: string) => ({
      type: "modal" as const,
      title: plain(title),
      blocks: [
        { type: "actions" as const, elements: [{ type: "button" as const, text: plain("Next"), action_id: "next" }] },
      ],
    });
    app.shortcut("new", async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: view("First") });
    });
    app.action("next", async ({ ack, body, client }) => {
      await ack();
      if (body.type === "block_actions")
        await client.views
          .push({ trigger_id: body.trigger_id, view: view("Next") })
          .catch((error) => all.push(error.data.error));
    });
  });
  const ada = slack.as("ada");
  await ada.globalShortcut("new");

  for (const depth of [1, 2, 3]) {
    await expect.poll(() => ada.views().length).toBe(depth);
    const top = ada.view();
    if (top) await ada.press(top, "Next");
  }

  await expect.poll(() => slack.callsOf("views.push").at(-1)?.answer).toMatchObject({ error: "push_limit_reached" });
});
