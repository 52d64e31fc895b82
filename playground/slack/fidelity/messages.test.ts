import { expect, test } from "vitest";
import type { SlackOptions } from "../simulated-slack.ts";
import { errorOf, refusedWith, textsOf, webClient, workspace } from "../testing/bolt-app.ts";

const divider = [{ type: "divider" as const }];
const metadata = { event_type: "asked", event_payload: { id: "1" } };

async function channel(options: Partial<SlackOptions> = {}) {
  const slack = await workspace(options);
  const { chat, conversations } = webClient(slack);
  return { slack, chat, conversations, ada: slack.as("ada", { channel: "C1" }) };
}

/** A posted message and everything to change it. */
async function posted(content: object = {}) {
  const opened = await channel();
  const { ts = "" } = await opened.chat.postMessage({ channel: "C1", text: "one", ...content });
  return { ...opened, ts, at: { channel: "C1", ts }, now: () => opened.ada.sees()[0] };
}

const rooms = {
  channels: [
    { id: "C1", name: "general", members: ["U1"] },
    { id: "C2", name: "elsewhere", withoutBot: true },
    { id: "C3", name: "secret", isPrivate: true, withoutBot: true },
    { id: "C4", name: "old", isArchived: true },
  ],
};

test.each<[string, string, object]>([
  ["to a private channel without the bot", "channel_not_found", { channel: "C3" }],
  ["to a channel that there is not", "channel_not_found", { channel: "CNONE" }],
  ["to a public channel without the bot, if it lacks chat:write.public", "not_in_channel", { channel: "C2" }],
  ["to an archived channel", "is_archived", { channel: "C4" }],
  ["to somebody who left", "user_disabled", { channel: "U9" }],
  ["with nothing in it", "no_text", { text: "" }],
  ["with blocks that are no JSON", "invalid_blocks_format", { blocks: "[{" }],
  ["with metadata that lack a payload", "invalid_metadata_schema", { metadata: { event_type: "asked" } }],
])("a message %s is refused as %s", async (_name, error, args) => {
  const { slack } = await channel({ ...rooms, scopes: ["chat:write"] });
  slack.addUser({ id: "U9", name: "gone", isDeleted: true });

  expect(await errorOf(webClient(slack).apiCall("chat.postMessage", { channel: "C1", text: "hi", ...args }))).toBe(
    error,
  );
});

test("a public channel without the bot takes messages with chat:write.public", async () => {
  const { chat } = await channel(rooms);

  expect((await chat.postMessage({ channel: "C2", text: "hi" })).ok).toBe(true);
});

test("a message to a person goes to their direct messages", async () => {
  const { chat, slack } = await channel();

  expect((await chat.postMessage({ channel: "U1", text: "hi" })).channel).toMatch(/^D/);
  expect(textsOf(slack.as("ada").seesDirect())).toEqual(["hi"]);
});

test("a channel may be named by its name", async () => {
  const { chat } = await channel();

  expect((await chat.postMessage({ channel: "#general", text: "hi" })).channel).toBe("C1");
});

test("a message of blocks alone is taken, and that it says nothing to notifications is noted", async () => {
  const { chat, slack } = await channel();

  const { message } = await chat.postMessage({ channel: "C1", blocks: divider });

  expect(message?.text).toBe("This content can't be displayed.");
  expect(slack.violations.map(({ problems }) => problems)).toEqual([["/text: a message needs a top-level text"]]);
});

test("blocks come back with the ids and defaults that Slack gives them", async () => {
  const { chat } = await channel();
  const blocks = [{ type: "section" as const, text: { type: "mrkdwn" as const, text: "hi" } }];

  const { message } = await chat.postMessage({ channel: "C1", text: "hi", blocks });

  expect(message?.blocks).toMatchObject([{ block_id: expect.any(String), text: { verbatim: false } }]);
});

test("markdown text stands for itself", async () => {
  const { chat } = await channel();
  const post = (more: object) => chat.postMessage({ channel: "C1", markdown_text: "**hi**", ...more } as never);

  expect((await post({})).ok).toBe(true);
  expect(await errorOf(post({ text: "hi" }))).toBe("markdown_text_conflict");
  expect(await errorOf(post({ blocks: divider }))).toBe("markdown_text_conflict");
});

test("another name or icon needs a scope of its own", async () => {
  const { chat } = await channel({ scopes: ["chat:write"] });

  await expect(chat.postMessage({ channel: "C1", text: "hi", username: "Other" })).rejects.toMatchObject(
    refusedWith("missing_scope", { needed: "chat:write.customize" }),
  );
});

test("an ephemeral message is seen by one person and stands in no history", async () => {
  const { chat, conversations, slack } = await channel();

  await chat.postEphemeral({ channel: "C1", user: "U2", text: "for Bob" });

  expect(textsOf(slack.as("bob").sees("C1"))).toEqual(["for Bob"]);
  expect(slack.as("ada").sees("C1")).toEqual([]);
  expect((await conversations.history({ channel: "C1" })).messages).toEqual([]);
});

test.each([
  ["U2", "C1", "user_not_in_channel"],
  ["U1", "C2", "not_in_channel"],
])("an ephemeral message needs its reader and the bot in the channel: %s, %s", async (user, id, error) => {
  const { chat } = await channel(rooms);

  expect(await errorOf(chat.postEphemeral({ channel: id, user, text: "hi" }))).toBe(error);
});

test("neither what is not there nor an ephemeral message can be updated or deleted", async () => {
  const { chat } = await channel();
  const { message_ts = "" } = await chat.postEphemeral({ channel: "C1", user: "U1", text: "hi" });

  for (const ts of [message_ts, "1.1"]) {
    expect(await errorOf(chat.update({ channel: "C1", ts, text: "x" }))).toBe("message_not_found");
    expect(await errorOf(chat.delete({ channel: "C1", ts }))).toBe("message_not_found");
  }
});

test("an update with text drops blocks that it does not name", async () => {
  const { chat, at, now } = await posted({ blocks: divider });

  await chat.update({ ...at, text: "two" });

  expect(now()).toMatchObject({ text: "two" });
  expect(now()?.blocks).toBeUndefined();
});

test("an update with neither text nor blocks keeps both", async () => {
  const { chat, at, now } = await posted({ blocks: divider });

  await chat.update({ ...at, metadata } as never);

  expect(now()).toMatchObject({ text: "one", blocks: [{ type: "divider" }], metadata });
});

test("an update with empty blocks removes them and keeps the text", async () => {
  const { chat, at, now } = await posted({ blocks: divider });

  await chat.update({ ...at, blocks: [] } as never);

  expect(now()?.text).toBe("one");
  expect(now()?.blocks).toBeUndefined();
});

test("an update keeps metadata that it does not name, and empty metadata removes it", async () => {
  const { chat, at, now } = await posted({ metadata });

  await chat.update({ ...at, text: "two" });
  expect(now()?.metadata).toEqual(metadata);
  await chat.update({ ...at, text: "three", metadata: {} as never });

  expect(now()?.metadata).toBeUndefined();
});

test("an update is marked as edited unless it has blocks", async () => {
  const { chat, at, now } = await posted();

  await chat.update({ ...at, text: "two", blocks: divider });
  expect(now()?.edited).toBeUndefined();
  await chat.update({ ...at, text: "three" });

  expect(now()?.edited).toMatchObject({ user: "U0APP" });
});

test("only the bot's own messages can be updated or deleted", async () => {
  const { chat, ada } = await channel();
  await ada.say("mine");
  const ts = ada.sees()[0]?.ts ?? "";

  expect(await errorOf(chat.update({ channel: "C1", ts, text: "x" }))).toBe("cant_update_message");
  expect(await errorOf(chat.delete({ channel: "C1", ts }))).toBe("cant_delete_message");
});

test("a deleted message is gone for everybody", async () => {
  const { chat, at, ada, conversations } = await posted();

  await chat.delete(at);

  expect(ada.sees()).toEqual([]);
  expect((await conversations.history({ channel: "C1" })).messages).toEqual([]);
});

test("replies stand in the thread and not in the history, and are counted at their parent", async () => {
  const { chat, conversations, ts } = await posted();
  const reply = await chat.postMessage({ channel: "C1", text: "reply", thread_ts: ts });

  const history = await conversations.history({ channel: "C1" });
  const replies = await conversations.replies({ channel: "C1", ts });

  expect(history.messages).toMatchObject([{ text: "one", thread_ts: ts, reply_count: 1, latest_reply: reply.ts }]);
  expect(replies.messages?.map(({ text }) => text)).toEqual(["one", "reply"]);
});

test("a thread hangs on its parent: a reply's ts in its place is noted", async () => {
  const { chat, slack, ts } = await posted();
  const reply = await chat.postMessage({ channel: "C1", text: "reply", thread_ts: ts });

  await chat.postMessage({ channel: "C1", text: "reply to a reply", thread_ts: reply.ts ?? "" });

  expect(slack.violations.map(({ where }) => where)).toEqual(["thread_ts"]);
});

test("history comes newest first, within the times asked for", async () => {
  const { chat, conversations, ts } = await posted();
  await chat.postMessage({ channel: "C1", text: "two" });
  const texts = async (more: object) =>
    (await conversations.history({ channel: "C1", ...more })).messages?.map(({ text }) => text);

  expect(await texts({})).toEqual(["two", "one"]);
  expect(await texts({ oldest: ts })).toEqual(["two"]);
  expect(await texts({ latest: ts, inclusive: true })).toEqual(["one"]);
});

test("metadata is shown when asked for", async () => {
  const { conversations } = await posted({ metadata });
  const shown = async (include_all_metadata: boolean) =>
    (await conversations.history({ channel: "C1", include_all_metadata })).messages?.[0]?.metadata;

  expect(await shown(true)).toEqual(metadata);
  expect(await shown(false)).toBeUndefined();
});
