import { appendFile, chmod, chown, mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../clock.ts";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { recordedLog } from "../../testing/recorded-log.ts";
import { storeContract } from "../../testing/store-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import type { StoreSchema } from "../schema.ts";
import { type LowdbStore, type LowdbStoreOptions, openLowdbStore } from "./lowdb-store.ts";

const opened = (folder: string, more: Partial<LowdbStoreOptions> = {}): Promise<LowdbStore> =>
  openLowdbStore({ folder, clock: systemClock(), log: recordedLog().log, ...more });

const newFolder = async () => join(await temporaryFolder(), "a", "state");

storeContract("the lowdb store", async () => opened(await newFolder()));

describe("a store that is opened again", () => {
  test("has what was committed, with its versions, and what was deleted has not come back", async () => {
    const folder = await newFolder();
    const first = await opened(folder);
    await first.commit([
      { key: "a", value: { text: "é\u2028\ud800", none: null } },
      { key: "b", value: null },
      { key: "c", value: 1 },
    ]);
    await first.commit([{ key: "c", value: undefined }]);
    await first.commit([{ key: "a", value: JSON.parse('{"__proto__":1}') }]);
    const before = await first.list("");
    await first.close();

    const second = await opened(folder);

    expect(await second.list("")).toEqual(before);
    expect(JSON.stringify((await second.get("a"))?.value)).toBe('{"__proto__":1}');
    await second.commit([{ key: "c", value: 2 }]);
    expect((await second.get("c"))?.version).toBe(4);
    await second.close();
  });

  test("has everything through snapshots and journals, of which three before the newest are kept", async () => {
    const folder = await newFolder();
    for (let round = 0; round < 5; round += 1) {
      const store = await opened(folder, { snapshotEvery: { records: 7, bytes: 2 ** 30 } });
      for (let number = 0; number < 20; number += 1) {
        await store.commit([{ key: `k/${round}/${number}`, value: number }]);
        await expect.poll(() => store.facts().snapshotBytes).toBeGreaterThan(0);
      }
      await store.close();
    }

    const store = await opened(folder);

    expect((await store.list("", { limit: 1000 })).map(({ value }) => value)).toHaveLength(100);
    expect(store.facts()).toMatchObject({ entries: 100, seq: 100 });
    const names = await readdir(folder);
    expect(names.filter((name) => name.startsWith("snapshot-")).length).toBeLessThanOrEqual(4);
    expect(names.filter((name) => name.endsWith(".tmp"))).toEqual([]);
    await store.close();
  });

  test("goes on where a line was never finished", async () => {
    const folder = await newFolder();
    const first = await opened(folder);
    await first.commit([{ key: "a", value: 1 }]);
    await first.close();
    await appendFile(join(folder, "journal-0.jsonl"), `[400,"01234567",{"seq":2,"${"x".repeat(300)}`);

    const second = await opened(folder);
    await second.commit([{ key: "b", value: 2 }]);
    await second.close();

    const third = await opened(folder);
    expect((await third.list("")).map(({ key }) => key)).toEqual(["a", "b"]);
    await third.close();
  });

  test("takes away temporary files of its own, and nobody else's", async () => {
    const folder = await newFolder();
    await (await opened(folder)).close();
    await writeFile(join(folder, "snapshot-9.json.tmp"), "half");
    await writeFile(join(folder, "notes.tmp"), "mine");

    await (await opened(folder)).close();

    const names = await readdir(folder);
    expect(names.sort()).toEqual(["journal-0.jsonl", "marker.json", "notes.tmp", "snapshot-0.json"]);
  });

  test("a start that ended before anything was saved is begun anew", async () => {
    const folder = await newFolder();
    await (await opened(folder)).close();
    for (const gone of [["marker.json", "snapshot-0.json"], ["marker.json"]]) {
      for (const name of gone) await rm(join(folder, name));

      const store = await opened(folder);
      expect(await store.list("")).toEqual([]);
      await store.close();
    }
  });
});

test("nobody reads a value before it is saved, and a refused expectation is answered after what it depends on", async () => {
  const store = await opened(await newFolder());
  await store.commit([{ key: "k", value: "old" }]);

  const saving = store.commit([{ key: "k", value: "new" }]);
  const refused = store.commit([{ key: "k", value: "newer" }], [{ key: "k", version: 1 }]);

  expect((await store.get("k"))?.value).toBe("old");
  expect((await store.list("k"))[0]?.value).toBe("old");
  expect(await refused).toBe(false);
  expect((await store.get("k"))?.value).toBe("new");
  expect(await saving).toBe(true);
  await store.close();
});

test("commits that were asked for before the store is closed are saved", async () => {
  const folder = await newFolder();
  const store = await opened(folder);
  const commits = Array.from({ length: 50 }, (_, number) => store.commit([{ key: `k/${number}`, value: number }]));
  await store.close();

  expect(await Promise.all(commits)).not.toContain(false);
  const again = await opened(folder);
  expect(again.facts().entries).toBe(50);
  await again.close();
});

test("a second one is refused at once, naming who has it", async () => {
  const folder = await newFolder();
  const store = await opened(folder);
  const startedMs = performance.now();

  await expect(opened(folder, { lockWaitMs: 200 })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(`process ${process.pid}`),
  });

  expect(performance.now() - startedMs).toBeLessThan(1500);
  await store.commit([{ key: "k", value: 1 }]);
  await store.close();
});

test("one whose lock is gone saves nothing any more and leaves the marker to others", async () => {
  const folder = await newFolder();
  const clock = createFakeClock();
  const store = await opened(folder, { clock });
  await store.commit([{ key: "k", value: "saved" }]);
  const before = await readFile(join(folder, "marker.json"), "utf8");
  const [lock = ""] = (await readdir(folder)).filter((name) => name.startsWith("lock-"));
  await rm(join(folder, lock));
  await clock.advance(10_000);

  await expect(store.commit([{ key: "k", value: "lost" }])).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("another process took over the store"),
  });
  await clock.advance(60_000);

  expect(store.condition()).toMatchObject({ type: "readonly" });
  expect((await store.get("k"))?.value).toBe("saved");
  await store.close();
  expect(await readFile(join(folder, "marker.json"), "utf8")).toBe(before);
});

describe("who may read it", () => {
  test("is us alone", async () => {
    const folder = await newFolder();
    await (await opened(folder)).close();

    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  test("is put right and logged when others may", async () => {
    const folder = await newFolder();
    await (await opened(folder)).close();
    await chmod(folder, 0o755);
    await chmod(join(folder, "journal-0.jsonl"), 0o644);
    const { log, lines } = recordedLog();

    await (await opened(folder, { log })).close();

    expect((await stat(join(folder, "journal-0.jsonl"))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(lines.join("")).toMatch(/journal-0\.jsonl","mode":"644"/);
  });

  test("is refused when a file is somebody else's", async (context) => {
    if (process.getuid?.() !== 0) return context.skip("only root may give files away");
    const folder = await newFolder();
    await (await opened(folder)).close();
    await chown(join(folder, "snapshot-0.json"), 12_345, 12_345);

    await expect(opened(folder)).rejects.toMatchObject({
      code: "not_allowed",
      message: expect.stringMatching(/snapshot-0\.json belongs to uid 12345, and Callboard runs as uid 0\./),
    });
  });

  test("is refused when the folder is a file", async () => {
    const folder = join(await temporaryFolder(), "file");
    await writeFile(folder, "");

    await expect(opened(folder)).rejects.toMatchObject({
      code: "not_allowed",
      message: expect.stringContaining(folder),
    });
  });
});

describe("the version of what is stored", () => {
  const schema2: StoreSchema = {
    version: 2,
    migrations: [
      {
        from: 1,
        migrate: ({ key, value }) =>
          key.startsWith("gone/") ? [] : [{ key: key.replace("old/", "new/"), value: { was: value } }],
      },
    ],
  };

  async function olderStore(): Promise<string> {
    const folder = await newFolder();
    const store = await opened(folder, { snapshotEvery: { records: 2, bytes: 2 ** 30 } });
    for (const key of ["old/1", "gone/1", "old/2", "old/3"]) await store.commit([{ key, value: key }]);
    await store.close();
    return folder;
  }

  test("is raised by its migrations, once, and kept", async () => {
    const folder = await olderStore();
    const expected = ["new/1", "new/2", "new/3"].map((key) => ({ key, value: { was: key.replace("new", "old") } }));

    for (let round = 0; round < 2; round += 1) {
      const store = await opened(folder, { schema: schema2 });
      expect(await store.list("")).toMatchObject(expected);
      await store.close();
    }
  });

  test("is raised between an older snapshot and the journal that follows a migration", async () => {
    const folder = await olderStore();
    const migrated = await opened(folder, { schema: schema2 });
    await migrated.commit([{ key: "old/4", value: "after" }]);
    const before = await migrated.list("");
    await migrated.close();
    await rm(join(folder, "snapshot-4.json"));

    const store = await opened(folder, { schema: schema2 });

    expect(await store.list("")).toEqual(before);
    await store.close();
  });

  test("is refused when it is newer, and nothing was changed", async () => {
    const folder = await olderStore();
    await (await opened(folder, { schema: schema2 })).close();
    const before = (await readdir(folder)).sort();

    await expect(opened(folder)).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(
        /snapshot-4\.json has schema version 2, and this Callboard knows versions up to 1/,
      ),
    });

    expect((await readdir(folder)).sort()).toEqual(before);
  });

  test("is refused when there is no way from it", async () => {
    const folder = await olderStore();

    await expect(opened(folder, { schema: { version: 3, migrations: [] } })).rejects.toMatchObject({
      code: "unsupported",
    });
  });
});

test("a snapshot that finds no room is logged, and the journal goes on", async () => {
  const folder = await newFolder();
  const { log, lines } = recordedLog();
  const store = await opened(folder, { log, snapshotEvery: { records: 3, bytes: 2 ** 30 } });
  await mkdir(join(folder, "snapshot-3.json"));

  for (let number = 0; number < 10; number += 1)
    expect(await store.commit([{ key: `k/${number}`, value: 1 }])).toBe(true);
  await store.close();

  expect(lines.join("")).toContain("no snapshot was taken");
  await rmdir(join(folder, "snapshot-3.json"));
  const again = await opened(folder);
  expect(again.facts()).toMatchObject({ entries: 10, seq: 10 });
  await again.close();
});
