import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { BotError } from "../errors.ts";
import { component } from "../testing/descriptor.ts";
import { createMemorySource, type FileChanges } from "../testing/memory-source.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { createTestBot, type TestBot } from "../testing/test-bot.ts";
import { createParser } from "./parse/parser.ts";
import { createSnapshotFile, type SnapshotFile } from "./snapshot-file.ts";

const parser = createParser();

afterAll(() => parser.close());

const repository = {
  host: "github.com",
  slug: "Acme/Shop",
  branch: "main",
  webUrl: "https://github.com/Acme/Shop",
};

/** A bot over the repository Acme/Shop with these files and a catalog file, synced once. */
async function shop(files: FileChanges, snapshotFile?: SnapshotFile) {
  const source = createMemorySource("org");
  const tree = source.tree("Acme/Shop", { repository, files: { "catalog-info.yaml": component("shop"), ...files } });
  const bot = botOver(source, snapshotFile);
  await bot.sync();
  return { source, tree, bot };
}

function botOver(source: Parameters<typeof createTestBot>[0][number], snapshotFile?: SnapshotFile): TestBot {
  const bot = createTestBot([source], { parser, ...(snapshotFile && { snapshotFile }) });
  onTestFinished(() => bot.app.stop());
  return bot;
}

const stateOf = ({ app }: TestBot) => app.snapshot().repositories.get("github.com/acme/shop");
const problemsOf = ({ app }: TestBot) => app.snapshot().problems.filter(({ path }) => path?.endsWith("CODEOWNERS"));

describe("a repository", () => {
  test("is known with its branch, its commit and its page, whether it has a catalog file or not", async () => {
    const { tree, bot } = await shop({});
    const revision = stateOf(bot)?.revision;

    tree.write({ "catalog-info.yaml": undefined, "README.md": "Shop" });
    await bot.sync({ accept: ["org"] });

    expect(bot.app.snapshot().entities.size).toBe(0);
    expect(stateOf(bot)).toEqual({ ...repository, revision: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(stateOf(bot)?.revision).not.toBe(revision);
  });

  test("is known once where two sources read it, as the first of them read it", async () => {
    const [first, second] = ["first", "second"].map((name) => {
      const source = createMemorySource(name);
      source.tree("Acme/Shop", { repository, files: { CODEOWNERS: `* @acme/${name}` } });
      return source;
    });
    const bot = createTestBot(
      [first, second].flatMap((source) => source ?? []),
      { parser },
    );
    onTestFinished(() => bot.app.stop());

    await bot.sync();

    expect([...bot.app.snapshot().repositories.keys()]).toEqual(["github.com/acme/shop"]);
    expect(stateOf(bot)?.codeOwners?.text).toBe("* @acme/first");
  });
});

describe("the CODEOWNERS of a repository", () => {
  test.each([
    [".github/CODEOWNERS", { ".github/CODEOWNERS": "1", CODEOWNERS: "2", "docs/CODEOWNERS": "3" }, "1"],
    ["CODEOWNERS", { CODEOWNERS: "2", "docs/CODEOWNERS": "3", "src/CODEOWNERS": "4" }, "2"],
    ["docs/CODEOWNERS", { "docs/CODEOWNERS": "3", "docs/deep/CODEOWNERS": "5" }, "3"],
  ])("are those of %s, wherever others lie", async (path, files, text) => {
    const { bot } = await shop(files);

    expect(stateOf(bot)?.codeOwners).toEqual({ path, text });
  });

  test("are none where the tree has none, and where it is no repository", async () => {
    const { bot } = await shop({ "src/CODEOWNERS": "4" });
    const folder = createMemorySource("folder");
    folder.tree("folder", { files: { CODEOWNERS: "* @acme/a", "a.yaml": component("a") } });
    const other = botOver(folder);
    await other.sync();

    expect(stateOf(bot)).not.toHaveProperty("codeOwners");
    expect(other.app.snapshot().repositories.size).toBe(0);
  });

  test("follow every change: of content, of place, and away", async () => {
    const { tree, bot } = await shop({ CODEOWNERS: "* @acme/a" });
    const seen: unknown[] = [];

    for (const changes of [{ CODEOWNERS: "* @acme/b" }, { ".github/CODEOWNERS": "* @acme/c" }]) {
      tree.write(changes);
      await bot.sync();
      seen.push(stateOf(bot)?.codeOwners?.text);
    }
    tree.write({ ".github/CODEOWNERS": undefined, CODEOWNERS: undefined });
    await bot.sync();

    expect(seen).toEqual(["* @acme/b", "* @acme/c"]);
    expect(stateOf(bot)).not.toHaveProperty("codeOwners");
  });

  test("are read again only when their content changed", async () => {
    const { tree, bot } = await shop({ CODEOWNERS: "* @acme/a" });

    tree.write({ "README.md": "Shop" });
    await bot.sync();
    tree.write({ CODEOWNERS: "* @acme/b" });
    await bot.sync();

    expect(tree.contentsRead.filter((path) => path === "CODEOWNERS")).toHaveLength(2);
  });

  test("may hold what is no UTF-8 and begin with a byte order mark", async () => {
    const { bot } = await shop({ CODEOWNERS: Uint8Array.of(0xef, 0xbb, 0xbf, 0x2a, 0x20, 0xff, 0x40) });

    expect(stateOf(bot)?.codeOwners?.text).toBe("* \ufffd@");
  });

  test("count up to 3 MB; a larger one is a warning, hides the others, and is well again once it is shorter", async () => {
    const limit = 3 * 1024 * 1024;
    const { tree, bot } = await shop({ ".github/CODEOWNERS": "#".repeat(limit + 1), CODEOWNERS: "* @acme/a" });
    const during = { state: stateOf(bot), problems: problemsOf(bot) };

    tree.write({ ".github/CODEOWNERS": "#".repeat(limit) });
    await bot.sync();

    expect(during.state).not.toHaveProperty("codeOwners");
    expect(during.problems).toMatchObject([
      { code: "code_owners_too_large", severity: "warning", root: "Acme/Shop", path: ".github/CODEOWNERS" },
    ]);
    expect(stateOf(bot)?.codeOwners?.text).toHaveLength(limit);
    expect(problemsOf(bot)).toEqual([]);
  });

  test("stay when the repository cannot be read", async () => {
    const { tree, bot } = await shop({ CODEOWNERS: "* @acme/a" });
    const before = stateOf(bot);

    tree.write({ CODEOWNERS: "* @acme/b" });
    tree.failReading(new BotError("unavailable", "GitHub does not answer."));
    await bot.sync();

    expect(stateOf(bot)).toEqual(before);
  });

  test("are there after a restart, before any source is read", async () => {
    const data = await temporaryFolder();
    const text = "* @acme/a\u2028\n\u2029# \ud83d\ude00";
    const { source, bot } = await shop({ CODEOWNERS: text }, createSnapshotFile(data));
    await bot.app.pipeline.settled();

    const after = botOver(source, createSnapshotFile(data));
    await after.app.pipeline.restore();

    expect(stateOf(after)?.codeOwners).toEqual({ path: "CODEOWNERS", text });
    expect(after.app.snapshot()).toEqual(bot.app.snapshot());
  });
});
