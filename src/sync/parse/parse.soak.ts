import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFile } from "./parse-file.ts";
import type { FileToParse } from "./parsed-file.ts";
import { createParser } from "./parser.ts";

const count = 20_000;
const maxMs = 2_000;

const component = (name: string) => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
  description: |
    A text
    --- of lines
  labels: { tier: "1" }
  tags: [a, b]
spec:
  type: service
  lifecycle: production
  owner: group:default/team
  dependsOn: [resource:db]
  definition: { $text: ./x }
`;

const levels = (depth: number, width: number, line: (n: number, refs: string) => string) =>
  Array.from({ length: depth }, (_, n) => line(n + 1, Array.from({ length: width }, () => `*a${n}`).join(","))).join(
    "\n",
  );

/** Ten shapes of alias bombs. */
const bombs: readonly ((depth: number, width: number) => string)[] = [
  (depth, width) => `a0: &a0 x\n${levels(depth, width, (n, refs) => `a${n}: &a${n} [${refs}]`)}`,
  (depth, width) => `- &a0 x\n${levels(depth, width, (n, refs) => `- &a${n} [${refs}]`)}`,
  (depth, width) => `a0: &a0 {x: y}\n${levels(depth, width, (n) => `a${n}: &a${n} {b: *a${n - 1}, c: *a${n - 1}}`)}`,
  (depth, width) => `a0: &a0 ${"x".repeat(1_000)}\n${levels(depth, width, (n, refs) => `a${n}: &a${n} [[${refs}]]`)}`,
  (depth) => `a0: &a0 [x]\n${levels(depth, 1, (n) => `? &a${n} [*a${n - 1}, *a${n - 1}]\n: 1`)}`,
  (depth, width) => `&a0 x: y\n${levels(depth, width, (n, refs) => `k${n}: &a${n} [${refs}]`)}`,
  (depth) => `a: &a0 [${"[".repeat(depth)}*a0${"]".repeat(depth)}]`,
  (depth, width) => `a: &a0 ${"x".repeat(10_000)}\nb: [${"*a0,".repeat(depth * width)}]`,
  (depth, width) =>
    `${component("bomb")}${levels(depth, width, (n, refs) => `  l${n}: &a${n} [${n === 1 ? "x" : refs}]`)}`,
  (depth, width) =>
    Array.from({ length: depth }, (_, n) => `--- &a0\n- [${n}]\n- [${"*a0,".repeat(width)}]`).join("\n"),
];

const merges: readonly ((n: number) => string)[] = [
  (n) => `a: &a { k: 1 }\nb: { <<: [${"*a,".repeat(n)}] }`,
  (n) => `a0: &a0 {}\n${levels(n, 1, (k) => `a${k}: &a${k} { <<: [*a${k - 1}, *a${k - 1}] }`)}`,
  (n) => `a: &a { __proto__: { polluted: 1 } }\nb: { <<: *a }\nc${n}: 1`,
  (n) => `<<: [${"{},".repeat(n * 100)}]`,
];

const wholes = fc.oneof(
  fc
    .tuple(fc.constantFrom(...bombs), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
    .map(([bomb, depth, width]) => bomb(depth, width)),
  fc.tuple(fc.constantFrom(...merges), fc.integer({ min: 1, max: 200 })).map(([merge, n]) => merge(n)),
  fc
    .tuple(
      fc.constantFrom("[", "{", "- ", "? ", "a: ", "&a ", "!t ", "{a: ", "[[", '"'),
      fc.integer({ min: 1, max: 10_000 }),
    )
    .map(([open, n]) => open.repeat(n)),
  fc
    .tuple(fc.constantFrom("__proto__", "constructor", "prototype", '"\\x5f_proto__"'), fc.boolean())
    .map(([key, isTop]) => {
      const pollution = `${key}: { polluted: 1, prototype: { polluted: 1 } }`;
      return isTop ? `${pollution}\n${component("proto")}` : `${component("proto")}  x: { ${pollution} }\n`;
    }),
  fc
    .constantFrom(
      "!!js/function 'x'",
      "!!js/undefined ''",
      "!!binary AAA=",
      "!!set {a, b}",
      "!!timestamp x",
      "!!merge <<",
      "!<tag:yaml.org,2002:map> x",
      "!!python/object:x {}",
    )
    .map((tag) => `${component("tag")}  x: ${tag}\n`),
  fc.integer({ min: 1, max: 1_000 }).map((n) => "---\na: 1\n".repeat(n)),
  fc.constantFrom("12", "~", "[]", "1.5", "0x1f", "yes", "2001-01-01", "{a: b}").map(component),
  fc
    .tuple(
      fc.constantFrom("x", "\n", " ", "\t", "- a\n", "a: b\n", "[],", "#", "---\n", "\0", "\uFEFF\n", "{% x %}\n"),
      fc.integer({ min: 0, max: 60_000 }),
    )
    .map(([part, n]) => part.repeat(n)),
);

const edit = fc.tuple(
  fc.nat(1_000),
  fc.nat(4),
  fc.constantFrom(
    "",
    "\t",
    "\0",
    "\r",
    "\r\n",
    "\uFEFF",
    "---\n",
    "\n...\n",
    "[",
    "}",
    '"',
    "'",
    "&a ",
    "*a ",
    "!x ",
    "|",
    ">",
    "%",
    "? ",
    ": ",
    "- ",
    "#",
    "<<: ",
    "\u2028",
    "\ud800",
    `\${{ x }}`,
    "é",
  ),
);
const mutated = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(edit, { maxLength: 6 })).map(([copies, edits]) => {
  const text = Array.from({ length: copies }, (_, n) => component(`c${n}`)).join("---\n");
  return edits.reduce((now, [at, removed, added]) => now.slice(0, at) + added + now.slice(at + removed), text);
});

const encodings: readonly ((text: string) => Uint8Array)[] = [
  (text) => Buffer.from(text),
  (text) => Buffer.from(`\uFEFF${text}`),
  (text) => Buffer.from(text.replaceAll("\n", "\r\n")),
  (text) => Buffer.from(text, "latin1"),
  (text) => Buffer.from(`\uFEFF${text}`, "utf16le"),
];

function makeFiles(seed: number): FileToParse[] {
  const shape = fc.tuple(
    fc.oneof({ weight: 4, arbitrary: mutated }, { weight: 1, arbitrary: wholes }),
    fc.constantFrom(...encodings),
    fc.boolean(),
  );
  const files = fc.sample(shape, { numRuns: count - 20, seed }).map(([text, encode, isRead], n) => {
    const attachments = new Map([["x", Buffer.from("text")]]);
    return { path: `${n}.yaml`, bytes: encode(text), ...(isRead ? { attachments } : {}) };
  });
  const large = Array.from({ length: 20 }, (_, n) => ({
    path: `large-${n}.yaml`,
    bytes: Buffer.from(
      `${component("large")}${`  key${n}: [a, {b: c}]\n`.slice(0, 8 + n)}${"#x\n".repeat(2 ** n)}`.repeat(
        n < 10 ? 50 : 1,
      ),
    ).subarray(0, 5 * 1024 * 1024),
  }));
  return [...files, ...large];
}

test("twenty thousand hostile files: no crash, no hang, no pollution", async () => {
  const seed = Date.now() % 2 ** 31;
  process.stdout.write(`seed ${seed}\n`);
  const files = makeFiles(seed);
  let slowest = { ms: 0, path: "" };

  for (const file of files) {
    const started = performance.now();
    const { documents, needs } = await parseFile(file, {});
    const ms = performance.now() - started;
    if (ms > slowest.ms) slowest = { ms, path: file.path };
    if (documents.length + needs.length === 0) throw new Error(`${file.path} yields nothing`);
  }

  process.stdout.write(`slowest ${slowest.path}: ${slowest.ms.toFixed(0)} ms\n`);
  expect(slowest.ms).toBeLessThan(maxMs);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("the same through the thread, in order and without a hostile verdict for being slow", async () => {
  const files = makeFiles(Date.now() % 2 ** 31);
  const parser = createParser();
  const paths: string[] = [];
  let slow = 0;
  for await (const { path, documents } of parser.parse(files, {}, new AbortController().signal)) {
    paths.push(path);
    if (
      documents.some(
        (document) => document.type === "problem" && /takes longer|exhausts/.test(document.problem.message),
      )
    )
      slow++;
  }
  await parser.close();

  expect(paths).toEqual(files.map(({ path }) => path));
  expect(slow).toBe(0);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("a file that exhausts the thread is hostile, and its neighbours are parsed", async () => {
  const good = { path: "good.yaml", bytes: Buffer.from(component("good").replace(/ {2}definition.*\n/, "")) };
  const greedy = {
    path: "greedy.yaml",
    bytes: Buffer.from(component("greedy").replace("$text", "$json")),
    attachments: new Map([["x", Buffer.from(`[${"[],".repeat(20_000_000)}1]`)]]),
  };
  const parser = createParser();
  const results: string[] = [];
  for await (const { documents } of parser.parse(
    [good, greedy, { ...good, path: "b" }],
    {},
    new AbortController().signal,
  )) {
    results.push(
      ...documents.map((document) => (document.type === "entity" ? document.entity.name : document.problem.code)),
    );
  }
  await parser.close();

  expect(results).toEqual(["good", "document_hostile", "good"]);
});
