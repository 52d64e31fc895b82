import { expect, test, vi } from "vitest";
import type { SlackMessage } from "../../playground/slack/world.ts";
import type { ChatEvent } from "../../src/chat/event.ts";
import type { OpenForm } from "../../src/chat/form.ts";
import type { Message } from "../../src/chat/message.ts";
import { type SlackBench, slackBench } from "../../src/testing/slack-bench.ts";

const card: Message = {
  text: "3 matches",
  card: {
    title: "3 matches",
    blocks: [
      {
        type: "list",
        rows: [
          {
            text: "payments-api",
            action: { type: "command", label: "Choose", command: "whoowns payments-api", replaces: true },
          },
        ],
      },
      {
        type: "actions",
        main: [
          { type: "command", label: "Dependencies", command: "deps payments-api" },
          { type: "press", label: "I'll take it", press: "take", value: "q1" },
        ],
        more: [
          { type: "form", label: "Ask the team", flow: "ask", state: "payments-api" },
          { type: "link", label: "Docs", url: "https://docs.acme.example" },
          { type: "command", label: "Details", command: "show payments-api" },
        ],
      },
    ],
  },
};

const form: OpenForm = {
  flow: "ask",
  state: "payments-api",
  form: {
    title: "Ask",
    submit: "Send",
    fields: [{ name: "question", label: "Question", type: "text", maxLength: 500 }],
  },
};

const texts = (messages: readonly SlackMessage[]): readonly string[] => messages.map(({ text }) => text);

/** A bench whose bot shows `card` for everything but what its buttons say. */
async function withCard(options: Parameters<typeof slackBench>[0] = {}): Promise<SlackBench> {
  return slackBench({
    ...options,
    sink: {
      async hear(event, responder) {
        if (event.type === "command" && event.text === "cards") return responder.answer(card);
        if (event.type === "open") return responder.open(form);
        await responder.answer({ text: `answer to ${event.type === "command" ? event.text : event.type}` });
      },
      ...options.sink,
    },
  });
}

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

test("a button answers its presser alone, a choice takes the list's place", async () => {
  const { slack } = await withCard();
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.mention("cards");
  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("3 matches"));
  const list = mia.sees("checkout-dev").find(({ text }) => text === "3 matches") as SlackMessage;
  const jon = slack.as("jon", { channel: "checkout-dev" });

  await jon.press(list, "Dependencies");
  await until(() => expect(texts(jon.sees("checkout-dev"))).toContain("answer to deps payments-api"));
  await jon.pickOverflow(list, "Details");
  await until(() => expect(texts(jon.sees("checkout-dev"))).toContain("answer to show payments-api"));
  await jon.press(list, "Choose");
  await until(() => expect(texts(jon.sees("checkout-dev"))).toContain("answer to whoowns payments-api"));

  expect(texts(mia.sees("checkout-dev"))).not.toContain("answer to deps payments-api");
  expect(texts(mia.sees("checkout-dev"))).not.toContain("3 matches");
  expect(slack.violations).toEqual([]);
});

test("a choice among ephemeral matches replaces them for its asker", async () => {
  const { slack } = await withCard();
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.slash("/callboard", "cards");
  await until(() => expect(texts(mia.sees("checkout-dev"))).toEqual(["3 matches"]));

  await mia.press(mia.sees("checkout-dev")[0] as SlackMessage, "Choose");

  await until(() => expect(texts(mia.sees("checkout-dev"))).toEqual(["answer to whoowns payments-api"]));
});

test("a press says which, on what and on which message; a link is only acknowledged", async () => {
  const { slack, events } = await withCard();
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.mention("cards");
  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("3 matches"));
  const list = mia.sees("checkout-dev").find(({ text }) => text === "3 matches") as SlackMessage;

  await mia.press(list, "I'll take it");
  await mia.pickOverflow(list, "Docs");
  await until(() => expect(events).toHaveLength(2));

  const address = { platform: "slack", tenant: "T0WORKSPACE", channel: "C0CHECKOUT" };
  expect(events[1]).toMatchObject({ type: "press", press: "take", value: "q1", message: { ...address, id: list.ts } });
});

test("an old button says what to type instead", async () => {
  const { slack, events } = await slackBench();
  const mia = slack.as("mia", { channel: "checkout-dev" });
  const old = {
    type: "actions",
    block_id: "b",
    elements: [{ type: "button", action_id: "v0", text: { type: "plain_text", text: "Old" }, value: "?" }],
  };
  const channel = "C0CHECKOUT";
  slack.world.messages.push({
    type: "message",
    channel,
    ts: "1.1",
    text: "old",
    user: slack.botUserId,
    bot_id: "B0CALLBOARD",
    blocks: [old],
  });

  const acknowledgement = await mia.press(mia.sees("checkout-dev")[0] as SlackMessage, "Old");

  expect(acknowledgement.status).toBe(200);
  await until(() =>
    expect(texts(mia.sees("checkout-dev"))).toContain("This button is from an older version. Type help."),
  );
  expect(texts(slack.as("jon").sees("checkout-dev"))).toEqual(["old"]);
  expect(events).toEqual([]);
});

test("a message shortcut hands over all that can be read in the message", async () => {
  const { slack, events } = await slackBench();
  const mia = slack.as("mia", { channel: "checkout-dev" });
  const rich = {
    type: "rich_text",
    elements: [
      {
        type: "rich_text_section",
        elements: [
          { type: "text", text: "see " },
          { type: "link", url: "https://git.acme.example/tax", text: "tax" },
        ],
      },
    ],
  };
  const attachment = {
    title: "Alert",
    title_link: "https://mon.acme.example/1",
    text: "payments-api is slow",
    fields: [{ title: "Service", value: "tax-api" }],
    fallback: "alert",
  };
  slack.world.messages.push({
    type: "message",
    channel: "C0CHECKOUT",
    ts: "1.1",
    text: "Look at this",
    user: "U0JON",
    blocks: [rich],
    attachments: [attachment],
  });

  await mia.messageShortcut("whoowns", mia.sees("checkout-dev")[0] as SlackMessage);

  await until(() => expect(events).toHaveLength(1));
  const event = events[0] as Extract<ChatEvent, { type: "shortcut" }>;
  expect(event).toMatchObject({ type: "shortcut", shortcut: "whoowns", placeName: "#checkout-dev", canOpenForm: true });
  expect(event.texts).toEqual(
    expect.arrayContaining([
      "Look at this",
      "see tax",
      "https://git.acme.example/tax",
      "Alert",
      "https://mon.acme.example/1",
      "payments-api is slow",
      "tax-api",
    ]),
  );
});

test("a global shortcut is answered in a modal", async () => {
  const { slack } = await withCard();
  const mia = slack.as("mia", { channel: "checkout-dev" });

  await mia.globalShortcut("mine");

  await until(() => expect(JSON.stringify(mia.view()?.blocks)).toContain("answer to shortcut"));
  expect(slack.violations).toEqual([]);
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

test("a slow button's answer never replaces the card that was pressed", async () => {
  const { slack } = await withCard({
    sink: {
      async hear(event, responder) {
        if (event.type === "command" && event.text === "cards") return responder.answer(card);
        await responder.answer({ text: "Still working on it" });
        await responder.answer({ text: "the answer" });
      },
    },
  });
  const mia = slack.as("mia", { channel: "checkout-dev" });
  await mia.mention("cards");
  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("3 matches"));

  await mia.press(mia.sees("checkout-dev").find(({ text }) => text === "3 matches") as SlackMessage, "Dependencies");

  await until(() => expect(texts(mia.sees("checkout-dev"))).toContain("the answer"));
  expect(texts(mia.sees("checkout-dev"))).toContain("3 matches");
});
