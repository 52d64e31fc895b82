import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { boltApp, workspace } from "../testing/bolt-app.ts";

const body = {
  type: "event_callback",
  team_id: "T0WORKSPACE",
  event: { type: "app_mention", user: "U1", text: "hi", ts: "1.1", channel: "C1", event_ts: "1.1" },
};
const nowSec = () => Math.floor(Date.now() / 1000);

/** An app over HTTP, what it heard, and what it answered to a raw request. */
async function door() {
  const slack = await workspace();
  const heard: unknown[] = [];
  await boltApp(slack, (app) => {
    app.event("app_mention", async ({ event: { text } }) => {
      heard.push(text);
    });
    app.command("/hello", async ({ ack }) => ack("hello"));
  });
  const statusOf = async (...args: Parameters<typeof slack.deliver>) => (await slack.deliver(...args)).status;
  return { slack, heard, statusOf };
}

test("a request signed with the app's secret is heard", async () => {
  const { statusOf, heard } = await door();

  expect(await statusOf(body)).toBe(200);
  await expect.poll(() => heard).toEqual(["hi"]);
});

test.each([
  ["signed with another secret", { signWith: "another" }],
  ["without a signature", { signature: null }],
  ["with a signature that is none", { signature: "v0=abc" }],
  ["of more than five minutes ago", { timestamp: nowSec() - 301 }],
  ["without a readable time", { timestamp: "soon" }],
])("a request %s is refused unheard", async (_name, request) => {
  const { statusOf, heard } = await door();

  expect(await statusOf(body, request)).toBe(401);
  expect(heard).toEqual([]);
});

test.each([
  ["a request of almost five minutes ago is heard", -290],
  ["stock Bolt does not mind a time in the future", 4000],
])("%s", async (_name, seconds) => {
  const { statusOf } = await door();

  expect(await statusOf(body, { timestamp: nowSec() + seconds })).toBe(200);
});

const text = JSON.stringify(body);
const signed = (at: number) => `v0=${createHmac("sha256", "secret").update(`v0:${at}:${text}`).digest("hex")}`;

test("a body that was changed after signing is refused", async () => {
  const { statusOf, heard } = await door();
  const timestamp = nowSec();
  const request = { timestamp, signature: signed(timestamp) };

  expect(await statusOf(text, request)).toBe(200);
  expect(await statusOf(text.replace("hi", "ha"), request)).toBe(401);
  await expect.poll(() => heard).toEqual(["hi"]);
});

test("a signature is good for its own time only", async () => {
  const { statusOf } = await door();

  expect(await statusOf(text, { signature: signed(nowSec() - 10) })).toBe(401);
});

test("a body that is no JSON is refused", async () => {
  expect(await (await door()).statusOf("{not json")).toBe(400);
});

test("a form is read only under its bare content type", async () => {
  const { statusOf } = await door();
  const form = new URLSearchParams({ command: "/hello", team_id: "T0WORKSPACE", user_id: "U1" }).toString();

  expect(await statusOf(form)).toBe(200);
  expect(await statusOf(form, { contentType: "application/x-www-form-urlencoded; charset=utf-8" })).toBe(400);
});

test("the check of a new address is answered with its challenge", async () => {
  const { slack } = await door();

  const { status, body: answer } = await slack.deliver({ type: "url_verification", challenge: "abc" });

  expect({ status, answer }).toEqual({ status: 200, answer: { challenge: "abc" } });
});

test("the check of a new address must be signed too", async () => {
  const { statusOf } = await door();

  expect(await statusOf({ type: "url_verification", challenge: "abc" }, { signWith: "another" })).toBe(401);
});

test("the check of a certificate is answered", async () => {
  expect(await (await door()).statusOf("ssl_check=1&token=t")).toBe(200);
});

test("nothing answers at another path", async () => {
  const slack = await workspace();
  const url = await new Promise<string>((resolve) => {
    void boltApp({ ...slack, sendEventsTo: resolve }, () => undefined);
  });

  expect((await slack.deliver(body, { url })).status).toBe(200);
  expect((await slack.deliver(body, { url: url.replace("/slack/events", "/elsewhere") })).status).toBe(404);
});
