import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import { readYaml, type YamlDocument, yamlLimits } from "./yaml.ts";

const read = (text: string) => [...readYaml(text)];
const values = (text: string) =>
  read(text).map((document) => (document.type === "value" ? document.value : document.error.message));

function only(text: string): YamlDocument {
  const [document, ...others] = read(text);
  if (document === undefined || others.length > 0) throw new Error("not one document");
  return document;
}

function errorOf(text: string) {
  const document = only(text);
  return document.type === "error" ? document.error : undefined;
}

test("scalars are those of YAML 1.2: no is a text, 0o17 a number, a date a text", () => {
  expect(values("[no, yes, on, 0o17, 017, 1_000, 2001-01-01, ~, null, True, .5]")).toEqual([
    ["no", "yes", "on", 15, 17, "1_000", "2001-01-01", null, null, true, 0.5],
  ]);
});

test("a merge key is an ordinary key", () => {
  expect(values("a: &a { x: 1 }\nb: { <<: *a }")).toEqual([{ a: { x: 1 }, b: { "<<": { x: 1 } } }]);
});

test("a bad document leaves its neighbours alone and is named by its own line", () => {
  const documents = read("a: 1\n---\nb: [\n---\nc: 'open\n---\nd: 4\n");

  expect(documents.map(({ type, line }) => [type, line])).toEqual([
    ["value", 1],
    ["error", 3],
    ["error", 5],
    ["value", 7],
  ]);
});

test("an error names its line in the whole text", () => {
  expect(errorOf("# head\na: 1\na: 2\n")).toMatchObject({
    line: 3,
    message: "duplicated mapping key",
    isHostile: false,
  });
  expect(read("x: 1\n---\na: 1\nb: c: d\n")[1]).toMatchObject({ type: "error", error: { line: 4 } });
});

test("unknown tags are ignored", () => {
  expect(values("a: !Ref x\nb: !Sub [1, !!js/function 'f']\nc: !<tag:x> { d: 1 }")).toEqual([
    { a: "x", b: [1, "f"], c: { d: 1 } },
  ]);
});

test("keys that are collections become text, as Backstage's reader writes them", () => {
  expect(values("name: {{ cookiecutter.name }}\n? [a, b]\n: 1\n? ~\n: 2\n? {a: 1}\n: 3")).toEqual([
    { name: { "{ cookiecutter.name }": null }, "[ a, b ]": 1, "": 2, "{ a: 1 }": 3 },
  ]);
});

test("a byte order mark and Windows line ends are no content", () => {
  expect(values("\uFEFFa: 1\r\nb: 2\r\n")).toEqual([{ a: 1, b: 2 }]);
});

test("control characters are text that cannot be shown, and a carriage return alone is a blank", () => {
  expect(values('a: "x\u0000\u001b\u0085y"')).toEqual([{ a: "x\uFFFD\uFFFD\u0085y" }]);
  expect(values("a: x\ry")).toEqual([{ a: "x y" }]);
  expect(errorOf("a: 1\rb: 2\r")).toBeDefined();
});

test("empty documents are null", () => {
  expect(values("---\n---\na: 1\n---\n# c\n")).toEqual([null, { a: 1 }, null]);
});

test.each(["__proto__", "constructor", "prototype"])("the key %s is a plain key and changes no prototype", (key) => {
  const [value] = values(`a: { ${key}: { polluted: 1 } }\n"${key}": { polluted: 2 }`) as [Record<string, unknown>];

  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.hasOwn(value, key)).toBe(true);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("the same key twice is an error even when it is __proto__", () => {
  expect(errorOf("__proto__: 1\n__proto__: 2")?.message).toBe("duplicated mapping key");
});

test("nesting is limited, by brackets and by aliases", () => {
  const nest = (depth: number) => `a: ${"[".repeat(depth)}${"]".repeat(depth)}`;
  const chain = Array.from({ length: 45 }, (_, n) => `a${n + 1}: &a${n + 1} [[*a${n}]]`);

  expect(errorOf(nest(yamlLimits.depth - 2))).toBeUndefined();
  expect(errorOf(nest(yamlLimits.depth))).toMatchObject({ isHostile: true, message: "it nests deeper than 50 levels" });
  expect(errorOf(`a0: &a0 1\n${chain.join("\n")}`)).toMatchObject({ isHostile: true });
});

test("aliases are limited in number", () => {
  const text = (count: number) => `a: &a 1\nb: [${"*a,".repeat(count)}]`;

  expect(errorOf(text(yamlLimits.aliases))).toBeUndefined();
  expect(errorOf(text(yamlLimits.aliases + 1))).toMatchObject({
    isHostile: true,
    message: "it uses more than 50 aliases",
  });
});

test("what aliases expand to is limited, without expanding it", () => {
  const levels = Array.from({ length: 10 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n},*a${n},*a${n},*a${n},*a${n}]`);

  expect(errorOf(`a0: &a0 ${"x".repeat(1000)}\n${levels.join("\n")}`)).toMatchObject({
    isHostile: true,
    message: "its aliases expand to more than 2 MB",
  });
});

test("the documents of a text share one budget for their aliases", () => {
  const text = `---\na: &a ${"x".repeat(50_000)}\nb: [${"*a,".repeat(20)}]\n`;

  expect(read(text.repeat(3)).map(({ type }) => type)).toEqual(["value", "error", "error"]);
});

test("an alias that contains itself is hostile", () => {
  expect(errorOf("a: &a [*a]")).toMatchObject({ isHostile: true, message: "an alias contains itself" });
  expect(errorOf("a: &a { b: { c: *a } }")).toMatchObject({ isHostile: true });
  expect(values("? &a [*a]\n: 1")).toEqual([{ "[ [ [ … ] ] ]": 1 }]);
});

test("documents are limited in number, and those before the limit stay", () => {
  const documents = read("--- 1\n".repeat(yamlLimits.documents + 5));

  expect(documents).toHaveLength(yamlLimits.documents + 1);
  expect(documents.at(-1)).toMatchObject({ type: "error", line: 501, error: { isHostile: true } });
});

test("a field is found by its path, a missing one by the innermost that is there", () => {
  const document = read("x: 1\n---\nkind: C\nspec:\n  owner: o\n  list:\n    - a: 1\n    - b: 2\n")[1];
  const lineOf = (...path: string[]) => (document?.type === "value" ? document.lineOf(path) : undefined);

  expect(lineOf("spec", "owner")).toEqual({ line: 5, depth: 2 });
  expect(lineOf("spec", "list", "1", "b")).toEqual({ line: 8, depth: 4 });
  expect(lineOf("spec", "type")).toEqual({ line: 4, depth: 1 });
  expect(lineOf("metadata", "name")).toEqual({ line: 3, depth: 0 });
});

const text = fc.string({ unit: "grapheme", maxLength: 30 });
const data = fc.object({ key: text, values: [text, fc.integer(), fc.boolean(), fc.constant(null)], maxDepth: 4 });

test("reads whatever Backstage's writer writes, as Backstage's reader does", () => {
  fc.assert(
    fc.property(fc.array(data, { minLength: 1, maxLength: 3 }), (documents) => {
      const stream = documents.map((document) => `---\n${stringify(document)}`).join("");
      // One number for negative zero, and no control characters: see above.
      const plain = (value: unknown) =>
        JSON.parse(JSON.stringify(value).replace(/\\r|\\u00[0189][0-9a-f]|[\x7f-\x9f\ufffd]/g, "?"));

      expect(plain(values(stream))).toEqual(plain(parseAllDocuments(stream).map((document) => document.toJSON())));
    }),
    { numRuns: 500 },
  );
});

test("never throws and never hides a good neighbour, whatever the text between holds", () => {
  const scrap = fc.constantFrom(
    "a: ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "&a ",
    "*a",
    "!t ",
    "|\n",
    ">\n",
    "\n",
    "  ",
    "\t",
    "#",
    "?",
    ":",
    "%",
    "\0",
    "\r",
    "__proto__",
    "x",
  );
  const hostile = fc.array(scrap, { maxLength: 40 }).map((parts) => parts.join("").replaceAll(/^(---|\.\.\.)/gm, "x"));
  fc.assert(
    fc.property(hostile, (middle) => {
      const found = values(`first: 1\n---\n${middle}\n---\nlast: 1\n`);

      expect(found[0]).toEqual({ first: 1 });
      expect(found.at(-1)).toEqual({ last: 1 });
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
