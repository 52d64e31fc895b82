import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { BotError } from "../errors.ts";
import { component, descriptor } from "../testing/descriptor.ts";
import { createMemorySource, type FileChanges } from "../testing/memory-source.ts";
import { createTestBot } from "../testing/test-bot.ts";
import { createParser } from "./parse/parser.ts";

const parser = createParser();
const truncated = new BotError("unavailable", "The tree is too long to be listed.");
const repository = { host: "github.com", slug: "acme/mono", branch: "main" };

afterAll(() => parser.close());

const location = (...targets: string[]) => descriptor("Location", "all", { spec: { targets } });
const api = (file: string) =>
  descriptor("API", "api", {
    spec: { type: "openapi", lifecycle: "production", owner: "a", definition: { $text: file } },
  });

/** A bot over a tree that finds single files but cannot be listed. */
async function unlisted(paths: readonly string[], files: FileChanges, canFind = true) {
  const source = createMemorySource("org");
  const tree = source.tree("acme/mono", { repository, canFind, files });
  if (canFind) tree.failListing(truncated);
  const bot = createTestBot([{ source, isTrusted: true, paths }], { parser });
  onTestFinished(() => bot.app.stop());
  const [first] = await bot.sync();
  return { tree, bot, first };
}

describe("a tree that finds files by their paths", () => {
  test("is not listed for plain paths, what they name, where Locations point, and CODEOWNERS", async () => {
    const { tree, bot, first } = await unlisted(["catalog-info.yaml", "docs/catalog-info.yaml"], {
      "catalog-info.yaml": location("./services/a.yaml", "./services/deep.yaml"),
      "services/a.yaml": api("./openapi.json"),
      "services/openapi.json": "first",
      "services/deep.yaml": component("deep"),
      "other.yaml": component("other"),
      CODEOWNERS: "* @acme/a",
    });
    tree.write({ "services/openapi.json": "second", "docs/catalog-info.yaml": component("docs") });
    const [report] = await bot.sync();

    const { entities, repositories } = bot.app.snapshot();
    expect(first).toMatchObject({ status: "changed", added: 3 });
    expect(report).toMatchObject({ status: "changed", added: 1, removed: 0 });
    expect([...entities.values()].map(({ name }) => name).sort()).toEqual(["all", "api", "deep", "docs"]);
    expect(tree.contentsRead.filter((path) => path === "services/openapi.json")).toHaveLength(2);
    expect(repositories.get("github.com/acme/mono")?.codeOwners?.text).toBe("* @acme/a");
  });

  test.each([
    ["a pattern among its paths", ["**/catalog-info.yaml"], {}],
    ["a Location with a pattern", ["catalog-info.yaml"], { "catalog-info.yaml": location("./services/*.yaml") }],
  ])("is listed for %s", async (_, paths, files) => {
    const { tree, bot, first } = await unlisted(paths, { "services/catalog-info.yaml": component("a"), ...files });
    tree.failListing();
    await bot.sync();

    expect(first).toMatchObject({ status: "failed", message: "The tree is too long to be listed." });
    expect(bot.app.snapshot().entities.has("component:default/a")).toBe(true);
  });

  test("gives what a listed one gives, problem for problem", async () => {
    const files = {
      "catalog-info.yaml": location("./a.yaml", "./missing.yaml", "../outside.yaml", "./a.yaml"),
      "a.yaml": api("./missing.json"),
      "docs/CODEOWNERS": "* @acme/a",
    };
    const found = await unlisted(["catalog-info.yaml"], files);
    const listed = await unlisted(["catalog-info.yaml"], files, false);

    expect(found.bot.app.snapshot()).toEqual(listed.bot.app.snapshot());
  });
});

test("a tree that is trusted whatever its source is defines people; its neighbours do not", async () => {
  const source = createMemorySource("org");
  const team = (name: string) => descriptor("Group", name, { spec: { type: "team", children: [] } });
  source.tree("people", { isTrusted: true, files: { "people.yaml": team("real") } });
  source.tree("acme/shop", { repository, files: { "catalog-info.yaml": team("claimed") } });
  const bot = createTestBot([{ source, isTrusted: false, paths: ["**/*.yaml"] }], { parser });
  onTestFinished(() => bot.app.stop());

  await bot.sync();

  expect([...bot.app.snapshot().entities.keys()]).toEqual(["group:default/real"]);
});
