import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { plain } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, documents } from "../../testing/descriptor.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot } from "../../testing/test-bot.ts";

const parser = createParser();

afterAll(() => parser.close());

/** A bot that has not synced yet, and the tree of its first source. */
function unsynced() {
  const org = createMemorySource("org");
  const tree = org.tree("acme/catalog", { files: { "all.yaml": documents(component("a"), component("b")) } });
  const other = createMemorySource("other");
  other.tree("acme/other", { files: { "c.yaml": component("c") } });
  const bot = createTestBot([org, other], { parser });
  onTestFinished(() => bot.app.stop());
  return { bot, tree };
}

describe("sync", () => {
  test("reads the sources, and says what changed in each", async () => {
    const { bot, tree } = unsynced();

    const first = await bot.ask("sync");
    tree.write({ "all.yaml": documents(component("a", { title: "A" })) });
    const second = await bot.ask("sync");

    expect(first).toMatchObject({
      status: "done",
      command: "sync",
      data: {
        sources: [
          { name: "org", status: "changed", added: 2 },
          { name: "other", added: 1 },
        ],
      },
    });
    expect(second.message.card?.blocks.map((block) => ("text" in block ? plain(block.text) : ""))).toEqual([
      "org 1 changed, 1 removed · 1 problem",
      "other unchanged · 1 problem",
    ]);
  });

  test.each(["sync --accept org", "sync —accept org", "sync accept org"])(
    "%s lets held removals pass",
    async (text) => {
      const { bot, tree } = unsynced();
      await bot.ask("sync");
      tree.write({ "all.yaml": undefined });

      const held = await bot.ask("sync");
      const accepted = await bot.ask(text);

      expect(held).toMatchObject({ data: { sources: [{ status: "held" }, { status: "unchanged" }] } });
      expect(held.message.text).toBe("1 of 2 sources not up to date");
      expect(accepted).toMatchObject({
        data: { sources: [{ status: "changed", removed: 2 }, { status: "unchanged" }] },
      });
    },
  );

  test("says why a source failed", async () => {
    const { bot, tree } = unsynced();
    tree.fail(new BotError("unavailable", "Git does not answer."));

    const { message } = await bot.ask("sync");

    expect(message.card?.tone).toBe("bad");
    expect(message.card?.blocks.map((block) => ("text" in block ? plain(block.text) : ""))).toEqual([
      "org failed: Git does not answer.",
      "other 1 added · 1 problem",
    ]);
  });

  test("says which repositories could not be read while the others were", async () => {
    const source = createMemorySource("org");
    const trees = ["acme/a", "acme/b"].map((name) => source.tree(name));
    const bot = createTestBot([source], { parser });
    onTestFinished(() => bot.app.stop());
    trees[1]?.fail(new BotError("unavailable", "GitHub does not answer."));

    const { message } = await bot.ask("sync");

    expect(message.card?.blocks.map((block) => ("text" in block ? plain(block.text) : ""))).toEqual([
      "org unchanged · 1 problem · 1 of 2 repositories could not be read; the first: memory://org/acme/b: GitHub does not answer.",
    ]);
  });

  test("accepts for no source that there is not, and then reads nothing", async () => {
    const { bot } = unsynced();

    expect(await bot.ask("sync --accept org orgs")).toMatchObject({
      status: "error",
      error: { code: "usage", message: "No source is called “orgs”. There are: org, other." },
    });
    expect(() => bot.app.snapshot()).toThrow("read for the first time");
  });

  test.each(["sync now", "sync --accept", "sync --force org"])("%s is not understood", async (text) => {
    expect(await unsynced().bot.ask(text)).toMatchObject({ status: "error", error: { code: "usage" } });
  });
});
