import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../testing/property-runs.ts";
import { createPause } from "./pause.ts";
import { prefixRange, sortByText, wordId } from "./vocabulary.ts";

const words = fc.uniqueArray(fc.string({ unit: "binary", maxLength: 6 }), { maxLength: 40 });

test("sorting in slices sorts as the engine does", async () => {
  await fc.assert(
    fc.asyncProperty(words, async (texts) => {
      expect(await sortByText(texts, (text) => text, createPause())).toEqual([...texts].sort());
    }),
    propertyRuns(),
  );
});

test("a range of words with one beginning has all of them and no other", () => {
  const lower = fc.uniqueArray(fc.string({ unit: fc.constantFrom("a", "b", "1", "é"), minLength: 1, maxLength: 5 }));

  fc.assert(
    fc.property(lower, fc.string({ unit: fc.constantFrom("a", "b", "1"), maxLength: 3 }), (texts, beginning) => {
      const vocabulary = [...texts].sort();
      const { start, end } = prefixRange(vocabulary, beginning);

      expect(vocabulary.slice(start, end)).toEqual(vocabulary.filter((text) => text.startsWith(beginning)));
    }),
    propertyRuns(),
  );
});

test("a word that nothing has has no id", () => {
  expect(wordId(["api", "web"], "web")).toBe(1);
  expect(wordId(["api", "web"], "we")).toBeUndefined();
  expect(wordId([], "we")).toBeUndefined();
});
