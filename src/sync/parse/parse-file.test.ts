import fc from "fast-check";
import { expect, test } from "vitest";
import { maxFileBytes, parseFile } from "./parse-file.ts";
import type { ParsedDocument, ParsedFile } from "./parsed-file.ts";

const good = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Web
spec:
  type: website
  lifecycle: production
  owner: group:default/shop
`;

function parse(text: string | Uint8Array, attachments?: Record<string, string | undefined>): Promise<ParsedFile> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const parts = Object.entries(attachments ?? {}).map(
    ([path, part]) => [path, part === undefined ? undefined : Buffer.from(part)] as const,
  );
  const file = { path: "a/catalog-info.yaml", bytes, ...(attachments && { attachments: new Map(parts) }) };
  return parseFile(file, { repository: { host: "github.com", slug: "acme/shop", branch: "main" } });
}

async function one(
  text: string | Uint8Array,
  attachments?: Record<string, string | undefined>,
): Promise<ParsedDocument> {
  const { documents } = await parse(text, attachments);
  const [document, ...others] = documents;
  if (document === undefined || others.length > 0) throw new Error(`not one result: ${JSON.stringify(documents)}`);
  return document;
}

async function problem(text: string | Uint8Array, attachments?: Record<string, string | undefined>) {
  const document = await one(text, attachments);
  if (document.type !== "problem") throw new Error("not a problem");
  return document.problem;
}

async function entity(text: string, attachments?: Record<string, string | undefined>) {
  const document = await one(text, attachments);
  if (document.type !== "entity") throw new Error(document.problem.message);
  return document.entity;
}

const replaced = (from: string | RegExp, to: string) => good.replace(from, to);

test("a valid document is an entity with its lines", async () => {
  expect(await one(`# ours\n${good}`)).toEqual({
    type: "entity",
    line: 2,
    ownerLine: 9,
    entity: {
      ref: "component:default/web",
      kind: "Component",
      namespace: "default",
      name: "Web",
      labels: {},
      annotations: {},
      tags: [],
      links: [],
      spec: { type: "website", lifecycle: "production", owner: "group:default/shop" },
    },
  });
});

test("metadata is taken over, an icon is not", async () => {
  const text = replaced(
    "  name: Web\n",
    `  name: Web
  namespace: shop
  title: The web
  description: It sells.
  labels: { tier: "1" }
  annotations: { a.b/c: "" }
  tags: [a, c++]
  links: [{ url: "https://x.example", title: X, icon: star, type: wiki }, { url: "https://y.example" }]
`,
  );

  expect(await entity(text)).toMatchObject({
    ref: "component:shop/web",
    namespace: "shop",
    title: "The web",
    description: "It sells.",
    labels: { tier: "1" },
    annotations: { "a.b/c": "" },
    tags: ["a", "c++"],
    links: [{ url: "https://x.example", title: "X", type: "wiki" }, { url: "https://y.example" }],
  });
});

test.each([
  ["API", "{ type: openapi, lifecycle: production, owner: o, definition: 'openapi: 3' }"],
  ["Resource", "{ type: database, owner: o }"],
  ["System", "{ owner: o }"],
  ["Domain", "{ owner: o }"],
  ["Group", "{ type: team, children: [] }"],
  ["User", "{ memberOf: [] }"],
  ["Location", "{ targets: [./a.yaml] }"],
  ["AiResource", "{ type: prompt, lifecycle: production, owner: o }"],
])("a %s needs the fields of its kind", async (kind, spec) => {
  const document = (fields: string) =>
    `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata: { name: x }\nspec: ${fields}\n`;

  expect(await entity(document(spec))).toMatchObject({ ref: `${kind.toLowerCase()}:default/x` });
  expect(await problem(document("{ targets: 3 }"))).toMatchObject({
    code: "schema_invalid",
    severity: "error",
    line: 4,
  });
});

test("a Template of the scaffolder is checked as one", async () => {
  const document = (spec: string) =>
    `apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: x }\nspec: ${spec}\n`;

  expect(await entity(document("{ type: service, steps: [{ action: debug:log }] }"))).toMatchObject({
    kind: "Template",
  });
  expect(await problem(document("{ type: service }"))).toMatchObject({ message: "spec.steps is missing." });
});

test("v1beta1 is the same as v1alpha1", async () => {
  expect(await entity(replaced("v1alpha1", "v1beta1"))).toMatchObject({ kind: "Component" });
});

test("a kind that Backstage does not know is kept", async () => {
  const text = "apiVersion: aws.example/v1\nkind: AWSEnvironment\nmetadata: { name: x }\nspec: { anything: [1] }\n";

  expect(await entity(text)).toMatchObject({ ref: "awsenvironment:default/x", spec: { anything: [1] } });
  expect(await entity("apiVersion: x/v1\nkind: Thing\nmetadata: { name: x }\n")).toMatchObject({ spec: {} });
});

test("a known kind in an unknown apiVersion is kept, with a warning", async () => {
  const { documents } = await parse(replaced("backstage.io/v1alpha1", "backstage.io/v9"));

  expect(documents).toMatchObject([
    { type: "entity" },
    {
      type: "problem",
      problem: { code: "schema_invalid", severity: "warning", line: 1, entity: "component:default/web" },
    },
  ]);
});

test("an API's definition stays in Git", async () => {
  const text =
    "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: x }\nspec: { type: grpc, lifecycle: l, owner: o, definition: long }\n";

  expect((await entity(text)).spec).toEqual({ type: "grpc", lifecycle: "l", owner: "o" });
});

test.each([
  [
    / {2}owner:.*\n/,
    "",
    5,
    "spec.owner is missing.",
    "Every Component needs an owner: add spec.owner, for example owner: group:default/payments.",
  ],
  [
    / {2}type:.*\n/,
    "",
    5,
    "spec.type is missing.",
    "Every Component needs a type: add spec.type, for example type: service.",
  ],
  [
    "group:default/shop",
    "[a, b]",
    8,
    "spec.owner must be text, but is a list.",
    "Correct spec.owner, for example owner: group:default/payments.",
  ],
  ["group:default/shop", "12345", 8, "spec.owner must be text, but is the number 12345.", 'Put it in quotes: "12345".'],
  [
    "group:default/shop",
    "",
    8,
    "spec.owner must be text, but is empty.",
    "Give spec.owner a value, or remove the line.",
  ],
  [
    "group:default/shop",
    "''",
    8,
    "spec.owner is empty.",
    "Correct spec.owner, for example owner: group:default/payments.",
  ],
  [
    "name: Web",
    "name: My web",
    4,
    'metadata.name cannot be "My web".',
    "Use letters, digits, -, _ and ., at most 63 characters, with a letter or digit at both ends.",
  ],
  ["name: Web", `name: ${"a".repeat(64)}`, 4, `metadata.name cannot be "${"a".repeat(59)}…".`, expect.any(String)],
  ["name: Web", "title: Web", 3, "metadata.name is missing.", "Add metadata.name, for example name: payments-api."],
  [
    "name: Web",
    "name: Web\n  namespace: Shop",
    5,
    'metadata.namespace cannot be "Shop".',
    expect.stringContaining("lower case"),
  ],
  ["name: Web", "name: Web\n  description:", 5, "metadata.description must be text, but is empty.", expect.any(String)],
  [
    "name: Web",
    "name: Web\n  tags:\n    - ok\n    - Not OK",
    7,
    'metadata.tags[1] cannot be "Not OK".',
    expect.stringContaining("lower case"),
  ],
  [
    "name: Web",
    "name: Web\n  labels:\n    a: b c",
    6,
    'metadata.labels cannot have "b c" for the key "a".',
    expect.any(String),
  ],
  [
    "name: Web",
    "name: Web\n  labels:\n    a b: c",
    6,
    'metadata.labels cannot have the key "a b".',
    expect.any(String),
  ],
  [
    "name: Web",
    "name: Web\n  annotations:\n    x: 1",
    6,
    "metadata.annotations.x must be text, but is the number 1.",
    'Put it in quotes: "1".',
  ],
  [
    "name: Web",
    "name: Web\n  links: [{ url: nowhere }]",
    5,
    'metadata.links[0].url cannot be "nowhere".',
    expect.any(String),
  ],
  ["name: Web", "name: Web\n  links: [{ title: x }]", 5, "metadata.links[0].url is missing.", expect.any(String)],
  ["kind: Component", "kind: Com ponent", 2, 'kind cannot be "Com ponent".', expect.any(String)],
  [
    /apiVersion:.*\n/,
    "",
    1,
    "apiVersion is missing.",
    "Add apiVersion, for example apiVersion: backstage.io/v1alpha1.",
  ],
  ["spec:", "x-base: 1\nspec:", 5, '"x-base" is no field of an entity.', expect.stringContaining("Move it")],
  ["spec:", "relations: []\nspec:", 5, '"relations" is no field of an entity.', expect.any(String)],
])("%s as %s is explained at line %i: %s", async (from, to, line, message, fix) => {
  expect(await problem(replaced(from, to))).toMatchObject({
    code: "schema_invalid",
    severity: "error",
    line,
    message,
    fix,
  });
});

test("a location's presence is one of two words", async () => {
  const text = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: { name: x }\nspec:\n  presence: maybe\n";

  expect(await problem(text)).toMatchObject({
    line: 5,
    message: 'spec.presence cannot be "maybe".',
    fix: "Write one of: required, optional.",
  });
});

test("a document that is no set of fields says what it is", async () => {
  expect(await problem("just text")).toMatchObject({
    message: 'The document is the text "just text", not a set of fields.',
  });
  expect(await problem("[1]")).toMatchObject({ message: "The document is a list, not a set of fields." });
});

test("no problem holds a validator's jargon or a long quotation", async () => {
  const found = await Promise.all(
    ["name: {}", "name: []", "name: true", `name: "${"<b>".repeat(300)}"`, "uid: 3", "title: ''"].map((field) =>
      problem(replaced("name: Web", field.startsWith("name") ? field : `name: Web\n  ${field}`)),
    ),
  );

  for (const { message, fix } of found) {
    expect(`${message} ${fix}`).not.toMatch(/must NOT|Error|instancePath|schema|\.js/);
    expect(message.length).toBeLessThan(160);
  }
});

test("an invalid document still says which entity it means", async () => {
  expect(await problem(replaced(/ {2}owner:.*\n/, ""))).toMatchObject({ entity: "component:default/web" });
  expect(await problem(replaced("type: website", "type: [website"))).toMatchObject({
    code: "yaml_invalid",
    entity: "component:default/web",
  });
  expect(await problem(replaced("name: Web", "name: Web\n  namespace: shop\n  x: 'y"))).toMatchObject({
    entity: "component:shop/web",
  });
  expect(await problem(replaced("name: Web", "name: a b"))).not.toHaveProperty("entity");
});

test.each([
  ["type: website", "type: a: b", 6, "a value holds a colon and is not in quotes"],
  ["type: website", "type: x\n  type: y", 7, "a key appears twice in the same place"],
  ["  type: website", "\ttype: website", 6, "a tab indents it"],
  ["  type: website", "  type: *nothing", 6, "an alias names no anchor"],
  ["owner: group:default/shop", 'owner: "open', 9, "a quote or bracket is never closed"],
])("broken YAML is explained: %s as %s", async (from, to, line, cause) => {
  expect(await problem(replaced(from, to))).toMatchObject({
    code: "yaml_invalid",
    severity: "error",
    line,
    message: `The YAML is broken at line ${line}: ${cause}.`,
  });
});

test("one bad document is a problem in its place", async () => {
  const { documents } = await parse(`${good}---\na: [\n---\n${good.replace("Web", "Api")}`);

  expect(
    documents.map((document) => (document.type === "entity" ? document.entity.name : document.problem.code)),
  ).toEqual(["Web", "yaml_invalid", "Api"]);
});

test.each([
  [`\${{ values.name }}`, `name: \${{ values.name }}`],
  ["{{ cookiecutter.name }}", "name: {{ cookiecutter.name }}"],
  ["<%= name %>", "name: <%= name %>"],
  ["a filter", `name: \${{values.component_id | dump}}`],
  ["a part of the name", `name: \${{ values.repo }}-table`],
  ["a condition", "name: Web\n{% if values.system %}\n  system: x\n{% endif %}"],
  ["a loop with jsonify", "name: {{ cookiecutter.name | jsonify }}\n  x: 'open"],
])("a skeleton is recognised by %s and is no error", async (_, name) => {
  expect(await problem(replaced("name: Web", name))).toMatchObject({ code: "template_skeleton", severity: "info" });
});

test("a filled-in name makes an entity, whatever its other fields hold", async () => {
  expect(await entity(replaced("group:default/shop", `\${{ values.owner }}`))).toMatchObject({
    spec: { owner: `\${{ values.owner }}` },
  });
});

test("a Template is no skeleton: its own mistakes are errors", async () => {
  const text = `apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: x }\nspec:\n  type: service\n  steps:\n    - input: { name: '\${{ parameters.name }}' }\n`;

  expect(await problem(text)).toMatchObject({
    code: "schema_invalid",
    line: 7,
    message: "spec.steps[0].action is missing.",
  });
});

test("placeholders are asked for, then filled in, at any depth", async () => {
  const text = replaced(
    "type: website",
    "type: website\n  a: { $text: ./a.txt }\n  b: [{ $json: ../b.json }, { c: { $yaml: /c.yaml } }]\n  d: { $env: X }",
  );

  expect(await parse(text)).toEqual({
    path: "a/catalog-info.yaml",
    documents: [],
    needs: ["a/a.txt", "b.json", "c.yaml"],
  });
  expect(await entity(text, { "a/a.txt": "A", "b.json": '{"x":{"$text":"no"}}', "c.yaml": "k: [1]\n" })).toMatchObject({
    spec: { a: "A", b: [{ x: { $text: "no" } }, { c: { k: [1] } }], d: { $env: "X" } },
  });
});

test("an object with more than one key is no placeholder", async () => {
  expect(
    await entity(replaced("type: website", "type: website\n  a: { $text: ./a, b: { $text: ./b } }")),
  ).toMatchObject({
    spec: { a: { $text: "./a", b: { $text: "./b" } } },
  });
});

test.each([
  ["{ $text: ./gone.txt }", "does not exist or is too large"],
  ["{ $text: ../../up.txt }", "it leads out of the repository"],
  ["{ $text: https://evil.example/x }", "it points outside"],
  ["{ $text: 3 }", "$text must be the path of a file"],
  ["{ $json: ./bad }", "is no valid JSON"],
  ["{ $yaml: ./two }", "holds 2 documents, not one"],
  ["{ $yaml: ./bad }", "is no valid YAML (line 1)"],
  ["{ $yaml: ./none }", "holds 0 documents, not one"],
  ["{ $yaml: ./large }", "larger than the 512 KB"],
  ["{ $text: ./utf16 }", "is UTF-16"],
])("the placeholder %s is a problem at its line: %s", async (placeholder, reason) => {
  const attachments = {
    "a/gone.txt": undefined,
    "a/bad": "{",
    "a/two": "a\n---\nb",
    "a/none": "",
    "a/large": "x".repeat(600_000),
    "a/utf16": "",
  };
  const parts = new Map(
    Object.entries(attachments).map(([path, text]) => [
      path,
      text === undefined ? undefined : new Uint8Array(Buffer.from(text)),
    ]),
  );
  parts.set("a/utf16", new Uint8Array([0xff, 0xfe, 0x61, 0]));
  const bytes = Buffer.from(replaced("type: website", `type:\n    a: ${placeholder}`));
  const { documents } = await parseFile({ path: "a/catalog-info.yaml", bytes, attachments: parts }, {});

  expect(documents).toMatchObject([
    { problem: { code: "placeholder_unresolved", line: 7, message: expect.stringContaining(reason) } },
  ]);
});

test("placeholders may not make a document large, except by an API's definition", async () => {
  const large = "x".repeat(1_500_000);
  const twice = replaced("type: website", "type: website\n  a: { $text: ./a }\n  b: { $text: ./a }");
  const api =
    "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: x }\nspec: { type: t, lifecycle: l, owner: o, definition: { $text: ./a } }\n";

  expect(await problem(twice, { "a/a": large })).toMatchObject({ code: "document_hostile" });
  expect(await entity(api, { "a/a": large + large })).toMatchObject({ spec: { type: "t" } });
});

test("a file without documents says so", async () => {
  for (const text of ["", "\n", "# nothing\n", "# a\n---\n# b\n---\n", "\uFEFF"]) {
    expect(await problem(text)).toMatchObject({ code: "document_empty", severity: "warning", line: 1 });
  }
});

test("an empty document among others is a note", async () => {
  const { documents } = await parse(`${good}---\n`);

  expect(documents[1]).toMatchObject({ problem: { code: "document_empty", severity: "info", line: 9 } });
});

test("a file over the limit is not read", async () => {
  expect(await problem(new Uint8Array(maxFileBytes + 1))).toMatchObject({ code: "file_too_large" });
  expect(await one(`${good}#${"x".repeat(maxFileBytes - good.length - 1)}`)).toMatchObject({ type: "entity" });
});

test("UTF-16 and old Mac line ends are named", async () => {
  expect(await problem(Buffer.from(`\uFEFF${good}`, "utf16le"))).toMatchObject({
    message: "The file is written in UTF-16.",
  });
  expect(await problem(good.replaceAll("\n", "\r"))).toMatchObject({ fix: "Save it with Unix line ends." });
});

test("Latin-1 bytes become replacement characters", async () => {
  const latin = Buffer.from(replaced("  name: Web\n", "  name: Web\n  description: Café\n"), "latin1");
  const document = await one(latin);

  expect(document).toMatchObject({ entity: { description: "Caf\uFFFD" } });
});

test.each([
  ["too many aliases", `x: &a 1\ny: [${"*a,".repeat(51)}]`],
  ["deep nesting", `x: ${"[".repeat(60)}`],
  ["a cycle", "x: &a [*a]"],
])("%s is hostile", async (_, text) => {
  expect(await problem(text)).toMatchObject({
    code: "document_hostile",
    severity: "error",
    line: 1,
    message: expect.stringContaining("is not read"),
  });
});

test("whatever the bytes hold, a file yields something and nothing is polluted", async () => {
  const scrap = fc.oneof(
    fc.constantFrom(
      good,
      "---\n",
      "metadata:\n  name: x\n",
      "apiVersion: a/b\nkind: K\n",
      "spec: { $text: ./x }\n",
      `  owner: \${{ x }}\n`,
      "__proto__: { polluted: 1 }\n",
    ),
    fc.string({ unit: "binary", maxLength: 20 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(scrap, { maxLength: 8 }), fc.boolean(), async (parts, isRead) => {
      const { documents, needs } = await parse(parts.join(""), isRead ? {} : undefined);

      expect(documents.length + needs.length).toBeGreaterThan(0);
      for (const document of documents) {
        if (document.type === "problem") expect(document.problem.message.length).toBeLessThan(300);
        else expect(document.entity.ref).toMatch(/^[a-z0-9]+:[a-z0-9-]+\/[-a-z0-9_.]+$/);
      }
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
