import { expect, test, vi } from "vitest";
import type { SlackMessage } from "../../../playground/slack/world.ts";
import type { ChatEvent } from "../../../src/chat/event.ts";
import type { OpenForm } from "../../../src/chat/form.ts";
import type { Message } from "../../../src/chat/message.ts";
import { type SlackBench, slackBench } from "../../../src/testing/slack-bench.ts";

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
    bot_id: "B0APP",
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
