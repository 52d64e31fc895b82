import { expect, test, vi } from "vitest";
import type { SlackMessage } from "../../playground/slack/world.ts";
import { slackBench } from "../../src/testing/slack-bench.ts";

const texts = (messages: readonly SlackMessage[]): readonly string[] => messages.map(({ text }) => text);

async function until(check: () => void): Promise<void> {
  await vi.waitFor(check, { timeout: 5000, interval: 10 });
}

test("/callboard hands over what follows it", async () => {
  const { slack, events } = await slackBench();

  await slack.as("mia", { channel: "checkout-dev" }).slash("/callboard", "deps payments-api");

  await until(() => expect(events).toHaveLength(1));
  expect(events[0]).toMatchObject({ type: "command", text: "deps payments-api" });
});

test("in a private channel the name is not told, and the asker is answered where the bot is no member", async () => {
  const { slack, events } = await slackBench({
    world: { channels: [{ id: "C0HIDDEN", name: "hidden", isPrivate: true, members: ["U0MIA"], withoutBot: true }] },
  });
  const mia = slack.as("mia", { channel: "hidden" });

  await mia.slash("/whoowns", "x");

  await until(() => expect(texts(mia.sees("hidden"))).toEqual(["answer to whoowns x"]));
  expect(events[0]).not.toHaveProperty("placeName");
});

test("an answer that is not private is for the channel", async () => {
  const { slack } = await slackBench({
    sink: { hear: async (_event, responder) => responder.answer({ text: "for all", private: false }) },
  });

  await slack.as("mia", { channel: "checkout-dev" }).slash("/whoowns", "x public");

  await until(() => expect(texts(slack.as("jon").sees("checkout-dev"))).toEqual(["for all"]));
});

test("a mention is answered in its thread, for all; a private answer for the asker alone", async () => {
  const { slack, events } = await slackBench({
    sink: {
      hear: async (event, responder) => {
        await responder.answer({ text: "the answer", private: event.type === "command" && event.text === "secret" });
      },
    },
  });
  const mia = slack.as("mia", { channel: "checkout-dev" });

  await mia.mention("whoowns payments-api");
  await until(() => expect(texts(slack.as("jon").sees("checkout-dev"))).toContain("the answer"));
  await mia.mention("secret");
  await until(() => expect(mia.sees("checkout-dev").filter(({ visibleTo }) => visibleTo === "U0MIA")).toHaveLength(1));

  const [question, answer] = mia.sees("checkout-dev");
  expect(answer).toMatchObject({ thread_ts: question?.ts, text: "the answer" });
  expect(events[0]).toMatchObject({
    text: "whoowns payments-api",
    isInTheOpen: true,
    placeName: "#checkout-dev",
    address: { channel: "C0CHECKOUT", thread: question?.ts },
    placeUrl: `https://workspace.slack.com/archives/C0CHECKOUT/p${question?.ts.replace(".", "")}`,
  });
  expect(events[0]).not.toHaveProperty("canOpenForm");
});

test("a mention at the end and one inside a thread are understood", async () => {
  const { slack, events } = await slackBench();
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.say("something is broken");
  const thread = mia.sees("checkout-dev")[0] as SlackMessage;

  await mia.say(`who owns payments-api <@${slack.botUserId}>`, { thread });

  await until(() => expect(events).toHaveLength(1));
  expect(events[0]).toMatchObject({ text: "who owns payments-api", address: { thread: thread.ts } });
});

test("a direct message is answered there; in a thread, in the thread", async () => {
  const { slack, events } = await slackBench();
  const mia = slack.as("mia", { channel: "im" });

  await mia.directMessage("help");
  await until(() => expect(texts(mia.seesDirect())).toEqual(["help", "answer to help"]));
  await mia.directMessage("deps x", { thread: mia.seesDirect()[0] as SlackMessage });
  await until(() => expect(texts(mia.seesDirect())).toContain("answer to deps x"));

  expect(events[0]).toMatchObject({ place: "direct", text: "help" });
  expect(mia.seesDirect().at(-1)?.thread_ts).toBe(mia.seesDirect()[0]?.ts);
});

test("what bots, edits and joins say in direct messages is left alone", async () => {
  const { slack, events } = await slackBench();
  const mia = slack.as("mia", { channel: "im" });
  await mia.directMessage("first");
  await until(() => expect(events).toHaveLength(1));
  const channel = mia.seesDirect()[0]?.channel;
  const said = { type: "message", channel, channel_type: "im", user: "U0MIA", text: "x", ts: "1.2", event_ts: "1.2" };

  for (const odd of [
    { subtype: "message_changed", message: said, hidden: true },
    { subtype: "message_deleted", hidden: true },
    { subtype: "bot_message", bot_id: "B1" },
    { bot_id: "B1" },
    { subtype: "channel_join" },
    { edited: { user: "U0MIA", ts: "1.3" } },
    { user: slack.botUserId },
    { type: "app_mention" },
    { channel_type: "channel" },
  ]) {
    expect((await slack.event({ ...said, ...odd })).status).toBe(200);
  }
  await slack.settled();

  expect(events).toHaveLength(1);
});

test("a file with a comment and a message that is sent to the channel, too, are heard", async () => {
  const { slack, events } = await slackBench();
  const mia = slack.as("mia", { channel: "im" });
  await mia.directMessage("first");
  const channel = mia.seesDirect()[0]?.channel;

  for (const subtype of ["file_share", "thread_broadcast"]) {
    await slack.event({
      type: "message",
      subtype,
      channel,
      channel_type: "im",
      user: "U0MIA",
      text: subtype,
      ts: "1.2",
    });
  }

  await until(() => expect(events).toHaveLength(3));
});

test("progress in a thread is replaced by the answer", async () => {
  const { slack } = await slackBench({
    sink: {
      async hear(_event, responder) {
        await responder.answer({ text: "Still working on it" });
        await responder.answer({ text: "the answer" });
      },
    },
  });
  const mia = slack.as("mia", { channel: "checkout-dev" });

  await mia.mention("whoowns x");

  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("the answer"));
  expect(texts(mia.sees("checkout-dev"))).not.toContain("Still working on it");
});
