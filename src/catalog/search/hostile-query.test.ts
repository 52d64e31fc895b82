import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { propertyRuns } from "../../testing/property-runs.ts";
import { thing } from "../../testing/thing.ts";
import { buildSearchIndex } from "./build-search-index.ts";
import type { SearchIndex } from "./search-index.ts";

const LONG = 40_000;
/** A search takes well under a millisecond; what grows with the square of the text would take seconds. */
const FAR_TOO_LONG_MS = 250;

describe("a hostile query", () => {
  let index: SearchIndex;
  beforeAll(async () => {
    const names = [
      "payments-api",
      "constructor",
      "__proto__",
      "toString",
      "hasOwnProperty",
      "日本語",
      "a",
      "a-b-c-d-e-f",
    ];
    index = await buildSearchIndex(names.map((name) => thing(name)));
  });

  test.each([
    ["one long word", "a".repeat(LONG)],
    ["many words", "payments ".repeat(LONG / 9)],
    ["spaces only", " ".repeat(LONG)],
    ["spaces and a name", `${" ".repeat(LONG)}payments`],
    ["talk upon talk", "who owns the ".repeat(LONG / 13)],
    ["endings upon endings", `payments${" please!?".repeat(LONG / 9)}`],
    ["emoji", "👩‍👩‍👧‍👦".repeat(LONG / 11)],
    ["accents", "e\u0301".repeat(LONG / 2)],
    ["ligatures that grow", "\ufdfa".repeat(LONG)],
    ["lone surrogates", "\ud800".repeat(LONG)],
    ["brackets", "(((([[[[{{{{".repeat(LONG / 12)],
    ["slashes and colons", "a:b/c".repeat(LONG / 5)],
  ])("%s is answered quickly", (_, query) => {
    const started = performance.now();
    index.search(query);
    index.resolve(query);

    expect(performance.now() - started).toBeLessThan(FAR_TOO_LONG_MS);
  });

  test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])("%s is a name like any other", (name) => {
    expect(index.resolve(name)).toMatchObject({
      type: "answer",
      match: { ref: `component:default/${name.toLowerCase()}` },
    });
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  test.each(["valueOf", "isPrototypeOf", ".*", "^$", "(?:a+)+$", "\\", "%s", "\0"])("%j breaks nothing", (query) => {
    expect(() => index.resolve(query)).not.toThrow();
  });

  test("of any kind gives known things in falling order, the same twice", () => {
    const query = fc.oneof(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.string({ unit: fc.constantFrom("a", "b", "-", " ", ":", "/"), maxLength: 30 }),
    );

    fc.assert(
      fc.property(query, (text) => {
        const matches = index.search(text);

        expect(index.search(text)).toEqual(matches);
        for (const [i, { score }] of matches.entries()) {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(matches[i - 1]?.score ?? 1);
        }
        const resolution = index.resolve(text);
        if (resolution.type === "choice") expect(resolution.matches.length).toBeGreaterThanOrEqual(2);
        if (resolution.type === "choice") expect(resolution.matches.length).toBeLessThanOrEqual(5);
        if (resolution.type === "none") expect(resolution.nearest.length).toBeLessThanOrEqual(3);
      }),
      propertyRuns(),
    );
  });
});
