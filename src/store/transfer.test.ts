import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../testing/property-runs.ts";
import { createMemoryStore } from "./memory.ts";
import type { StoreSchema } from "./schema.ts";
import type { Store, Write } from "./store.ts";
import { exportStore, importStore } from "./transfer.ts";

async function holding(...writes: readonly Write[]): Promise<Store> {
  const store = createMemoryStore();
  await store.commit(writes);
  return store;
}

async function linesOf(store: Store, schema?: StoreSchema): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportStore(store, schema && { schema })) lines.push(line);
  return lines;
}

async function* given(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

const contentOf = async (store: Store) =>
  (await store.list("", { limit: 10_000 })).map(({ key, value }) => ({ key, value }));

const entries = [
  { key: "a", value: { text: "é" } },
  { key: "b", value: null },
];

test("an export is a header, an entry a line in key order, and a checksum", async () => {
  expect(await linesOf(await holding(...[...entries].reverse()))).toEqual([
    '{"format":"callboard-export","schemaVersion":1,"entries":2}',
    '{"key":"a","value":{"text":"é"}}',
    '{"key":"b","value":null}',
    expect.stringMatching(/^\{"entries":2,"sha256":"[0-9a-f]{64}"\}$/),
  ]);
});

test("what was exported from any store is the same in another, line feeds or not", async () => {
  const key = fc.string({ unit: "grapheme", minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(key, fc.jsonValue()), fc.constantFrom("", "\n", "\r\n"), async (content, end) => {
      const from = await holding(...Object.entries(content).map(([name, value]) => ({ key: name, value })));
      const to = createMemoryStore();

      await importStore(to, given((await linesOf(from)).map((line) => line + end)), { replace: false });

      expect(await contentOf(to)).toEqual(await contentOf(from));
    }),
    { ...propertyRuns(100) },
  );
});

test("a store of more than one page is exported whole, and keys like parts of a prototype too", async () => {
  const many = Array.from({ length: 2500 }, (_, index) => ({
    key: `k/${String(index).padStart(4, "0")}`,
    value: index,
  }));
  const odd = { key: "__proto__", value: JSON.parse('{"__proto__":{"a":1},"constructor":2}') };
  const from = await holding(...many, odd);
  const to = createMemoryStore();

  expect(await importStore(to, given(await linesOf(from)), { replace: false })).toEqual({ entries: 2501 });

  expect(JSON.stringify(await contentOf(to))).toBe(JSON.stringify(await contentOf(from)));
});

test("an export is of one moment, whatever is written while it is read", async () => {
  const from = await holding(...Array.from({ length: 1500 }, (_, index) => ({ key: `k/${index}`, value: 0 })));
  const lines: string[] = [];

  for await (const line of exportStore(from)) {
    lines.push(line);
    await from.commit([
      { key: "k/999", value: lines.length },
      { key: `z/${lines.length}`, value: 1 },
    ]);
  }

  const to = createMemoryStore();
  expect(await importStore(to, given(lines), { replace: false })).toEqual({ entries: 1500 });
  expect(await to.get("k/999")).toMatchObject({ value: 0 });
});

describe("an import", () => {
  test("into a store that holds something is refused unless it replaces everything", async () => {
    const lines = await linesOf(await holding(...entries));
    const store = await holding({ key: "b", value: "mine" }, { key: "c", value: 1 });

    await expect(importStore(store, given(lines), { replace: false })).rejects.toMatchObject({
      code: "conflict",
      message: "The store holds 2 entries already. Import into an empty one, or say that they are to be replaced.",
    });
    expect(await contentOf(store)).toEqual([
      { key: "b", value: "mine" },
      { key: "c", value: 1 },
    ]);

    await importStore(store, given(lines), { replace: true });
    expect(await contentOf(store)).toEqual(entries);
  });

  test("is refused when the store changes meanwhile, and changes nothing", async () => {
    const lines = await linesOf(await holding(...entries));
    const store = await holding({ key: "c", value: 1 });
    const changing: Store = {
      ...store,
      async commit(writes, expect) {
        await store.commit([{ key: "c", value: 2 }]);
        return store.commit(writes, expect);
      },
    };

    await expect(importStore(changing, given(lines), { replace: true })).rejects.toMatchObject({ code: "conflict" });

    expect(await contentOf(store)).toEqual([{ key: "c", value: 2 }]);
  });

  const without = (lines: readonly string[], line: number) => lines.filter((_, index) => index !== line - 1);
  const changedLine = (lines: readonly string[], line: number, text: string) =>
    lines.map((one, index) => (index === line - 1 ? text : one));
  const wrong: readonly [string, number, (lines: readonly string[]) => readonly string[]][] = [
    ["nothing", 1, () => []],
    ["something else", 1, () => ["null"]],
    ["no header", 1, (lines) => without(lines, 1)],
    ["an entry less", 3, (lines) => without(lines, 2)],
    ["no end", 4, (lines) => without(lines, 4)],
    ["only the header", 2, (lines) => lines.slice(0, 1)],
    ["half a line", 3, (lines) => changedLine(lines, 3, '{"key":"b","va')],
    ["a changed value", 4, (lines) => changedLine(lines, 2, '{"key":"a","value":{"text":"e"}}')],
    ["an entry without a value", 2, (lines) => changedLine(lines, 2, '{"key":"a"}')],
    ["a key twice", 3, (lines) => changedLine(lines, 3, '{"key":"a","value":null}')],
    ["more after the end", 5, (lines) => [...lines, ""]],
  ];
  test.each(wrong)("of %s is refused, naming line %i, and changes nothing", async (_, line, change) => {
    const lines = change(await linesOf(await holding(...entries)));
    const store = await holding({ key: "c", value: 1 });

    await expect(importStore(store, given(lines), { replace: true })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(new RegExp(`^Line ${line} of the export .*Nothing was imported`)),
    });

    expect(await contentOf(store)).toEqual([{ key: "c", value: 1 }]);
  });

  test("of an older schema is migrated, and of a newer one refused", async () => {
    const schema: StoreSchema = {
      version: 2,
      migrations: [{ from: 1, migrate: ({ key, value }) => [{ key: `v2/${key}`, value }] }],
    };
    const store = createMemoryStore();

    await importStore(store, given(await linesOf(await holding(...entries))), { replace: false, schema });

    expect(await contentOf(store)).toEqual(entries.map(({ key, value }) => ({ key: `v2/${key}`, value })));
    const newer = given(await linesOf(store, schema));
    await expect(importStore(store, newer, { replace: true })).rejects.toMatchObject({ code: "unsupported" });
  });
});

test("an export can leave out what begins with a prefix, and is whole without it", async () => {
  const from = await holding({ key: "a/1", value: 1 }, { key: "b/1", value: 2 });
  const lines: string[] = [];
  for await (const line of exportStore(from, { without: ["a/"] })) lines.push(line);
  const to = createMemoryStore();

  expect(await importStore(to, given(lines), { replace: false })).toEqual({ entries: 1 });
  expect(await to.get("a/1")).toBeUndefined();
});
