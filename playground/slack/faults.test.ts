import { webApi } from "@slack/bolt";
import { expect, test } from "vitest";
import type { SimulatedSlack } from "./simulated-slack.ts";
import { silent, workspace } from "./testing/bolt-app.ts";

const quick = { retries: 2, minTimeout: 1, maxTimeout: 2 };

function client(slack: SimulatedSlack, token = "xoxb-test"): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: quick,
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

const refusedWith = (error: string, more: object = {}) => ({ data: { ok: false, error, ...more } });

test("a planned fault hits as often as planned and then the call works", async () => {
  const slack = await workspace();
  slack.fail("chat.postMessage", { retryAfterSec: 7 });
  slack.fail("chat.postMessage", { error: "fatal_error" });
  slack.fail("chat.postMessage", { status: 503 });
  const post = () => client(slack).chat.postMessage({ channel: "C1", text: "hi" });

  await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
  await expect(post()).rejects.toMatchObject(refusedWith("fatal_error"));
  expect((await post()).ok).toBe(true);
  expect(slack.callsOf("chat.postMessage").map(({ status }) => status)).toEqual([429, 200, 503, 200]);
  expect(slack.messages.length).toBe(1);
});

test("a message may be taken although its answer is lost", async () => {
  const slack = await workspace();
  slack.fail("chat.postMessage", { acceptThenReset: true });
  slack.fail("chat.postMessage", { status: 500, accept: true });

  await client(slack).chat.postMessage({ channel: "C1", text: "hi" });

  expect(slack.messages.map(({ text }) => text)).toEqual(["hi", "hi", "hi"]);
});

test("a slow answer arrives whole", async () => {
  const slack = await workspace();
  slack.fail("auth.test", { slowBodyBytesPerSec: 2000, delayMs: 10 });

  const started = performance.now();
  expect((await client(slack).auth.test()).ok).toBe(true);
  expect(performance.now() - started).toBeGreaterThan(100);
});

test("a closed port refuses, and answers again at the same address", async () => {
  const slack = await workspace();
  await slack.goDown();
  await expect(client(slack).auth.test()).rejects.toThrow();

  await slack.comeBack();

  expect((await client(slack).auth.test()).ok).toBe(true);
});
