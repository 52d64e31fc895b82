import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { plain } from "../../chat/text.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, documents, group, user } from "../../testing/descriptor.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot, type TestBot } from "../../testing/test-bot.ts";

const parser = createParser();

afterAll(() => parser.close());

async function botOf(): Promise<TestBot> {
  const source = createMemorySource("org");
  const mia = user("mia", {
    spec: { profile: { displayName: "Mia Chen", email: "mia@acme.example" }, memberOf: ["ops"] },
  });
  source.tree("acme/catalog", {
    files: { "all.yaml": documents(group("ops"), mia, component("web", { spec: { owner: "ops" } })) },
  });
  const bot = createTestBot([source], { parser, admins: ["group:default/ops"] });
  onTestFinished(() => bot.app.stop());
  await bot.sync();
  return bot;
}

async function rows(bot: TestBot, text: string): Promise<readonly string[]> {
  const { message } = await bot.ask(text);
  return (message.card?.blocks ?? []).flatMap((block) => {
    if (block.type === "list") return block.rows.map((row) => plain(row.text));
    return block.type === "actions" ? block.main.map(({ label }) => `[${label}]`) : [];
  });
}

describe("audit", () => {
  test("lists who did what, the newest first, by the name that the catalog has", async () => {
    const bot = await botOf();
    await bot.ask("sync", "mia@acme.example");
    await bot.ask("sync", "ada@example.com");

    const [itself, refused, done] = await rows(bot, "audit");

    expect(itself).toMatch(/^audit by terminal, \d\d:\d\d$/);
    expect(refused).toMatch(/^sync by console:local\/ada@example\.com, \d\d:\d\d, refused/);
    expect(done).toMatch(/^sync by Mia Chen, \d\d:\d\d$/);
  });

  test("says the day of what is older, in each reader's own zone", async () => {
    const bot = await botOf();
    await bot.ask("sync");
    bot.clock.stepWall(3 * 24 * 3_600_000);

    expect((await rows(bot, "audit"))[1]).toMatch(/^sync by terminal, Thu \d\d:\d\d$/);
    bot.clock.stepWall(30 * 24 * 3_600_000);
    expect((await rows(bot, "audit")).at(-1)).toBe("sync by terminal, 15 Jan");
    const { message } = await bot.ask("audit");
    expect(JSON.stringify(message)).toContain('"shows":"day"');
  });

  test("shows five, and ten where all are wanted", async () => {
    const bot = await botOf();
    for (let at = 0; at < 12; at += 1) await bot.ask("sync");

    expect(await rows(bot, "audit")).toHaveLength(6);
    expect((await rows(bot, "audit")).at(-1)).toBe("[Show all 10]");
    expect(await rows(bot, "audit --all")).toHaveLength(10);
    expect((await bot.ask("audit")) as unknown).toMatchObject({
      status: "answer",
      data: { total: 10, items: [{ what: "audit" }, {}, {}, {}, {}, {}, {}, {}, {}, {}] },
    });
  });

  test("and doctor are for admins", async () => {
    const bot = await botOf();

    for (const command of ["audit", "doctor"]) {
      expect(await bot.ask(command, "ada@example.com")).toMatchObject({ error: { code: "not_allowed" } });
      expect(await bot.ask(command, "mia@acme.example")).toMatchObject({ status: "answer", command });
    }
  });
});
