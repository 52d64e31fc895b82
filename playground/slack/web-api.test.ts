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

test("auth.test says who the app is and which scopes it has", async () => {
  const slack = await workspace({ scopes: ["chat:write", "commands"] });

  const answer = await client(slack).auth.test();

  expect(answer).toMatchObject({ team_id: "T0WORKSPACE", user_id: slack.botUserId, is_enterprise_install: false });
  expect(answer.response_metadata?.scopes).toEqual(["chat:write", "commands"]);
});

test("a wrong token, an unknown method and a missing scope are refused as Slack refuses them", async () => {
  const slack = await workspace({ scopes: ["chat:write"] });

  await expect(client(slack, "xoxb-wrong").auth.test()).rejects.toMatchObject(refusedWith("invalid_auth"));
  await expect(client(slack).apiCall("no.such")).rejects.toMatchObject(refusedWith("unknown_method"));
  await expect(client(slack).users.info({ user: "U1" })).rejects.toMatchObject(
    refusedWith("missing_scope", { needed: "users:read", provided: "chat:write" }),
  );
  await expect(client(slack).apps.connections.open()).rejects.toMatchObject(refusedWith("not_allowed_token_type"));
});

test("lists come in pages that together hold everything once", async () => {
  const channels = Array.from({ length: 25 }, (_, index) => ({ name: `room-${index}` }));
  const slack = await workspace({ channels });
  const found: (string | undefined)[] = [];

  for await (const page of client(slack).paginate("conversations.list", { limit: 10 })) {
    const { channels: listed = [] } = page as { channels?: { name?: string }[] };
    found.push(...listed.map(({ name }) => name));
  }

  expect(found).toEqual(channels.map(({ name }) => name));
  expect(slack.callsOf("conversations.list").length).toBe(3);
});

test("an e-mail address is seen only with its scope", async () => {
  const email = async (scopes: string[]) =>
    (await client(await workspace({ scopes })).users.info({ user: "U1" })).user?.profile?.email;

  expect(await email(["users:read", "users:read.email"])).toBe("ada@example.com");
  expect(await email(["users:read"])).toBeUndefined();
});

test("where a message may go is decided as Slack decides it", async () => {
  const slack = await workspace({
    scopes: ["chat:write", "im:write"],
    channels: [
      { id: "C1", name: "general", members: ["U1"] },
      { id: "C2", name: "elsewhere", withoutBot: true },
      { id: "C3", name: "secret", isPrivate: true, withoutBot: true },
      { id: "C4", name: "old", isArchived: true },
    ],
  });
  const post = (channel: string) => client(slack).chat.postMessage({ channel, text: "hi" });

  await expect(post("C2")).rejects.toMatchObject(refusedWith("not_in_channel"));
  await expect(post("C3")).rejects.toMatchObject(refusedWith("channel_not_found"));
  await expect(post("C4")).rejects.toMatchObject(refusedWith("is_archived"));
  await expect(post("CNONE")).rejects.toMatchObject(refusedWith("channel_not_found"));
  expect((await post("U1")).channel).toMatch(/^D/);
  await expect(client(slack).chat.postEphemeral({ channel: "C1", user: "U2", text: "hi" })).rejects.toMatchObject(
    refusedWith("user_not_in_channel"),
  );
});

test("blocks that break a limit are refused, and a message without text is noted", async () => {
  const slack = await workspace();
  const header = (text: string) => [{ type: "header" as const, text: { type: "plain_text" as const, text } }];
  const { chat } = client(slack);

  await expect(chat.postMessage({ channel: "C1", text: "hi", blocks: header("x".repeat(151)) })).rejects.toMatchObject(
    refusedWith("invalid_blocks"),
  );
  await expect(chat.postMessage({ channel: "C1", text: "" })).rejects.toMatchObject(refusedWith("no_text"));
  await chat.postMessage({ channel: "C1", blocks: header("fine") });

  expect(slack.violations.map(({ problems }) => problems)).toEqual([
    [expect.stringContaining("/blocks/0/text/text")],
    ["/text: a message needs a top-level text"],
    ["/text: a message needs a top-level text"],
  ]);
});

test("an update drops blocks that it does not name, and keeps metadata", async () => {
  const slack = await workspace();
  const { chat } = client(slack);
  const blocks = [{ type: "divider" as const }];
  const metadata = { event_type: "asked", event_payload: { id: "1" } };
  const { ts = "" } = await chat.postMessage({ channel: "C1", text: "one", blocks, metadata });

  await chat.update({ channel: "C1", ts, text: "two" });

  const [message] = slack.as("ada").sees();
  expect(message).toMatchObject({ text: "two", metadata });
  expect(message?.blocks).toBeUndefined();
  await expect(chat.update({ channel: "C1", ts, text: "x".repeat(4001) })).rejects.toMatchObject(
    refusedWith("msg_too_long"),
  );
  await expect(chat.update({ channel: "C1", ts: "1.1", text: "x" })).rejects.toMatchObject(
    refusedWith("message_not_found"),
  );
});

test("what was said is found again, with metadata when asked", async () => {
  const slack = await workspace();
  const { chat, conversations } = client(slack);
  const metadata = { event_type: "asked", event_payload: { id: "1" } };
  const { ts = "" } = await chat.postMessage({ channel: "C1", text: "parent", metadata });
  await chat.postMessage({ channel: "C1", text: "reply", thread_ts: ts });

  const history = await conversations.history({ channel: "C1", include_all_metadata: true });
  const replies = await conversations.replies({ channel: "C1", ts });

  expect(history.messages).toMatchObject([{ text: "parent", metadata, reply_count: 1 }]);
  expect(replies.messages?.map(({ text }) => text)).toEqual(["parent", "reply"]);
  expect(replies.messages?.[0]?.metadata).toBeUndefined();
});

test("an app of the organisation must say which workspace it asks about", async () => {
  const slack = await workspace({
    enterprise: { id: "E1", name: "Org" },
    isEnterpriseInstall: true,
    teams: [{ id: "T2", name: "Second", domain: "second" }],
    channels: [{ name: "first" }, { name: "second", teamId: "T2" }],
  });
  const { conversations, users, auth } = client(slack);

  expect(await auth.test()).toMatchObject({ enterprise_id: "E1", is_enterprise_install: true });
  await expect(conversations.list()).rejects.toMatchObject(refusedWith("missing_argument"));
  await expect(users.list({})).rejects.toMatchObject(refusedWith("missing_argument"));
  expect((await auth.teams.list()).teams?.map(({ id }) => id)).toEqual(["T0WORKSPACE", "T2"]);
  expect((await conversations.list({ team_id: "T2" })).channels?.map(({ name }) => name)).toEqual(["second"]);
});

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
