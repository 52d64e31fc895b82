import { expect, test } from "vitest";
import { commonAbbreviations, createDictionary } from "./dictionary.ts";

test("words of a group stand for each other, also over several groups", () => {
  const dictionary = createDictionary([
    ["ml", "machine"],
    ["ml", "markup", "language"],
  ]);

  expect(dictionary.get("ml")).toEqual(["machine", "markup", "language"]);
  expect(dictionary.get("markup")).toEqual(["ml", "language"]);
});

test("what everybody shortens is known", () => {
  expect(commonAbbreviations().get("k8s")).toContain("kubernetes");
  expect(commonAbbreviations().get("kubernetes")).toContain("k8s");
  expect(commonAbbreviations().get("constructor")).toBeUndefined();
});
