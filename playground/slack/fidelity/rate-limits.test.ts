import { webApi } from "@slack/bolt";
import { expect, test } from "vitest";
import { webClient, workspace } from "../testing/bolt-app.ts";

/** A workspace with limits, on a clock that stands still. */
async function limited() {
  let nowMs = 1_800_000_000_000;
  const slack = await workspace({ rateLimits: true, now: () => nowMs });
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { slack, client: webClient(slack), pass };
}

async function times(count: number, call: () => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: count }, call));
}

const tooSoon = (retryAfter: number) => ({ code: "slack_webapi_rate_limited_error", retryAfter });

test.each<[string, number, (client: webApi.WebClient) => Promise<unknown>]>([
  ["second", 20, ({ users }) => users.list({})],
  ["third", 50, ({ conversations }) => conversations.info({ channel: "C1" })],
  ["fourth", 100, ({ users }) => users.info({ user: "U1" })],
])("a method of the %s tier is taken %i times a minute, then answered 429", async (_tier, count, ask) => {
  const { slack, client, pass } = await limited();
  await times(count, () => ask(client));

  await expect(ask(client)).rejects.toMatchObject(tooSoon(60));
  expect(slack.calls.at(-1)).toMatchObject({ status: 429, answer: { ok: false, error: "ratelimited" } });
  pass(60_000);

  await ask(client);
});

test("the stock client tells who listens that it called too soon", async () => {
  const { client } = await limited();
  await times(20, () => client.users.list({}));
  const heard: unknown[] = [];
  client.on(webApi.WebClientEvent.RATE_LIMITED, (seconds: number) => heard.push(seconds));

  await expect(client.users.list({})).rejects.toBeInstanceOf(webApi.WebAPIRateLimitedError);

  expect(heard).toEqual([60]);
});

test("Retry-After is the time until the next call is taken, in whole seconds", async () => {
  const { client, pass } = await limited();
  await client.users.list({});
  pass(20_500);
  await times(19, () => client.users.list({}));

  await expect(client.users.list({})).rejects.toMatchObject(tooSoon(40));
  pass(39_500);

  expect((await client.users.list({})).ok).toBe(true);
});

test("a channel takes one message a second, with a short burst", async () => {
  const { client, pass } = await limited();
  const post = () => client.chat.postMessage({ channel: "C1", text: "hi" });
  await times(5, post);

  await expect(post()).rejects.toMatchObject({ code: "slack_webapi_rate_limited_error" });
  pass(5000);
  await times(5, post);

  await expect(post()).rejects.toMatchObject({ code: "slack_webapi_rate_limited_error" });
});

test("one channel's messages do not hold up another's", async () => {
  const { client, slack } = await limited();
  slack.addChannel({ id: "C2", name: "second" });
  await times(5, () => client.chat.postMessage({ channel: "C1", text: "hi" }));

  expect((await client.chat.postMessage({ channel: "C2", text: "hi" })).ok).toBe(true);
});

test("a workspace takes several hundred messages a minute, however many channels they are for", async () => {
  const { client, slack } = await limited();
  const channels = Array.from({ length: 61 }, (_, index) => slack.addChannel({ name: `room-${index}` }).id);
  for (const channel of channels.slice(1)) await times(5, () => client.chat.postMessage({ channel, text: "hi" }));

  await expect(client.chat.postMessage({ channel: channels[0] ?? "", text: "hi" })).rejects.toMatchObject(tooSoon(60));
});

test("one method's calls do not hold up another's", async () => {
  const { client } = await limited();
  await times(20, () => client.users.list({}));

  expect((await client.usergroups.list()).ok).toBe(true);
});

test("a call that came too soon has no effect and does not count", async () => {
  const { client, slack, pass } = await limited();
  const post = () => client.chat.postMessage({ channel: "C1", text: "hi" });
  await times(5, post);
  await expect(post()).rejects.toThrow();
  await expect(post()).rejects.toThrow();

  expect(slack.messages.length).toBe(5);
  pass(5000);
  await times(5, post);

  expect(slack.messages.length).toBe(10);
});

test("nothing is limited unless asked for", async () => {
  const client = webClient(await workspace());

  await times(25, () => client.users.list({}));

  expect((await client.users.list({})).ok).toBe(true);
});
