import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import type { SimulatedSlack } from "../simulated-slack.ts";
import { boltApp, workspace } from "../testing/bolt-app.ts";

const body = {
  type: "event_callback",
  team_id: "T0WORKSPACE",
  event: { type: "app_mention", user: "U1", text: "hi", ts: "1.1", channel: "C1", event_ts: "1.1" },
};
const nowSec = () => Math.floor(Date.now() / 1000);

/** An app over HTTP, what it heard, and what it answered to a raw request. */
async function door() {
  const started = await workspace();
  let events = "";
  const slack: SimulatedSlack = {
    ...started,
    sendEventsTo: (url) => {
      events = url;
      started.sendEventsTo(url);
    },
  };
  const heard: unknown[] = [];
  await boltApp(slack, (app) => {
    app.event("app_mention", async ({ event: { text } }) => {
      heard.push(text);
    });
    app.command("/hello", async ({ ack }) => ack("hello"));
  });
  const statusOf = async (...args: Parameters<typeof slack.deliver>) => (await slack.deliver(...args)).status;
  return { slack, heard, statusOf, url: () => events };
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

test("a request of almost five minutes ago is heard", async () => {
  const { statusOf } = await door();

  expect(await statusOf(body, { timestamp: nowSec() - 290 })).toBe(200);
});

test("stock Bolt does not mind a time in the future", async () => {
  const { statusOf } = await door();

  expect(await statusOf(body, { timestamp: nowSec() + 4000 })).toBe(200);
});

test("a body that was changed after signing is refused", async () => {
  const { statusOf, heard } = await door();
  const timestamp = nowSec();
  const sign = (text: string) => `v0=${createHmac("sha256", "secret").update(`v0:${timestamp}:${text}`).digest("hex")}`;
  const text = JSON.stringify(body);

  expect(await statusOf(text, { timestamp, signature: sign(text) })).toBe(200);
  expect(await statusOf(text.replace("hi", "ha"), { timestamp, signature: sign(text) })).toBe(401);
  await expect.poll(() => heard).toEqual(["hi"]);
});

test("a signature is good for its own time only", async () => {
  const { statusOf } = await door();
  const text = JSON.stringify(body);
  const signature = `v0=${createHmac("sha256", "secret")
    .update(`v0:${nowSec() - 10}:${text}`)
    .digest("hex")}`;

  expect(await statusOf(text, { signature })).toBe(401);
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
  const { statusOf, url } = await door();

  expect(await statusOf(body, { url: url() })).toBe(200);
  expect(await statusOf(body, { url: url().replace("/slack/events", "/elsewhere") })).toBe(404);
});
