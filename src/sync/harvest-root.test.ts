import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { component, descriptor, documents } from "../testing/descriptor.ts";
import { createMemorySource, type FileChanges } from "../testing/memory-source.ts";
import { createTestBot } from "../testing/test-bot.ts";
import { maxFileBytes } from "./harvest-root.ts";
import { createParser } from "./parse/parser.ts";
import type { EntitySource, Root } from "./source.ts";

const parser = createParser();

afterAll(() => parser.close());

/** A bot over one tree, and the tree. */
async function botOver(files: FileChanges) {
  const source = createMemorySource("org");
  const tree = source.tree("acme/catalog", { files });
  const bot = createTestBot([source], { parser });
  onTestFinished(() => bot.app.stop());
  await bot.sync();
  const codes = () => bot.app.snapshot().problems.map(({ code, path }) => `${path} ${code}`);
  const entity = (name: string) => bot.app.snapshot().entities.get(name);
  return { bot, tree, codes, entity };
}

/** The same source, and the paths of all files that are read in it. */
function countingReads(source: EntitySource): { source: EntitySource; reads: string[] } {
  const reads: string[] = [];
  const counting = (root: Root): Root => ({
    ...root,
    read(files, options, signal) {
      reads.push(...files.map(({ path }) => path));
      return root.read(files, options, signal);
    },
  });
  const read: EntitySource["read"] = async (...asked) => {
    const reading = await source.read(...asked);
    const roots = reading.roots.map((state) =>
      state.type === "changed" ? { ...state, root: counting(state.root) } : state,
    );
    return { ...reading, roots };
  };
  return { source: { ...source, read }, reads };
}

const apiWith = (definition: unknown) =>
  descriptor("API", "charges", { spec: { type: "openapi", lifecycle: "production", owner: "a", definition } });

describe("a file of a tree", () => {
  test("that grew too large keeps its last good things, and they come back when it shrinks", async () => {
    const { bot, tree, codes, entity } = await botOver({ "a.yaml": component("a"), "b.yaml": component("b") });

    tree.write({ "a.yaml": `${component("a")}#${" ".repeat(maxFileBytes)}` });
    await bot.sync();
    const during = { codes: codes(), isStale: entity("component:default/a")?.isStale };
    tree.write({ "a.yaml": component("a", { title: "A" }) });
    await bot.sync();

    expect(during.codes).toContain("a.yaml file_too_large");
    expect(during.isStale).toBe(true);
    expect(entity("component:default/a")).toMatchObject({ title: "A" });
    expect(entity("component:default/a")).not.toHaveProperty("isStale");
    expect(codes()).not.toContain("a.yaml file_too_large");
  });

  test("is read again when a file that it names appears, changes or goes", async () => {
    const { bot, tree, codes } = await botOver({ "api.yaml": apiWith({ $text: "./openapi.txt" }) });
    const before = codes();

    tree.write({ "openapi.txt": "paths" });
    await bot.sync();
    const there = codes();
    tree.write({ "openapi.txt": undefined });
    await bot.sync();

    expect(before).toContain("api.yaml placeholder_unresolved");
    expect(there).not.toContain("api.yaml placeholder_unresolved");
    expect(codes()).toContain("api.yaml placeholder_unresolved");
  });

  test("that names a file which is too large has a problem", async () => {
    const { codes } = await botOver({
      "api.yaml": apiWith({ $text: "./openapi.txt" }),
      "openapi.txt": "x".repeat(2 * 1024 * 1024 + 1),
    });

    expect(codes()).toContain("api.yaml placeholder_unresolved");
  });

  test("is not read twice for what it names, as long as few bytes are held for that", async () => {
    const source = createMemorySource("org");
    const large = (name: string) =>
      `${apiWith({ $text: "./openapi.txt" }).replace('"charges"', `"${name}"`)}#${" ".repeat(400 * 1024)}`;
    const files = { "a.yaml": large("a"), "b.yaml": large("b"), "c.yaml": large("c"), "openapi.txt": "paths" };
    source.tree("acme/catalog", { files });
    const { source: counting, reads } = countingReads(source);
    const bot = createTestBot([counting], { parser });
    onTestFinished(() => bot.app.stop());

    await bot.sync();

    expect(bot.app.snapshot().entities.size).toBe(3);
    expect(reads.sort()).toEqual(["a.yaml", "b.yaml", "c.yaml", "c.yaml", "openapi.txt"]);
  });

  test("may name more files than are read at once", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `api-${index}`);
    const files = Object.fromEntries(
      names.flatMap((name) => [
        [`${name}.yaml`, apiWith({ $text: `./${name}.txt` }).replace('"charges"', `"${name}"`)],
        [`${name}.txt`, name],
      ]),
    );

    const { bot } = await botOver(files);

    expect(bot.app.snapshot().entities.size).toBe(20);
    expect(bot.app.snapshot().problems.filter(({ code }) => code === "placeholder_unresolved")).toEqual([]);
  });

  test("that a Location names and that is not there is a problem, unless it may be absent", async () => {
    const location = (name: string, spec: Readonly<Record<string, unknown>>) => descriptor("Location", name, { spec });
    const { bot, tree, codes } = await botOver({
      "a.yaml": documents(
        location("needed", { targets: ["./gone.yml", "https://elsewhere.example/x.yaml"] }),
        location("optional", { target: "./other.yml", presence: "optional" }),
        location("circle", { target: "./a.yaml" }),
      ),
    });
    const before = codes();

    tree.write({ "gone.yml": component("found"), "other.yml": component("other") });
    await bot.sync();

    expect(before).toEqual(["a.yaml location_unresolved", "a.yaml location_unresolved"]);
    expect(codes().filter((code) => code === "a.yaml location_unresolved")).toHaveLength(1);
    expect([...bot.app.snapshot().entities.keys()]).toEqual(
      expect.arrayContaining(["component:default/found", "component:default/other"]),
    );
  });
});
