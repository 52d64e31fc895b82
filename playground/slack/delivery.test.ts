import { expect, test } from "vitest";
import { boltApp, workspace } from "./testing/bolt-app.ts";

const event = { type: "app_mention", user: "U1", text: "hi", ts: "1.1", channel: "C1", event_ts: "1.1" };

test("an event that is not acknowledged comes three times more, with the same id", async () => {
  const slack = await workspace({ retryScale: 1e-6 });
  slack.sendEventsTo("http://127.0.0.1:1/");

  await slack.event(event);
  await slack.settled();

  expect(slack.deliveries.map(({ retryNum, error }) => [retryNum, error])).toEqual([
    [0, "connection_failed"],
    [1, "connection_failed"],
    [2, "connection_failed"],
    [3, "connection_failed"],
  ]);
  expect(new Set(slack.deliveries.map(({ delivery }) => delivery.payload["event_id"])).size).toBe(1);
});

test.each([["HTTP"], ["Socket Mode"]] as const)(
  "over %s the app is told that an event was sent before",
  async (mode) => {
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
    const { delivery } = await slack.event(event);
    const id = delivery.payload["event_id"];

    await slack.again(delivery);
    await slack.again(delivery, { retryNum: 1, retryReason: "http_timeout" });

    await expect
      .poll(() => heard)
      .toEqual([
        [id, 0],
        [id, 0],
        [id, 1],
      ]);
  },
);

test("the raw door sends what Slack never would", async () => {
  const slack = await workspace();
  const heard: unknown[] = [];
  await boltApp(slack, (app) => {
    app.event("app_mention", async ({ event: { text } }) => {
      heard.push(text);
    });
  });
  const body = { type: "event_callback", team_id: "T0WORKSPACE", event };
  const statusOf = async (...args: Parameters<typeof slack.deliver>) => (await slack.deliver(...args)).status;

  expect(await statusOf(body)).toBe(200);
  expect(await statusOf(body, { signWith: "another" })).toBe(401);
  expect(await statusOf(body, { signature: null })).toBe(401);
  expect(await statusOf(body, { timestamp: Math.floor(Date.now() / 1000) - 400 })).toBe(401);
  expect(await statusOf("{not json")).toBe(400);
  expect((await slack.deliver({ type: "url_verification", challenge: "abc" })).body).toEqual({ challenge: "abc" });
  await expect.poll(() => heard).toEqual(["hi"]);
});

test("a socket that is told to go comes back, and two share the work", async () => {
  const slack = await workspace();
  const heard = [0, 0];
  for (const which of [0, 1])
    await boltApp(
      slack,
      (app) => {
        app.event("app_mention", async () => {
          heard[which] = (heard[which] ?? 0) + 1;
        });
      },
      "eager Socket Mode",
    );
  expect(slack.socket.connectionCount()).toBe(2);

  for (let sent = 0; sent < 40; sent += 1) await slack.event(event);

  expect((heard[0] ?? 0) + (heard[1] ?? 0)).toBe(40);
  expect(Math.min(...heard)).toBeGreaterThan(0);
  slack.socket.disconnect("refresh_requested", "one");
  expect(slack.socket.connectionCount()).toBe(1);
  expect((await slack.event(event)).status).toBe(200);
  await expect.poll(() => slack.socket.connectionCount()).toBe(2);
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
  expect(seen).toEqual([
    ["T2", "E1", true],
    ["T2", "E1", true],
    ["T2", "E1", true],
    ["T2", "E1", true],
  ]);
});
