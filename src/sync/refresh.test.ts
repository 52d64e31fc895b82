import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { BotError } from "../errors.ts";
import { isSameRepository, type RepositoryName } from "../event/delivery-event.ts";
import { component } from "../testing/descriptor.ts";
import { createMemorySource, type MemorySource } from "../testing/memory-source.ts";
import { createTestBot, type TestBot } from "../testing/test-bot.ts";
import { createParser } from "./parse/parser.ts";
import type { EntitySource } from "./source.ts";

const parser = createParser();
const never = new AbortController().signal;
const unreachable = new BotError("unavailable", "GitHub does not answer.");

afterAll(() => parser.close());

function botOver(...sources: readonly EntitySource[]): TestBot {
  const bot = createTestBot(sources, { parser });
  onTestFinished(() => bot.app.stop());
  return bot;
}

const repository = (slug: string) => ({ host: "github.com", slug, branch: "main" });

/** A source with these repositories, in each a thing of its name. */
function sourceOf(name: string, ...slugs: readonly string[]) {
  const source = createMemorySource(name);
  const trees = slugs.map((slug) =>
    source.tree(slug, {
      repository: repository(slug),
      files: { "thing.yaml": component(slug.replace("acme/", "")) },
    }),
  );
  const tree = (slug: string) => {
    const found = trees[slugs.indexOf(slug)];
    if (found === undefined) throw new Error(slug);
    return found;
  };
  return { source, tree };
}

/** The same source, which waits for leave before each reading, and remembers what was asked for. */
function held(source: MemorySource) {
  const asked: (readonly string[] | "all")[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  let mostRunning = 0;
  const slow: EntitySource = {
    name: source.name,
    covers: source.covers,
    async read(known, signal, only) {
      asked.push(only?.map(({ slug }) => slug) ?? "all");
      running += 1;
      mostRunning = Math.max(mostRunning, running);
      await new Promise<void>((resolve, reject) => {
        waiting.push(resolve);
        signal.addEventListener("abort", () => reject(signal.reason));
      });
      running -= 1;
      return source.read(known, signal, only);
    },
  };
  return {
    slow,
    asked,
    mostRunning: () => mostRunning,
    async letGo() {
      await expect.poll(() => waiting.length).toBe(1);
      waiting.shift()?.();
    },
  };
}

function names({ app }: TestBot): readonly string[] {
  return [...app.snapshot().entities.values()].map(({ name }) => name).sort();
}

function refresh(bot: TestBot, ...slugs: readonly string[]) {
  return bot.app.pipeline.refresh(slugs.map(repository), never);
}

describe("a refresh", () => {
  test("brings what changed in these repositories, and nothing else", async () => {
    const { source, tree } = sourceOf("org", "acme/a", "acme/b");
    const bot = botOver(source);
    await bot.sync();
    const changes: unknown[] = [];
    tree("acme/a").write({ "more.yaml": component("more-a") });
    tree("acme/b").write({ "more.yaml": component("more-b") });

    changes.push(await refresh(bot, "Acme/A"));
    const during = names(bot);
    changes.push(await bot.sync());

    expect(changes).toMatchObject([[{ name: "org", status: "changed", added: 1 }], [{ added: 1 }]]);
    expect(during).toEqual(["a", "b", "more-a"]);
    expect(names(bot)).toEqual(["a", "b", "more-a", "more-b"]);
  });

  test("looks only at the sources that read these repositories, and reports of those", async () => {
    const one = held(sourceOf("one", "acme/a").source);
    const other = held(sourceOf("other", "acme/b").source);
    const bot = botOver(one.slow, other.slow);
    const first = bot.sync();
    await one.letGo();
    await other.letGo();
    await first;

    const refreshing = refresh(bot, "acme/b", "acme/nobody");
    await other.letGo();

    expect((await refreshing).map(({ name }) => name)).toEqual(["other"]);
    expect([one.asked, other.asked]).toEqual([["all"], ["all", ["acme/b"]]]);
    expect(await refresh(bot, "acme/nobody")).toEqual([]);
  });

  test("finds a repository that is new", async () => {
    const { source } = sourceOf("org", "acme/a");
    const bot = botOver(source);
    await bot.sync();

    source.tree("acme/new", { repository: repository("acme/new"), files: { "n.yaml": component("new") } });
    const [report] = await refresh(bot, "acme/new");

    expect(report).toMatchObject({ status: "changed", added: 1 });
    expect(names(bot)).toEqual(["a", "new"]);
  });

  test("of a repository that is not there is one miss for it however often, and none for any other", async () => {
    const { source, tree } = sourceOf("org", "acme/a", "acme/b", "acme/c");
    const bot = botOver(source);
    await bot.sync();

    source.remove(tree("acme/b").id);
    source.remove(tree("acme/c").id);
    await refresh(bot, "acme/b");
    const once = names(bot);
    await refresh(bot, "acme/b");
    const twice = names(bot);
    await bot.sync();

    expect(once).toEqual(["a", "b", "c"]);
    expect(twice).toEqual(["a", "b", "c"]);
    expect(names(bot)).toEqual(["a", "c"]);
  });

  test("lets the old name of a renamed repository go at once", async () => {
    const { source, tree } = sourceOf("org", "acme/a", "acme/b");
    const bot = botOver(source);
    await bot.sync();

    source.remove(tree("acme/b").id);
    source.tree("acme/renamed", { repository: repository("acme/renamed"), files: { "t.yaml": component("b") } });
    await refresh(bot, "acme/renamed", "acme/b");

    const { entities, problems } = bot.app.snapshot();
    expect(entities.get("component:default/b")?.origin.rootName).toBe("acme/renamed");
    expect(problems.map(({ code }) => code)).not.toContain("duplicate_reference");
  });

  test("tells a listener what changed, as a sync does", async () => {
    const { source, tree } = sourceOf("org", "acme/a", "acme/b");
    const bot = botOver(source);
    await bot.sync();
    const before = bot.app.snapshot().revision;

    tree("acme/a").write({ "thing.yaml": component("a", { description: "new" }) });
    await refresh(bot, "acme/a");

    expect(bot.app.snapshot().revision).not.toBe(before);
    expect(await bot.ask("show a")).toMatchObject({ status: "answer" });
  });

  test("reads the whole source where that was never read", async () => {
    const { source } = sourceOf("org", "acme/a", "acme/b");
    const bot = botOver(source);

    await refresh(bot, "acme/a");

    expect(names(bot)).toEqual(["a", "b"]);
  });

  test("is held where it would take too much away", async () => {
    const { source, tree } = sourceOf("org", "acme/a", "acme/b");
    const many = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}.yaml`, component(`c${at}`)]));
    tree("acme/a").write(many);
    const bot = botOver(source);
    await bot.sync();

    tree("acme/a").write(Object.fromEntries(Object.keys(many).map((path) => [path, undefined])));
    const [report] = await refresh(bot, "acme/a");

    expect(report).toMatchObject({ status: "held" });
    expect(names(bot)).toHaveLength(10);
  });
});

describe("a refresh that fails", () => {
  test("says so, keeps what was there, and does not make the whole source a failed one", async () => {
    const { source } = sourceOf("org", "acme/a", "acme/b");
    const bot = botOver(source);
    await bot.sync();

    source.failAltogether(unreachable);
    const [report] = await refresh(bot, "acme/a");

    expect(report).toMatchObject({ status: "failed", message: "GitHub does not answer." });
    expect(names(bot)).toEqual(["a", "b"]);
    expect(bot.app.snapshot().sources[0]).not.toHaveProperty("failure");
  });

  test("in the only repository that was asked for says so, and it is a problem of that one", async () => {
    const { source, tree } = sourceOf("org", "acme/a", "acme/b");
    const bot = botOver(source);
    await bot.sync();

    tree("acme/a").fail(unreachable);
    const [report] = await refresh(bot, "acme/a");

    expect(report).toMatchObject({ status: "failed", message: "GitHub does not answer." });
    expect(bot.app.snapshot().problems.map(({ code, root }) => [code, root])).toContainEqual([
      "repository_failed",
      "acme/a",
    ]);
    expect(bot.app.snapshot().sources[0]).not.toHaveProperty("failure");
  });

  test("does not end the failure of the source, which a sync does", async () => {
    const { source } = sourceOf("org", "acme/a", "acme/b");
    const bot = botOver(source);
    await bot.sync();
    source.failAltogether(unreachable);
    await bot.sync();
    source.failAltogether();

    await refresh(bot, "acme/a");
    const during = bot.app.snapshot().sources[0]?.failure;
    await bot.sync();

    expect(during).toMatchObject({ code: "unavailable" });
    expect(bot.app.snapshot().sources[0]?.failure).toBeUndefined();
  });

  test("or succeeds in the one repository that a source has tells of the whole source", async () => {
    const { source, tree } = sourceOf("org", "acme/a");
    const bot = botOver(source);
    await bot.sync();

    tree("acme/a").fail(unreachable);
    await refresh(bot, "acme/a");
    const during = bot.app.snapshot().sources[0]?.failure;
    tree("acme/a").fail();
    await refresh(bot, "acme/a");

    expect(during).toMatchObject({ code: "unavailable" });
    expect(bot.app.snapshot().sources[0]?.failure).toBeUndefined();
  });
});

describe("runs over one source", () => {
  test("never overlap: a refresh waits for a sync, and a sync for a refresh", async () => {
    const { slow, asked, letGo, mostRunning } = held(sourceOf("org", "acme/a", "acme/b").source);
    const bot = botOver(slow);

    const runs = [bot.sync(), refresh(bot, "acme/a")];
    await letGo();
    await runs[0];
    runs.push(bot.sync());
    await letGo();
    await letGo();
    await Promise.all(runs);

    expect(asked).toEqual(["all", ["acme/a"], "all"]);
    expect(mostRunning()).toBe(1);
  });

  test("that wait to refresh are one, with each repository once", async () => {
    const { slow, asked, letGo } = held(sourceOf("org", "acme/a", "acme/b").source);
    const bot = botOver(slow);

    const runs = [bot.sync(), refresh(bot, "acme/a"), refresh(bot, "acme/b"), refresh(bot, "Acme/A", "acme/b")];
    await letGo();
    await letGo();
    const [, ...refreshed] = await Promise.all(runs);
    const later = refresh(bot, "acme/b");
    await letGo();
    await later;

    expect(asked.map((slugs) => (slugs === "all" ? slugs : slugs.map((slug) => slug.toLowerCase())))).toEqual([
      "all",
      ["acme/a", "acme/b"],
      ["acme/b"],
    ]);
    expect(refreshed).toMatchObject([[{ name: "org" }], [{ name: "org" }], [{ name: "org" }]]);
  });

  test("do not wait for those over another", async () => {
    const slow = held(sourceOf("slow", "acme/slow").source);
    const { source, tree } = sourceOf("quick", "acme/a");
    const bot = botOver(slow.slow, source);
    const syncing = bot.sync();
    await expect.poll(() => bot.app.isLoaded()).toBe(true);

    tree("acme/a").write({ "more.yaml": component("more") });
    await refresh(bot, "acme/a");

    expect(names(bot)).toEqual(["a", "more"]);
    await slow.letGo();
    await syncing;
  });

  test("go on for the others when one who waits gives up", async () => {
    const { slow, letGo } = held(sourceOf("org", "acme/a", "acme/b").source);
    const bot = botOver(slow);
    const impatient = new AbortController();

    const syncing = bot.sync();
    const waits = Promise.allSettled([
      bot.app.pipeline.refresh([repository("acme/a")], impatient.signal),
      refresh(bot, "acme/b"),
    ]);
    impatient.abort(new Error("enough"));
    await letGo();
    await letGo();

    expect(await waits).toMatchObject([{ status: "rejected" }, { status: "fulfilled" }]);
    await syncing;
  });

  test("all end when the bot stops", async () => {
    const { slow, asked } = held(sourceOf("org", "acme/a", "acme/b").source);
    const bot = botOver(slow);

    const runs = Promise.allSettled([bot.sync(), refresh(bot, "acme/a")]);
    await expect.poll(() => asked.length).toBe(1);
    await bot.app.stop();

    expect(await runs).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  });
});

test("a source that reads one repository is refreshed like any other", async () => {
  const only: RepositoryName = { host: "github.com", slug: "acme/catalog" };
  const { source, tree } = sourceOf("git", "acme/catalog");
  const git: EntitySource = {
    name: "git",
    covers: (asked) => isSameRepository(asked, only),
    read: (known, signal) => source.read(known, signal),
  };
  const bot = botOver(git);
  await bot.sync();

  tree("acme/catalog").write({ "more.yaml": component("more") });
  const [report] = await refresh(bot, "acme/catalog");

  expect(report).toMatchObject({ status: "changed", added: 1 });
});
