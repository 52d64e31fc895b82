import { expect, test } from "vitest";
import { goodTextWith, onlyEntity, onlyProblem, parseText } from "../../testing/parsed-text.ts";
import { parseFile } from "./parse-file.ts";

test("placeholders are asked for, then filled in, at any depth", async () => {
  const text = goodTextWith(
    "type: website",
    "type: website\n  a: { $text: ./a.txt }\n  b: [{ $json: ../b.json }, { c: { $yaml: /c.yaml } }]\n  d: { $env: X }",
  );

  expect(await parseText(text)).toEqual({
    path: "a/catalog-info.yaml",
    documents: [],
    needs: ["a/a.txt", "b.json", "c.yaml"],
  });
  expect(
    await onlyEntity(text, { "a/a.txt": "A", "b.json": '{"x":{"$text":"no"}}', "c.yaml": "k: [1]\n" }),
  ).toMatchObject({
    spec: { a: "A", b: [{ x: { $text: "no" } }, { c: { k: [1] } }], d: { $env: "X" } },
  });
});

test("an object with more than one key is no placeholder", async () => {
  expect(
    await onlyEntity(goodTextWith("type: website", "type: website\n  a: { $text: ./a, b: { $text: ./b } }")),
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
  const bytes = Buffer.from(goodTextWith("type: website", `type:\n    a: ${placeholder}`));
  const { documents } = await parseFile({ path: "a/catalog-info.yaml", bytes, attachments: parts }, {});

  expect(documents).toMatchObject([
    { problem: { code: "placeholder_unresolved", line: 7, message: expect.stringContaining(reason) } },
  ]);
});

test("placeholders may not make a document large, except by an API's definition", async () => {
  const large = "x".repeat(1_500_000);
  const twice = goodTextWith("type: website", "type: website\n  a: { $text: ./a }\n  b: { $text: ./a }");
  const api =
    "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: x }\nspec: { type: t, lifecycle: l, owner: o, definition: { $text: ./a } }\n";

  expect(await onlyProblem(twice, { "a/a": large })).toMatchObject({ code: "document_hostile" });
  expect(await onlyEntity(api, { "a/a": large + large })).toMatchObject({ spec: { type: "t" } });
});
