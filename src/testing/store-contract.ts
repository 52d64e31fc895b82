import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Store, Write } from "../store/store.ts";

/** What every store keeps. `create` opens an empty one. */
export function storeContract(name: string, create: () => Store | Promise<Store>): void {
  describe(`${name} keeps the contract of a store`, () => {
    /** An open store that holds these entries. */
    async function holding(...writes: readonly Write[]): Promise<Store> {
      const store = await create();
      await store.commit(writes);
      return store;
    }

    const keysOf = async (store: Store, ...query: Parameters<Store["list"]>) =>
      (await store.list(...query)).map((entry) => entry.key);

    test("what was written is read back, with its key and a version", async () => {
      const store = await create();
      const value = { name: "payments", tags: ["a", "b"], count: 1.5, on: true, none: null, "": "empty key" };

      expect(await store.commit([{ key: "identity/slack/T1/U1", value }])).toBe(true);

      const entry = await store.get("identity/slack/T1/U1");
      expect(entry).toEqual({ key: "identity/slack/T1/U1", value, version: expect.any(Number) });
      expect(entry?.version).toBeGreaterThanOrEqual(1);
      await store.close();
    });

    test("what was never written is absent", async () => {
      const store = await holding({ key: "a/1", value: 1 });

      expect(await store.get("a")).toBeUndefined();
      expect(await store.get("a/1/")).toBeUndefined();
      expect(await store.list("b")).toEqual([]);
      await store.close();
    });

    test("null, false, 0 and the empty text are values", async () => {
      const values = [null, false, 0, "", [], {}];
      const store = await holding(...values.map((value, index) => ({ key: `v/${index}`, value })));

      expect((await store.list("v/")).map((entry) => entry.value)).toEqual(values);
      await store.close();
    });

    test("each write raises the version", async () => {
      const store = await create();
      const versions: number[] = [];

      for (const value of ["a", "b", "b"]) {
        await store.commit([{ key: "k", value }]);
        versions.push((await store.get("k"))?.version ?? 0);
      }

      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
      expect(versions).toHaveLength(3);
      await store.close();
    });

    test("a write of undefined deletes, and deleting what is absent is no error", async () => {
      const store = await holding({ key: "k", value: 1 });

      expect(await store.commit([{ key: "k", value: undefined }])).toBe(true);
      expect(await store.commit([{ key: "k", value: undefined }])).toBe(true);

      expect(await store.get("k")).toBeUndefined();
      expect(await store.list("")).toEqual([]);
      await store.close();
    });

    test("the last of two writes to one key wins", async () => {
      const store = await holding({ key: "k", value: 1 }, { key: "k", value: 2 });

      expect((await store.get("k"))?.value).toBe(2);
      await store.close();
    });

    describe("a list", () => {
      test("has the keys with the prefix, in the order of their characters", async () => {
        const keys = ["b/2", "a/10", "a/9", "a", "a/Z", "a/é", "ab/1", "a/"];
        const store = await holding(...keys.map((key) => ({ key, value: key })));

        expect(await keysOf(store, "a/")).toEqual(["a/", "a/10", "a/9", "a/Z", "a/é"]);
        expect(await keysOf(store, "")).toEqual([...keys].sort());
        await store.close();
      });

      test("goes on after a key, which need not exist", async () => {
        const store = await holding(...["a/1", "a/2", "a/3", "b/1"].map((key) => ({ key, value: 0 })));

        expect(await keysOf(store, "a/", { after: "a/1" })).toEqual(["a/2", "a/3"]);
        expect(await keysOf(store, "a/", { after: "a/15" })).toEqual(["a/2", "a/3"]);
        expect(await keysOf(store, "a/", { after: "a/3" })).toEqual([]);
        await store.close();
      });

      test("has at most 100 entries, or as many as asked for", async () => {
        const keys = Array.from({ length: 250 }, (_, index) => `k/${String(index).padStart(3, "0")}`);
        const store = await holding(...keys.map((key) => ({ key, value: 0 })));

        expect(await keysOf(store, "k/")).toEqual(keys.slice(0, 100));
        expect(await keysOf(store, "k/", { after: "k/199", limit: 1000 })).toEqual(keys.slice(200));
        expect(await keysOf(store, "k/", { limit: 2 })).toEqual(["k/000", "k/001"]);
        await store.close();
      });

      test("is of one moment", async () => {
        const store = await holding({ key: "a", value: 1 }, { key: "z", value: 1 });

        const [listed] = await Promise.all([
          store.list("", { limit: Number.MAX_SAFE_INTEGER }),
          store.commit([
            { key: "a", value: 2 },
            { key: "z", value: 2 },
          ]),
        ]);

        expect(new Set(listed.map(({ value }) => value)).size).toBe(1);
        await store.close();
      });

      test("takes a prefix literally", async () => {
        const store = await holding(...["a_b", "a%b", "axb", "a*b"].map((key) => ({ key, value: 0 })));

        expect(await keysOf(store, "a_")).toEqual(["a_b"]);
        expect(await keysOf(store, "a%")).toEqual(["a%b"]);
        await store.close();
      });
    });

    describe("expected versions", () => {
      test("that hold let the writes through", async () => {
        const store = await holding({ key: "k", value: 1 });
        const version = (await store.get("k"))?.version ?? 0;

        const held = [
          { key: "k", version },
          { key: "new", version: 0 },
        ];
        expect(
          await store.commit(
            [
              { key: "k", value: 2 },
              { key: "new", value: 1 },
            ],
            held,
          ),
        ).toBe(true);

        expect((await store.get("k"))?.value).toBe(2);
        expect((await store.get("new"))?.value).toBe(1);
        await store.close();
      });

      test("one of which does not hold leave everything as it was", async () => {
        const store = await holding({ key: "k", value: 1 }, { key: "other", value: 1 });
        const before = await store.list("");
        const version = before[0]?.version ?? 0;
        const writes = [
          { key: "k", value: 2 },
          { key: "other", value: undefined },
          { key: "new", value: 1 },
        ];

        expect(await store.commit(writes, [{ key: "k", version: version + 1000 }])).toBe(false);
        expect(
          await store.commit(writes, [
            { key: "k", version },
            { key: "other", version: 0 },
          ]),
        ).toBe(false);
        expect(await store.commit(writes, [{ key: "absent", version: 1 }])).toBe(false);

        expect(await store.list("")).toEqual(before);
        await store.close();
      });

      test("of a key that was deleted and written again do not hold", async () => {
        const store = await holding({ key: "k", value: "first" });
        const version = (await store.get("k"))?.version ?? 0;
        await store.commit([{ key: "k", value: undefined }]);
        await store.commit([{ key: "k", value: "second" }]);

        expect(await store.commit([{ key: "k", value: "third" }], [{ key: "k", version }])).toBe(false);
        await store.close();
      });

      test("let one of many writers at the same time through", async () => {
        const store = await create();

        const results = await Promise.all(
          Array.from({ length: 20 }, (_, writer) =>
            store.commit([{ key: "k", value: writer }], [{ key: "k", version: 0 }]),
          ),
        );

        expect(results.filter(Boolean)).toHaveLength(1);
        expect((await store.get("k"))?.value).toBe(results.indexOf(true));
        await store.close();
      });
    });

    test("what is written and read are copies", async () => {
      const store = await create();
      const value = { list: ["a"] };
      await store.commit([{ key: "k", value }]);
      value.list.push("b");
      const read = (await store.get("k"))?.value as typeof value;
      read.list.push("c");
      const listed = (await store.list("k"))[0]?.value as typeof value;
      listed.list.push("d");

      expect((await store.get("k"))?.value).toEqual({ list: ["a"] });
      await store.close();
    });

    test("a write that is no JSON is refused, and nothing of its commit is written", async () => {
      const store = await holding({ key: "k", value: 1 });
      const circular: Record<string, unknown> = {};
      circular["self"] = circular;

      for (const value of [circular, 1n, () => 1]) {
        await expect(
          store.commit([
            { key: "k", value: 2 },
            { key: "bad", value },
          ]),
        ).rejects.toThrow();
      }

      expect((await store.get("k"))?.value).toBe(1);
      expect(await store.get("bad")).toBeUndefined();
      await store.close();
    });

    test("keys and values called like parts of a prototype are ordinary, and pollute nothing", async () => {
      const store = await create();
      const value: unknown = JSON.parse(
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
      );
      const keys = ["__proto__", "constructor", "toString", "a/__proto__"];

      await store.commit(keys.map((key) => ({ key, value })));

      for (const key of keys) expect(JSON.stringify((await store.get(key))?.value)).toBe(JSON.stringify(value));
      expect(await store.get("hasOwnProperty")).toBeUndefined();
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
      await store.close();
    });

    test("any JSON under any key is read back as it was", async () => {
      const store = await create();
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), fc.jsonValue(), async (key, json) => {
          const value: unknown = JSON.parse(JSON.stringify(json));
          await store.commit([{ key, value }]);
          expect((await store.get(key))?.value).toEqual(value);
        }),
        { numRuns: 200, verbose: 1 },
      );
      await store.close();
    });

    test("a closed store answers nothing, and may be closed twice", async () => {
      const store = await holding({ key: "k", value: 1 });
      await store.close();
      await store.close();

      await expect(store.get("k")).rejects.toMatchObject({ code: "unavailable" });
      await expect(store.list("")).rejects.toMatchObject({ code: "unavailable" });
      await expect(store.commit([{ key: "k", value: 2 }])).rejects.toMatchObject({ code: "unavailable" });
    });
  });
}
