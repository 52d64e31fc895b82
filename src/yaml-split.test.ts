import { expect, test } from "vitest";
import { splitYaml } from "./yaml-split.ts";

const split = (text: string) => [...splitYaml(text)].map((segment) => [segment.contentLine, segment.text]);

test("a text without markers is one document, on the line of its first key", () => {
  expect(split("# about\n\na: 1\n")).toEqual([[3, "# about\n\na: 1\n"]]);
});

test("markers part documents, and comments before the first belong to it", () => {
  expect(split("# head\n---\na: 1\n---\n# own\nb: 2\n")).toEqual([
    [3, "# head\n---\na: 1\n"],
    [6, "---\n# own\nb: 2\n"],
  ]);
});

test("an end marker closes a document, and what is only comment after it is none", () => {
  expect(split("a: 1\n...\n# rest\n")).toEqual([[1, "a: 1\n...\n"]]);
  expect(split("a: 1\n...\nb: 2\n")).toEqual([
    [1, "a: 1\n...\n"],
    [3, "b: 2\n"],
  ]);
});

test("directives belong to the document after them", () => {
  expect(split("%YAML 1.2\n---\na: 1\n...\n%YAML 1.2\n---\nb: 2\n")).toEqual([
    [3, "%YAML 1.2\n---\na: 1\n...\n"],
    [7, "%YAML 1.2\n---\nb: 2\n"],
  ]);
});

test("a marker followed by nothing is an empty document, on the marker's line", () => {
  expect(split("a: 1\n---\n")).toEqual([
    [1, "a: 1\n"],
    [2, "---\n"],
  ]);
});

test("only a whole marker at the start of a line counts", () => {
  expect(split("a: |\n  ---\n  ...\nb: ---\n---x: 1\n")).toHaveLength(1);
});

test("Windows line ends and a missing last line end change nothing", () => {
  expect(split("---\r\na: 1\r\n---\r\nb: 2")).toEqual([
    [2, "---\r\na: 1\r\n"],
    [4, "---\r\nb: 2"],
  ]);
});

test("a text of comments and blank lines holds no document", () => {
  expect(split("# nothing\n\n   \n# more")).toEqual([]);
  expect(split("")).toEqual([]);
});
