import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { BotError } from "../errors.ts";
import { component } from "../testing/descriptor.ts";
import { githubSourceOf } from "../testing/github-source-subject.ts";
import { createMemoryForge } from "../testing/memory-forge.ts";
import { createMemorySource } from "../testing/memory-source.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { createTestBot, type TestBot } from "../testing/test-bot.ts";
import { createParser } from "./parse/parser.ts";
import { createSnapshotFile } from "./snapshot-file.ts";

const parser = createParser();
const unreachable = new BotError("unavailable", "GitHub does not answer.");

afterAll(() => parser.close());

function botOver(...[sources, options]: Parameters<typeof createTestBot>): TestBot {
  const bot = createTestBot(sources, { ...options, parser });
  onTestFinished(() => bot.app.stop());
  return bot;
}

/** The repositories acme/a, acme/b and acme/c with a thing each, synced once. */
async function organisation(options: Parameters<typeof createTestBot>[1] = {}) {
  const source = createMemorySource("org");
  const [a, b, c] = (["a", "b", "c"] as const).map((name) =>
    source.tree(`acme/${name}`, { files: { [`${name}.yaml`]: component(name) } }),
  );
  if (a === undefined || b === undefined || c === undefined) throw new Error("three trees");
  const bot = botOver([source], options);
  await bot.sync();
  return { source, a, b, c, bot };
}

const described = (bot: TestBot, name: string) =>
  bot.app.snapshot().entities.get(`component:default/${name}`)?.description;
const failures = ({ app }: TestBot) =>
  app
    .snapshot()
    .problems.filter(({ code }) => code.endsWith("_failed"))
    .map(({ code, root = "" }) => `${code} ${root}`);
const stateOf = ({ app }: TestBot) => app.snapshot().sources[0];

describe("a repository that cannot be read", () => {
  test("keeps its last good things and is a problem of its own, while the others go on", async () => {
    const { a, b, bot } = await organisation();

    a.fail(unreachable);
    a.write({ "a.yaml": component("a", { description: "new" }) });
    b.write({ "b.yaml": component("b", { description: "new" }) });
    const [report] = await bot.sync();

    expect(report).toMatchObject({
      status: "changed",
      changed: 1,
      message: "1 of 3 repositories could not be read; the first: acme/a: GitHub does not answer.",
    });
    expect([described(bot, "a"), described(bot, "b")]).toEqual([undefined, "new"]);
    expect(failures(bot)).toEqual(["repository_failed acme/a"]);
    expect(stateOf(bot)).not.toHaveProperty("failure");
    expect(stateOf(bot)?.syncedAt).toEqual(bot.clock.now());
  });

  test("between listing and reading is asked again, though its head did not move since", async () => {
    const { a, bot } = await organisation();

    a.write({ "a.yaml": component("a", { description: "new" }) });
    a.failReading(unreachable);
    const [failed] = await bot.sync();
    const during = described(bot, "a");
    a.failReading();
    const [mended] = await bot.sync();

    expect(failed?.message).toBe("1 of 3 repositories could not be read; the first: acme/a: GitHub does not answer.");
    expect(during).toBeUndefined();
    expect(mended).toMatchObject({ status: "changed", changed: 1 });
    expect(mended).not.toHaveProperty("message");
    expect(described(bot, "a")).toBe("new");
    expect(failures(bot)).toEqual([]);
  });

  test("is as old as its last good content, however often it fails, and no older once it is read again", async () => {
    const { a, bot } = await organisation();
    const readAt = bot.clock.now();
    const age = () => [...(stateOf(bot)?.failedRoots?.values() ?? [])];

    a.fail(unreachable);
    await bot.clock.advance(300_000);
    await bot.sync();
    await bot.clock.advance(300_000);
    await bot.sync();
    const during = age();
    await bot.clock.advance(300_000);
    const said = await bot.ask("show a");
    a.fail();
    await bot.sync();

    expect(during).toEqual([{ code: "unavailable", message: "GitHub does not answer.", since: readAt }]);
    expect(JSON.stringify(said)).toContain("Catalog is 15 min old: Git does not answer");
    expect(age()).toEqual([]);
  });

  test("and never could be is told of, counts as nothing and is read as soon as that is possible", async () => {
    const { source, bot } = await organisation();
    const late = source.tree("acme/d", { files: { "d.yaml": component("d") } });

    late.fail(unreachable);
    const [failed] = await bot.sync();
    const during = failures(bot);
    late.fail();
    const [read] = await bot.sync();

    expect(failed).toMatchObject({ added: 0, removed: 0 });
    expect(during).toEqual(["repository_failed memory://org/acme/d"]);
    expect(read).toMatchObject({ added: 1 });
  });

  test("is known to fail, and since when, after a restart", async () => {
    const data = await temporaryFolder();
    const { source, a, bot } = await organisation({ snapshotFile: createSnapshotFile(data) });
    a.fail(unreachable);
    await bot.sync();
    await bot.app.pipeline.settled();

    const after = botOver([source], { snapshotFile: createSnapshotFile(data) });
    await after.app.pipeline.restore();

    expect(after.app.snapshot()).toEqual(bot.app.snapshot());
    expect(failures(after)).toEqual(["repository_failed acme/a"]);
  });

  test("under other rules than before is read under the new ones once it answers", async () => {
    const data = await temporaryFolder();
    const { source, a, bot } = await organisation({ snapshotFile: createSnapshotFile(data) });
    a.write({ "more.yml": component("more") });
    await bot.sync();
    await bot.app.pipeline.settled();
    const widened = { source, isTrusted: true, paths: ["**/*.yaml", "**/*.yml"] };
    const after = botOver([widened], { snapshotFile: createSnapshotFile(data) });
    await after.app.pipeline.restore();

    a.fail(unreachable);
    await after.sync();
    const during = after.app.snapshot().entities.size;
    a.fail();
    await after.sync();

    expect(during).toBe(3);
    expect(after.app.snapshot().entities.has("component:default/more")).toBe(true);
  });
});

describe("people that cannot be read", () => {
  test("are named, and are no repository", async () => {
    const forge = createMemoryForge();
    for (const name of ["a", "b"]) forge.commit(`acme/${name}`, { "catalog-info.yaml": component(name) });
    const bot = botOver([await githubSourceOf({ forge, people: true })]);

    forge.fail(unreachable, ["people"]);
    const [people] = await bot.sync();
    forge.commit("acme/a", { "catalog-info.yaml": component("a", { description: "new" }) });
    forge.fail(unreachable, ["people", "read"]);
    const [both] = await bot.sync();

    expect(people?.message).toBe("people of acme could not be read: GitHub does not answer.");
    expect(both?.message).toBe(
      "1 of 2 repositories could not be read; the first: acme/a: GitHub does not answer. people of acme could not be read: GitHub does not answer.",
    );
  });
});

describe("a source", () => {
  test("fails as a whole when every repository does, and is no younger for it", async () => {
    const { a, b, c, bot } = await organisation();
    const readAt = bot.clock.now();

    for (const tree of [a, b, c]) tree.fail(unreachable);
    await bot.clock.advance(300_000);
    const [report] = await bot.sync();

    expect(report).toMatchObject({
      status: "failed",
      message: "None of 3 repositories could be read; the first: acme/a: GitHub does not answer.",
    });
    expect(failures(bot)).toEqual(["source_failed "]);
    expect(stateOf(bot)?.syncedAt).toEqual(readAt);
  });

  test("whose listing is incomplete takes over what it could read, and says why there may be more", async () => {
    const { source, b, bot } = await organisation();
    const readAt = bot.clock.now();

    source.incomplete(unreachable);
    b.write({ "b.yaml": component("b", { description: "new" }) });
    await bot.clock.advance(300_000);
    const [report] = await bot.sync();

    expect(report).toMatchObject({ status: "failed", message: "GitHub does not answer.", changed: 1 });
    expect(described(bot, "b")).toBe("new");
    expect(stateOf(bot)).toMatchObject({ syncedAt: readAt, failure: { code: "unavailable" } });
  });

  test("that never could list anything, and then only in part, answers from that part", async () => {
    const source = createMemorySource("org");
    source.tree("acme/a", { files: { "a.yaml": component("a") } });
    const bot = botOver([source]);

    source.failAltogether(unreachable);
    await bot.sync();
    source.failAltogether();
    source.incomplete(unreachable);
    const [first] = await bot.sync();
    const [second] = await bot.sync();

    expect(first).toMatchObject({ status: "failed", added: 1 });
    expect(second).toMatchObject({ status: "failed", added: 0 });
    expect(bot.app.snapshot().entities.has("component:default/a")).toBe(true);
  });
});
