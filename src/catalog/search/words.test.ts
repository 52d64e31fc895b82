import { describe, expect, test } from "vitest";
import { foldMarks, initials, joinWords, singular, skeleton, splitWords, textWords } from "./words.ts";

describe("the words of a name", () => {
  test.each([
    ["payments-api", ["payments", "api"]],
    ["payments_api.v2", ["payments", "api", "v2"]],
    ["OpenDataHub", ["open", "data", "hub"]],
    ["HTMLParser", ["html", "parser"]],
    ["PAYMENTS", ["payments"]],
    ["Übersicht Größe", ["ubersicht", "große"]],
    ["日本語 api", ["日本語", "api"]],
    ["🙂 !?", []],
    ["", []],
  ])("%j are %j", (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  test("running text keeps camel case whole as well", () => {
    expect(textWords("uses GitHub")).toEqual(["uses", "github", "uses", "git", "hub"]);
  });

  test("a word without an end is cut", () => {
    expect(splitWords("x".repeat(1000))).toEqual(["x".repeat(40)]);
  });

  test("compatibility forms and accents are folded", () => {
    expect(foldMarks("ﬁle café")).toBe("file cafe");
  });
});

describe("forms of a word", () => {
  test.each([
    ["payments", "payment"],
    ["libraries", "library"],
    ["boxes", "box"],
    ["access", "access"],
    ["bus", "bus"],
    ["k8s", "k8s"],
  ])("the singular of %j is %j", (word, single) => {
    expect(singular(word)).toBe(single);
  });

  test("a skeleton is the first letter and the consonants", () => {
    expect(skeleton("spotify")).toBe("sptf");
    expect(skeleton("eyevinn")).toBe("evnn");
  });

  test("initials take a letter of each word", () => {
    expect(initials(["vertical", "pod", "autoscaler"])).toBe("vpa");
  });

  test("a joined name has at most 64 characters", () => {
    expect(joinWords(["a".repeat(40), "b".repeat(40)])).toHaveLength(64);
  });
});
