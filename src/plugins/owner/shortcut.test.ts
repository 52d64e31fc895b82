import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import type { Message } from "../../chat/message.ts";
import { plain } from "../../chat/text.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, documents, group } from "../../testing/descriptor.ts";
import { createFakeChatAdapter, fakeAddress, fakeUser } from "../../testing/fake-chat-adapter.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot } from "../../testing/test-bot.ts";

const parser = createParser();

afterAll(() => parser.close());

/** What is answered to whoever asks who owns what a message is about. */
async function answerTo(...texts: readonly string[]): Promise<Message> {
  const source = createMemorySource("org");
  const services = ["one", "two", "three", "four", "five", "six"].map((name) => component(`svc-${name}`));
  source.tree("acme/catalog", { files: { "all.yaml": documents(group("a-team", { title: "Team A" }), ...services) } });
  const chat = createFakeChatAdapter();
  const bot = createTestBot([source], { parser, adapters: [chat] });
  onTestFinished(() => bot.app.stop());
  await bot.sync();
  await bot.app.start();
  await chat.happen({
    type: "shortcut",
    shortcut: "who-owns-this",
    texts,
    user: fakeUser,
    address: { ...fakeAddress, channel: "C1" },
    place: "channel",
  });
  return chat.shown.at(-1)?.message ?? { text: "" };
}

function rows({ card }: Message): readonly string[] {
  return (card?.blocks ?? []).flatMap((block) =>
    block.type === "list" ? block.rows.map(({ text }) => plain(text)) : [],
  );
}

describe("Who owns this?", () => {
  test("answers for the one thing that a message is about, to whoever asks alone", async () => {
    const message = await answerTo("service:svc-two is red");

    expect(plain(message.card?.title ?? "")).toBe("Team A owns svc-two");
    expect(message.private).toBe(true);
  });

  test("offers up to five where there are several", async () => {
    const message = await answerTo("svc-one, svc-two, svc-three, svc-four, svc-five, svc-six");

    expect(message.text).toBe("6 things in this message");
    expect(rows(message).map((row) => row.split(" ")[0])).toEqual([
      "svc-one",
      "svc-two",
      "svc-three",
      "svc-four",
      "svc-five",
    ]);
  });

  test("says so where there is none, and lets one search", async () => {
    const message = await answerTo("lunch?");

    expect(message.text).toBe("Nothing of the catalog is in this message");
    expect(message.card?.blocks.at(-1)).toEqual({
      type: "actions",
      main: [{ type: "form", label: "Search", flow: "pick", state: "whoowns" }],
      more: [],
    });
  });

  test("says so of an empty message", async () => {
    expect((await answerTo()).text).toBe("Nothing of the catalog is in this message");
  });
});
