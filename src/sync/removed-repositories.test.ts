import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { BotError } from "../errors.ts";
import { component, documents } from "../testing/descriptor.ts";
import { createMemorySource } from "../testing/memory-source.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { createTestBot, type TestBot } from "../testing/test-bot.ts";
import { createParser } from "./parse/parser.ts";
import { createSnapshotFile } from "./snapshot-file.ts";

const parser = createParser();

afterAll(() => parser.close());

function botOver(...[sources, options]: Parameters<typeof createTestBot>): TestBot {
  const bot = createTestBot(sources, { ...options, parser });
  onTestFinished(() => bot.app.stop());
  return bot;
}

/** An organisation with the repositories acme/one (a) and acme/two (b), synced once. */
async function organisation(options: Parameters<typeof createTestBot>[1] = {}) {
  const source = createMemorySource("org");
  const one = source.tree("acme/one", { files: { "a.yaml": component("a") } });
  const two = source.tree("acme/two", { files: { "b.yaml": component("b") } });
  const bot = botOver([source], options);
  await bot.sync();
  return { source, one, two, bot };
}

function names({ app }: TestBot): readonly string[] {
  return [...app.snapshot().entities.values()].map(({ name }) => name).sort();
}

const unreachable = new BotError("unavailable", "GitHub does not answer.");

describe("a repository that is not mentioned any more", () => {
  test("is kept once, and goes at the second complete listing in a row", async () => {
    const { source, two, bot } = await organisation();

    source.remove(two.id);
    const [first] = await bot.sync();
    const during = names(bot);
    const [second] = await bot.sync();

    expect(first).toMatchObject({ status: "unchanged", removed: 0 });
    expect(during).toEqual(["a", "b"]);
    expect(second).toMatchObject({ status: "changed", removed: 1 });
    expect(names(bot)).toEqual(["a"]);
  });

  test("stays when it is mentioned in between", async () => {
    const { source, two, bot } = await organisation();

    source.remove(two.id);
    await bot.sync();
    source.bringBack(two.id);
    await bot.sync();
    source.remove(two.id);
    await bot.sync();

    expect(names(bot)).toEqual(["a", "b"]);
  });

  test("stays when it is mentioned in between as one that cannot be read", async () => {
    const { source, two, bot } = await organisation();

    source.remove(two.id);
    await bot.sync();
    source.bringBack(two.id);
    two.fail(unreachable);
    await bot.sync();
    source.remove(two.id);
    await bot.sync();

    expect(names(bot)).toEqual(["a", "b"]);
  });

  test("stays through any number of incomplete listings and of none at all", async () => {
    const { source, two, bot } = await organisation();

    source.remove(two.id);
    source.incomplete(unreachable);
    const [incomplete] = await bot.sync();
    await bot.sync();
    source.incomplete();
    source.failAltogether(unreachable);
    await bot.sync();
    await bot.sync();
    source.failAltogether();
    await bot.sync();

    expect(incomplete).toMatchObject({ status: "failed", message: "GitHub does not answer." });
    expect(names(bot)).toEqual(["a", "b"]);
  });

  test("was missed before a restart as well as after it", async () => {
    const data = await temporaryFolder();
    const { source, two, bot } = await organisation({ snapshotFile: createSnapshotFile(data) });
    source.remove(two.id);
    await bot.sync();
    await bot.app.pipeline.settled();

    const after = botOver([source], { snapshotFile: createSnapshotFile(data) });
    await after.app.pipeline.restore();
    const restored = names(after);
    await after.sync();

    expect(restored).toEqual(["a", "b"]);
    expect(names(after)).toEqual(["a"]);
  });
});

describe("a repository that was renamed", () => {
  test("goes at once under its old name, so that nothing is defined twice", async () => {
    const { source, two, bot } = await organisation();

    source.remove(two.id);
    source.tree("acme/renamed", { files: { "b.yaml": component("b") } });
    const [report] = await bot.sync();

    const { entities, problems } = bot.app.snapshot();
    expect(report).toMatchObject({ added: 0, removed: 0 });
    expect(entities.get("component:default/b")?.origin.rootName).toBe("acme/renamed");
    expect(problems.map(({ code }) => code)).not.toContain("duplicate_reference");
  });

  test("is kept once while the other gives only some of its things", async () => {
    const { source, two, bot } = await organisation();
    two.write({ "c.yaml": component("c") });
    await bot.sync();

    source.remove(two.id);
    source.tree("acme/renamed", { files: { "b.yaml": component("b") } });
    await bot.sync();

    expect(names(bot)).toEqual(["a", "b", "c"]);
  });
});

describe("a repository that is said to be gone", () => {
  test("goes at once, and comes back with the same things", async () => {
    const { source, two, bot } = await organisation();

    source.retire(two.id);
    const [gone] = await bot.sync();
    const during = names(bot);
    source.bringBack(two.id);
    const [back] = await bot.sync();

    expect(gone).toMatchObject({ status: "changed", removed: 1 });
    expect(during).toEqual(["a"]);
    expect(back).toMatchObject({ status: "changed", added: 1 });
  });

  test("goes at once even while the listing is incomplete", async () => {
    const { source, two, bot } = await organisation();

    source.incomplete(unreachable);
    source.retire(two.id);
    await bot.sync();

    expect(names(bot)).toEqual(["a"]);
  });
});

describe("removals of whole repositories over the guard", () => {
  async function large() {
    const source = createMemorySource("org");
    const many = documents(...Array.from({ length: 9 }, (_, index) => component(`c${index}`)));
    const big = source.tree("acme/big", { files: { "all.yaml": many } });
    const small = source.tree("acme/small", { files: { "a.yaml": component("a") } });
    const bot = botOver([source]);
    await bot.sync();
    return { source, big, small, bot };
  }

  test("are held however often they are missed, until they are confirmed", async () => {
    const { source, big, bot } = await large();

    source.remove(big.id);
    const [missed] = await bot.sync();
    const [held] = await bot.sync();
    const [still] = await bot.sync();
    const during = names(bot).length;
    const [accepted] = await bot.sync({ accept: ["org"] });

    expect(missed).toMatchObject({ status: "unchanged" });
    expect([held, still]).toMatchObject([{ status: "held" }, { status: "held" }]);
    expect(during).toBe(10);
    expect(accepted).toMatchObject({ status: "changed", removed: 9 });
  });

  test("keep everything else as it was, and count no further miss", async () => {
    const { source, big, small, bot } = await large();

    source.remove(big.id);
    await bot.sync();
    source.remove(small.id);
    await bot.sync();
    source.bringBack(big.id);
    await bot.sync();

    expect(names(bot)).toHaveLength(10);
  });

  test("that come back while they are held are not missed any more", async () => {
    const { source, big, small, bot } = await large();

    source.remove(small.id);
    source.retire(big.id);
    await bot.sync();
    source.bringBack(small.id);
    await bot.sync();
    source.bringBack(big.id);
    source.remove(small.id);
    await bot.sync();

    expect(names(bot)).toHaveLength(10);
  });
});

test("who wins a duplicate does not change with a repository that is missed or refreshed", async () => {
  const source = createMemorySource("org");
  const repository = (slug: string) => ({ host: "github.com", slug, branch: "main" });
  const x = (from: string) => ({ "x.yaml": component("x", { description: from }) });
  const first = source.tree("acme/a", { repository: repository("acme/a"), files: x("a") });
  source.tree("acme/b", { repository: repository("acme/b"), files: { ...x("b"), "y.yaml": component("y") } });
  first.write({ "z.yaml": component("z") });
  const bot = botOver([source]);
  const winner = () => bot.app.snapshot().entities.get("component:default/x")?.description;
  await bot.sync();

  source.remove(first.id);
  await bot.sync();
  const missed = winner();
  source.bringBack(first.id);
  await bot.app.pipeline.refresh([repository("acme/b")], new AbortController().signal);

  expect([missed, winner()]).toEqual(["a", "a"]);
});
