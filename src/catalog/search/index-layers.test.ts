import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../../testing/property-runs.ts";
import { thing } from "../../testing/thing.ts";
import type { Entity } from "../entity.ts";
import { buildSearchIndex } from "./build-search-index.ts";
import type { SearchIndex } from "./search-index.ts";

const WORDS = ["payments", "payment", "ledger", "api", "web", "worker", "kubernetes", "search", "user", "sync"];
const word = fc.constantFrom(...WORDS);
const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join("-"));
const entity = fc
  .record({
    name,
    kind: fc.constantFrom("Component", "System", "Group", "Location"),
    title: fc.option(name, { nil: "" }),
    description: fc.array(word, { maxLength: 4 }).map((words) => words.join(" ")),
    alias: fc.option(word, { nil: "" }),
  })
  .map(({ name, kind, title, description, alias }) =>
    thing(name, {
      kind,
      description,
      ...(title === "" ? {} : { title }),
      annotations: alias === "" ? {} : { "callboard.dev/aliases": alias },
    }),
  );
const change = fc.record({
  upserted: fc.array(entity, { maxLength: 4 }),
  removed: fc.array(fc.nat(30), { maxLength: 3 }),
});
const queries = fc.array(
  fc.oneof(
    name,
    name.map((text) => text.replace("-", " ")),
    name.map((text) => text.slice(0, -2)),
    name.map((text) => text.slice(0, 2) + text.slice(3)),
    fc.constantFrom("k8s", "pa", "zz", "who owns the payments api?"),
  ),
  { minLength: 1, maxLength: 6 },
);

/** Applies changes one by one, as a sync does, and says what is there in the end. */
async function apply(
  start: readonly Entity[],
  changes: readonly { upserted: readonly Entity[]; removed: readonly number[] }[],
): Promise<{ index: SearchIndex; things: readonly Entity[] }> {
  let index = await buildSearchIndex(start);
  const things = new Map(start.map((one) => [one.ref, one]));
  for (const { upserted, removed } of changes) {
    const gone = removed.flatMap((place) => [...things.keys()][place] ?? []);
    for (const ref of gone) things.delete(ref);
    for (const one of upserted) things.set(one.ref, one);
    index = await index.with({ upserted, removed: gone.filter((ref) => !upserted.some((one) => one.ref === ref)) });
  }
  return { index, things: [...things.values()] };
}

describe("an index after changes", () => {
  test("answers as one built anew from what is there", async () => {
    const start = fc.array(entity, { maxLength: 25 });

    await fc.assert(
      fc.asyncProperty(
        start,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        queries,
        async (first, changes, asked) => {
          const { index, things } = await apply(first, changes);
          const fresh = await buildSearchIndex(things);

          expect(index.size).toBe(fresh.size);
          for (const query of asked) {
            expect(index.search(query)).toEqual(fresh.search(query));
            expect(index.resolve(query)).toEqual(fresh.resolve(query));
          }
        },
      ),
      propertyRuns(),
    );
  });

  test("leaves the index that it came from as it was", async () => {
    const before = await buildSearchIndex([thing("payments"), thing("ledger")]);
    const after = await before.with({ upserted: [thing("search")], removed: ["component:default/ledger"] });

    expect(before.size).toBe(2);
    expect(before.resolve("ledger").type).toBe("answer");
    expect(before.resolve("search").type).toBe("none");
    expect(after.size).toBe(2);
    expect(after.resolve("ledger").type).toBe("none");
    expect(after.resolve("search").type).toBe("answer");
  });

  test("finds a changed thing by what it is called now only", async () => {
    const before = await buildSearchIndex([thing("x1", { title: "Settlement" }), thing("web")]);
    const after = await before.with({ upserted: [thing("x1", { title: "Clearing" })], removed: [] });

    expect(after.size).toBe(2);
    expect(after.resolve("clearing").type).toBe("answer");
    expect(after.resolve("settlement").type).toBe("none");
  });

  test("ignores the removal of what is not there", async () => {
    const index = await (await buildSearchIndex([thing("web")])).with({ upserted: [], removed: ["api:default/none"] });

    expect(index.size).toBe(1);
  });

  test("brings back what was removed", async () => {
    const whole = await buildSearchIndex([thing("web"), thing("api")]);
    const without = await whole.with({ upserted: [], removed: ["component:default/web"] });
    const again = await without.with({ upserted: [thing("web")], removed: [] });

    expect(again.size).toBe(2);
    expect(again.resolve("web").type).toBe("answer");
  });

  test("holds after so many changes that it was built anew", async () => {
    let index = await buildSearchIndex([thing("web")]);
    for (let i = 0; i < 50; i++) {
      index = await index.with({ upserted: [thing(`thing-${i}-a`), thing(`thing-${i}-b`)], removed: [] });
    }

    expect(index.size).toBe(101);
    expect(index.resolve("thing-7-b")).toMatchObject({ type: "answer" });
    expect(index.resolve("web")).toMatchObject({ type: "answer" });
  });
});
