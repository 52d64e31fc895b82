import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createMemorySource } from "../testing/memory-source.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { createTestBot } from "../testing/test-bot.ts";
import type { SourceHarvest } from "./harvest.ts";
import { createSnapshotFile } from "./snapshot-file.ts";

const harvest: SourceHarvest = {
  name: "org",
  fingerprint: "rules",
  isTrusted: true,
  syncedAt: new Date("2026-01-15T12:00:00Z"),
  roots: [
    {
      rootId: "memory://org",
      name: "org",
      revision: "1",
      files: new Map([["a.yaml", { path: "a.yaml", blobId: "b", attachments: [], entities: [], problems: [] }]]),
    },
  ],
};
const repository = { host: "github.com", slug: "acme/shop", branch: "main", webUrl: "https://github.com/acme/shop" };
const files = new Map();
const failed: SourceHarvest = {
  ...harvest,
  name: "other",
  roots: [
    {
      rootId: "https://github.com/acme/shop",
      name: "acme/shop",
      revision: "1",
      repository,
      codeOwners: { path: "CODEOWNERS", blobId: "o", content: { text: "* @acme/shop" } },
      files,
      isOutdated: true,
      isMissed: true,
    },
    {
      rootId: "https://github.com/acme/web",
      name: "acme/web",
      revision: "",
      files,
      failure: { code: "unavailable", message: "Git does not answer.", since: new Date("2026-01-15T11:00:00Z") },
    },
  ],
  failure: { code: "unavailable", message: "Git does not answer." },
  held: { removed: 8, of: 9 },
};

describe("what is kept between runs", () => {
  test("is what was saved, for nobody else to read", async () => {
    const folder = join(await temporaryFolder(), "data");
    const file = createSnapshotFile(folder);

    await file.save([harvest, failed], { isContentSame: false });

    expect(await file.load()).toEqual([harvest, failed]);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  test("is not written again when only the times changed", async () => {
    const folder = await temporaryFolder();
    const file = createSnapshotFile(folder);
    await file.save([harvest], { isContentSame: false });
    const later = { ...harvest, syncedAt: new Date("2026-01-15T13:00:00Z"), roots: [] };

    await file.save([later], { isContentSame: true });

    expect(await file.load()).toEqual([{ ...later, roots: harvest.roots }]);
  });

  test("knows of each root whether it is missed and fails, though the content is not written again", async () => {
    const file = createSnapshotFile(await temporaryFolder());
    const failure = { code: "unavailable", message: "Git does not answer.", since: new Date("2026-01-15T12:00:00Z") };
    const [root] = harvest.roots;
    const roots = root === undefined ? [] : [{ ...root, isMissed: true as const, failure }];
    await file.save([harvest], { isContentSame: false });

    await file.save([{ ...harvest, roots }], { isContentSame: true });
    const missed = await file.load();
    await file.save([harvest], { isContentSame: true });

    expect(missed).toEqual([{ ...harvest, roots }]);
    expect(await file.load()).toEqual([harvest]);
  });

  test.each(["", "{", "null", '[{"name":1}]', '[{"name":"org","syncedAt":"yesterday"}]'])(
    "only looks older when its times are damaged: %j",
    async (text) => {
      const folder = await temporaryFolder();
      const file = createSnapshotFile(folder);
      await file.save([harvest], { isContentSame: false });
      await writeFile(join(folder, "catalog-state.json"), text);

      const { syncedAt: _, ...content } = harvest;
      expect(await file.load()).toEqual([content]);
    },
  );

  test.each([
    ["nothing", ""],
    ["files before any source", '{"format":2}\n{"root":{"rootId":"x","revision":"1"}}\n{"file":{"path":"a"}}\n'],
    ["another checksum", '{"format":2}\n{"sha256":"0"}\n'],
    ["what is no record", '{"format":2}\n[]\nnull\n'],
  ])("is of no use when it holds %s", async (_, text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "catalog.jsonl"), text);

    expect(await createSnapshotFile(folder).load()).toBeUndefined();
  });

  test("stays whole when it cannot be replaced", async () => {
    const folder = await temporaryFolder();
    const file = createSnapshotFile(folder);
    await file.save([harvest], { isContentSame: false });
    const before = await readFile(join(folder, "catalog.jsonl"), "utf8");
    const unsayable = { ...harvest, fingerprint: 1n as unknown as string };

    await expect(file.save([unsayable], { isContentSame: false })).rejects.toThrow();

    expect(await readFile(join(folder, "catalog.jsonl"), "utf8")).toBe(before);
    expect(await readdir(folder)).toEqual(["catalog-state.json", "catalog.jsonl"]);
  });

  test("may be impossible to keep, and the catalog answers all the same, and is kept once that is possible", async () => {
    const folder = join(await temporaryFolder(), "data");
    await writeFile(folder, "a file where the folder should be");
    const source = createMemorySource("org");
    const team =
      '{"apiVersion":"backstage.io/v1alpha1","kind":"Group","metadata":{"name":"a"},"spec":{"type":"t","children":[]}}';
    source.tree("acme/catalog", { files: { "a.yaml": team } });
    const file = createSnapshotFile(folder);
    const bot = createTestBot([source], { snapshotFile: file });
    onTestFinished(() => bot.app.stop());

    const [report] = await bot.sync();
    await bot.app.pipeline.settled();
    const lost = await file.load();
    await rm(folder);
    await mkdir(folder);
    await bot.sync();
    await bot.app.pipeline.settled();

    expect(report).toMatchObject({ status: "changed", added: 1 });
    expect(lost).toBeUndefined();
    expect(await file.load()).toMatchObject([{ name: "org" }]);
  });
});
