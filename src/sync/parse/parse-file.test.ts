import fc from "fast-check";
import { expect, test } from "vitest";
import { goodText, goodTextWith, onlyDocument, onlyEntity, onlyProblem, parseText } from "../../testing/parsed-text.ts";
import { maxFileBytes } from "./parse-file.ts";

test("a valid document is an entity with its lines", async () => {
  expect(await onlyDocument(`# ours\n${goodText}`)).toEqual({
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
  const text = goodTextWith(
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

  expect(await onlyEntity(text)).toMatchObject({
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

  expect(await onlyEntity(document(spec))).toMatchObject({ ref: `${kind.toLowerCase()}:default/x` });
  expect(await onlyProblem(document("{ targets: 3 }"))).toMatchObject({
    code: "schema_invalid",
    severity: "error",
    line: 4,
  });
});

test("a Template of the scaffolder is checked as one", async () => {
  const document = (spec: string) =>
    `apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: x }\nspec: ${spec}\n`;

  expect(await onlyEntity(document("{ type: service, steps: [{ action: debug:log }] }"))).toMatchObject({
    kind: "Template",
  });
  expect(await onlyProblem(document("{ type: service }"))).toMatchObject({ message: "spec.steps is missing." });
});

test("v1beta1 is the same as v1alpha1", async () => {
  expect(await onlyEntity(goodTextWith("v1alpha1", "v1beta1"))).toMatchObject({ kind: "Component" });
});

test("a kind that Backstage does not know is kept", async () => {
  const text = "apiVersion: aws.example/v1\nkind: AWSEnvironment\nmetadata: { name: x }\nspec: { anything: [1] }\n";

  expect(await onlyEntity(text)).toMatchObject({ ref: "awsenvironment:default/x", spec: { anything: [1] } });
  expect(await onlyEntity("apiVersion: x/v1\nkind: Thing\nmetadata: { name: x }\n")).toMatchObject({ spec: {} });
});

test("a known kind in an unknown apiVersion is kept, with a warning", async () => {
  const { documents } = await parseText(goodTextWith("backstage.io/v1alpha1", "backstage.io/v9"));

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

  expect((await onlyEntity(text)).spec).toEqual({ type: "grpc", lifecycle: "l", owner: "o" });
});

test("one bad document is a problem in its place", async () => {
  const { documents } = await parseText(`${goodText}---\na: [\n---\n${goodText.replace("Web", "Api")}`);

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
  expect(await onlyProblem(goodTextWith("name: Web", name))).toMatchObject({
    code: "template_skeleton",
    severity: "info",
  });
});

test("a filled-in name makes an entity, whatever its other fields hold", async () => {
  expect(await onlyEntity(goodTextWith("group:default/shop", `\${{ values.owner }}`))).toMatchObject({
    spec: { owner: `\${{ values.owner }}` },
  });
});

test("a Template is no skeleton: its own mistakes are errors", async () => {
  const text = `apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: x }\nspec:\n  type: service\n  steps:\n    - input: { name: '\${{ parameters.name }}' }\n`;

  expect(await onlyProblem(text)).toMatchObject({
    code: "schema_invalid",
    line: 7,
    message: "spec.steps[0].action is missing.",
  });
});

test("a file without documents says so", async () => {
  for (const text of ["", "\n", "# nothing\n", "# a\n---\n# b\n---\n", "\uFEFF"]) {
    expect(await onlyProblem(text)).toMatchObject({ code: "document_empty", severity: "warning", line: 1 });
  }
});

test("an empty document among others is a note", async () => {
  const { documents } = await parseText(`${goodText}---\n`);

  expect(documents[1]).toMatchObject({ problem: { code: "document_empty", severity: "info", line: 9 } });
});

test("a file over the limit is not read", async () => {
  expect(await onlyProblem(new Uint8Array(maxFileBytes + 1))).toMatchObject({ code: "file_too_large" });
  expect(await onlyDocument(`${goodText}#${"x".repeat(maxFileBytes - goodText.length - 1)}`)).toMatchObject({
    type: "entity",
  });
});

test("UTF-16 and old Mac line ends are named", async () => {
  expect(await onlyProblem(Buffer.from(`\uFEFF${goodText}`, "utf16le"))).toMatchObject({
    message: "The file is written in UTF-16.",
  });
  expect(await onlyProblem(goodText.replaceAll("\n", "\r"))).toMatchObject({ fix: "Save it with Unix line ends." });
});

test("Latin-1 bytes become replacement characters", async () => {
  const latin = Buffer.from(goodTextWith("  name: Web\n", "  name: Web\n  description: Café\n"), "latin1");
  const document = await onlyDocument(latin);

  expect(document).toMatchObject({ entity: { description: "Caf\uFFFD" } });
});

test.each([
  ["too many aliases", `x: &a 1\ny: [${"*a,".repeat(51)}]`],
  ["deep nesting", `x: ${"[".repeat(60)}`],
  ["a cycle", "x: &a [*a]"],
])("%s is hostile", async (_, text) => {
  expect(await onlyProblem(text)).toMatchObject({
    code: "document_hostile",
    severity: "error",
    line: 1,
    message: expect.stringContaining("is not read"),
  });
});

test("whatever the bytes hold, a file yields something and nothing is polluted", async () => {
  const scrap = fc.oneof(
    fc.constantFrom(
      goodText,
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
      const { documents, needs } = await parseText(parts.join(""), isRead ? {} : undefined);

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
