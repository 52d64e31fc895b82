import { expect, test } from "vitest";
import { goodTextWith, onlyProblem } from "../../testing/parsed-text.ts";

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
  expect(await onlyProblem(goodTextWith(from, to))).toMatchObject({
    code: "schema_invalid",
    severity: "error",
    line,
    message,
    fix,
  });
});

test("a location's presence is one of two words", async () => {
  const text = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: { name: x }\nspec:\n  presence: maybe\n";

  expect(await onlyProblem(text)).toMatchObject({
    line: 5,
    message: 'spec.presence cannot be "maybe".',
    fix: "Write one of: required, optional.",
  });
});

test("a document that is no set of fields says what it is", async () => {
  expect(await onlyProblem("just text")).toMatchObject({
    message: 'The document is the text "just text", not a set of fields.',
  });
  expect(await onlyProblem("[1]")).toMatchObject({ message: "The document is a list, not a set of fields." });
});

test("no problem holds a validator's jargon or a long quotation", async () => {
  const found = await Promise.all(
    ["name: {}", "name: []", "name: true", `name: "${"<b>".repeat(300)}"`, "uid: 3", "title: ''"].map((field) =>
      onlyProblem(goodTextWith("name: Web", field.startsWith("name") ? field : `name: Web\n  ${field}`)),
    ),
  );

  for (const { message, fix } of found) {
    expect(`${message} ${fix}`).not.toMatch(/must NOT|Error|instancePath|schema|\.js/);
    expect(message.length).toBeLessThan(160);
  }
});

test("an invalid document still says which entity it means", async () => {
  expect(await onlyProblem(goodTextWith(/ {2}owner:.*\n/, ""))).toMatchObject({ entity: "component:default/web" });
  expect(await onlyProblem(goodTextWith("type: website", "type: [website"))).toMatchObject({
    code: "yaml_invalid",
    entity: "component:default/web",
  });
  expect(await onlyProblem(goodTextWith("name: Web", "name: Web\n  namespace: shop\n  x: 'y"))).toMatchObject({
    entity: "component:shop/web",
  });
  expect(await onlyProblem(goodTextWith("name: Web", "name: a b"))).not.toHaveProperty("entity");
});

test.each([
  ["type: website", "type: a: b", 6, "a value holds a colon and is not in quotes"],
  ["type: website", "type: x\n  type: y", 7, "a key appears twice in the same place"],
  ["  type: website", "\ttype: website", 6, "a tab indents it"],
  ["  type: website", "  type: *nothing", 6, "an alias names no anchor"],
  ["owner: group:default/shop", 'owner: "open', 9, "a quote or bracket is never closed"],
])("broken YAML is explained: %s as %s", async (from, to, line, cause) => {
  expect(await onlyProblem(goodTextWith(from, to))).toMatchObject({
    code: "yaml_invalid",
    severity: "error",
    line,
    message: `The YAML is broken at line ${line}: ${cause}.`,
  });
});
