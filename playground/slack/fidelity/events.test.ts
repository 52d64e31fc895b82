import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { SlackOptions } from "../simulated-slack.ts";
import { boltApp, webClient, workspace } from "../testing/bolt-app.ts";

const mention = { type: "app_mention", user: "U1", text: "hi", ts: "1.1", channel: "C1", event_ts: "1.1" };

/** An app that hears everything, and the bodies it heard. */
async function hearing(options: Partial<SlackOptions> = {}) {
  const slack = await workspace(options);
  const heard: { readonly type: string; readonly [key: string]: unknown }[] = [];
  await boltApp(slack, (app) => {
    app.event(/.*/, async ({ event }) => {
      heard.push(event as never);
    });
  });
  const types = () => heard.map(({ type }) => type);
  return { slack, heard, types, ada: slack.as("ada", { channel: "general" }) };
}

test("a mention in a channel is told as app_mention", async () => {
  const { ada, heard } = await hearing();

  const { status } = await ada.mention("who owns web?");

  expect(status).toBe(200);
  await expect
    .poll(() => heard)
    .toMatchObject([
      { type: "app_mention", user: "U1", channel: "C1", text: "<@U0APP> who owns web?", ts: expect.any(String) },
    ]);
});

test("a direct message is told as message.im, and a mention in it as nothing else", async () => {
  const { ada, heard } = await hearing();

  await ada.directMessage("<@U0APP> hello");

  await expect
    .poll(() => heard)
    .toMatchObject([{ type: "message", channel_type: "im", channel: expect.stringMatching(/^D/) }]);
});

test("a mention in a channel that the app listens to is told twice, as two events", async () => {
  const { slack, ada, types } = await hearing({ events: ["app_mention", "message.channels"] });

  await ada.mention("hello");

  await expect.poll(() => types().sort()).toEqual(["app_mention", "message"]);
  expect(new Set(slack.deliveries.map(({ delivery }) => delivery.payload["event_id"])).size).toBe(2);
});

test("what is said in a channel without a mention is told to subscribers only", async () => {
  const subscribed = await hearing({ events: ["message.channels"] });
  const other = await hearing({ events: ["app_mention"] });

  await subscribed.ada.say("hello");
  await other.ada.say("hello");

  await expect
    .poll(() => subscribed.heard)
    .toMatchObject([{ type: "message", channel_type: "channel", text: "hello" }]);
  expect(other.heard).toEqual([]);
});

test("a private channel's messages are events of their own", async () => {
  const { slack, types } = await hearing({
    events: ["message.channels"],
    channels: [{ id: "C1", name: "general", members: ["U1"], isPrivate: true }],
  });

  await slack.as("ada").say("hello");

  expect(types()).toEqual([]);
});

test("an event whose scope was not granted is not told", async () => {
  const { ada, types } = await hearing({ scopes: ["chat:write", "im:history"] });

  expect(await ada.mention("hello")).toMatchObject({ error: "not_delivered" });
  await ada.directMessage("hello");

  await expect.poll(types).toEqual(["message"]);
});

test("a mention where the bot is no member reaches nobody", async () => {
  const { ada } = await hearing({ channels: [{ id: "C1", name: "general", members: ["U1"], withoutBot: true }] });

  expect(await ada.mention("hello")).toMatchObject({ status: 0, error: "not_delivered" });
});

test("a message in a thread names the thread", async () => {
  const { slack, ada, heard } = await hearing();
  const { ts = "" } = await webClient(slack).chat.postMessage({ channel: "C1", text: "parent" });

  await ada.mention("and now?", { thread: ts });

  await expect.poll(() => heard).toMatchObject([{ thread_ts: ts }]);
});

test("what is typed arrives as text with tokens and as rich text", async () => {
  const { ada, heard } = await hearing();

  await ada.mention("see <#C1> & https://a.example");

  await expect
    .poll(() => heard[0])
    .toMatchObject({
      text: "<@U0APP> see <#C1> &amp; <https://a.example>",
      blocks: [
        {
          type: "rich_text",
          elements: [
            {
              elements: [
                { type: "user", user_id: "U0APP" },
                { type: "text", text: " see " },
                { type: "channel", channel_id: "C1" },
                { type: "text", text: " & " },
                { type: "link", url: "https://a.example" },
              ],
            },
          ],
        },
      ],
    });
});

test("the marks that end a sentence are no part of what is typed before them", async () => {
  const { ada, heard } = await hearing();

  await ada.say("See https://a.example/x, (b.example.com/y) and #general. Or ask @callboard.");

  await expect
    .poll(() => heard[0]?.["text"])
    .toBe("See <https://a.example/x>, (<http://b.example.com/y|b.example.com/y>) and <#C1|general>. Or ask <@U0APP>.");
});

test("the bot's own message, told back to it, is dropped by stock Bolt", async () => {
  const { slack, types } = await hearing();
  const { message } = await webClient(slack).chat.postMessage({ channel: "C1", text: "mine" });

  await slack.event({ ...message, type: "message", channel: "C1", channel_type: "channel", event_ts: message?.ts });
  await slack.event({ ...mention });

  await expect.poll(types).toEqual(["app_mention"]);
});

test("stock Bolt refuses to listen for message.im by that name", async () => {
  const slack = await workspace();

  await expect(boltApp(slack, (app) => app.event("message.im", async () => undefined))).rejects.toThrow("message.im");
});

test("an envelope names the app, the workspace, the installation and the time", async () => {
  const slack = await workspace({ now: () => 1_800_000_000_000 });

  const { delivery } = await slack.event(mention);

  expect(delivery.payload).toMatchObject({
    type: "event_callback",
    team_id: "T0WORKSPACE",
    api_app_id: "A0APP",
    event_id: expect.stringMatching(/^Ev/),
    event_time: 1_800_000_000,
    is_ext_shared_channel: false,
    authorizations: [{ team_id: "T0WORKSPACE", user_id: "U0APP", is_bot: true, is_enterprise_install: false }],
  });
});

const noRetry = { "x-slack-no-retry": "1" };

test.each<[string, number | undefined, Record<string, string>, readonly unknown[]]>([
  ["is acknowledged is told once", 200, {}, [undefined]],
  ["fails comes three times more", 500, {}, [undefined, "1 http_error", "2 http_error", "3 http_error"]],
  ["fails with x-slack-no-retry is told once", 500, noRetry, [undefined]],
  [
    "is answered too late comes again",
    undefined,
    {},
    [undefined, "1 http_timeout", "2 http_timeout", "3 http_timeout"],
  ],
])("an event that %s", async (_name, status, headers, expected) => {
  const slack = await workspace({ retryScale: 1e-6, ...(status === undefined && { ackTimeoutMs: 200 }) });
  const retries: unknown[] = [];
  const server = createServer((request, response) => {
    const { "x-slack-retry-num": num, "x-slack-retry-reason": reason } = request.headers;
    retries.push(num && `${num} ${reason}`);
    if (status !== undefined) request.resume().on("end", () => response.writeHead(status, headers).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  slack.sendEventsTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

  await slack.event(mention);
  await slack.settled();

  expect(retries).toEqual(expected);
});

test("an event that reaches nobody comes three times more, with the same id", async () => {
  const slack = await workspace({ retryScale: 1e-6 });
  slack.sendEventsTo("http://127.0.0.1:1/");

  await slack.event(mention);
  await slack.settled();

  expect(slack.deliveries.map(({ retryNum }) => retryNum)).toEqual([0, 1, 2, 3]);
  expect(slack.deliveries.map(({ error }) => error)).toEqual(Array(4).fill("connection_failed"));
  expect(new Set(slack.deliveries.map(({ delivery }) => delivery.payload["event_id"])).size).toBe(1);
});

test.each([["HTTP"], ["Socket Mode"]] as const)("over %s stock Bolt tells listeners of a retry", async (mode) => {
  const slack = await workspace();
  const heard: unknown[] = [];
  await boltApp(
    slack,
    (app) => {
      app.event("app_mention", async ({ body, context }) => {
        heard.push([body.event_id, context.retryNum ?? 0]);
      });
    },
    mode,
  );
  const { delivery } = await slack.event(mention);
  const id = delivery.payload["event_id"];

  await slack.again(delivery, { retryNum: 1, retryReason: "http_timeout" });

  await expect
    .poll(() => heard)
    .toEqual([
      [id, 0],
      [id, 1],
    ]);
});

test("stock Bolt does not notice that an event comes twice", async () => {
  const { slack, types } = await hearing();
  const { delivery } = await slack.event(mention);

  await slack.again(delivery);

  await expect.poll(types).toEqual(["app_mention", "app_mention"]);
});

test("stock Bolt acknowledges an event before its listeners are done", async () => {
  const slack = await workspace();
  let release: () => void = () => undefined;
  await boltApp(slack, (app) => {
    app.event("app_mention", () => new Promise<void>((resolve) => (release = resolve)));
  });

  expect((await slack.event(mention)).status).toBe(200);
  release();
});

test("someone who joins is told of", async () => {
  const { slack, heard } = await hearing({ events: ["member_joined_channel"] });
  slack.addUser({ id: "U3", name: "cem" });

  await slack.join("general", "U3");

  await expect
    .poll(() => heard)
    .toMatchObject([{ type: "member_joined_channel", user: "U3", channel: "C1", channel_type: "C" }]);
});

test("opening the app's home is told with the tab", async () => {
  const { ada, heard } = await hearing();

  await ada.openHome();
  await ada.openHome("messages");

  await expect
    .poll(() => heard)
    .toMatchObject([
      { type: "app_home_opened", user: "U1", tab: "home" },
      { type: "app_home_opened", user: "U1", tab: "messages" },
    ]);
});

test("a stranger in a shared channel is heard with the team they come from", async () => {
  const { slack } = await hearing();
  slack.addUser({ id: "U4", name: "partner", isStranger: true, teamId: "T9" });
  slack.addChannel({ id: "C9", name: "shared", isShared: true, members: ["U4"] });

  const { delivery } = await slack.as("partner").mention("hello");

  expect(delivery.payload).toMatchObject({
    team_id: "T0WORKSPACE",
    is_ext_shared_channel: true,
    event: { user: "U4", user_team: "T9", source_team: "T9", team: "T9" },
  });
});

test("an app of the organisation hears of its workspaces", async () => {
  const slack = await workspace({
    enterprise: { id: "E1", name: "Org" },
    isEnterpriseInstall: true,
    teams: [{ id: "T2", name: "Second", domain: "second" }],
    users: [{ id: "W1", name: "ada", teamId: "T2", enterpriseUser: { id: "W1", teams: ["T2"] } }],
    channels: [{ id: "C1", name: "general", members: ["W1"], teamId: "T2" }],
  });
  const seen: unknown[] = [];
  await boltApp(slack, (app) => {
    app.use(async ({ context, next }) => {
      seen.push([context.teamId, context.enterpriseId, context.isEnterpriseInstall]);
      await next();
    });
    app.command("/hello", async ({ ack }) => ack());
    app.shortcut("new", async ({ ack }) => ack());
  });
  const ada = slack.as("ada");

  await ada.slash("/hello");
  await ada.globalShortcut("new");
  await slack.as("ada", { isTeamless: true }).globalShortcut("new");
  await ada.mention("hello");

  await expect.poll(() => seen.length).toBe(4);
  expect(seen).toEqual(Array(4).fill(["T2", "E1", true]));
});
