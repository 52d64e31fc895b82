const nameRule = "letters, digits, -, _ and ., at most 63 characters, with a letter or digit at both ends";

/** Rules of Backstage's fields in plain words, by path without list positions. */
const rules: Readonly<Record<string, string>> = {
  apiVersion: "Write a version such as apiVersion: backstage.io/v1alpha1.",
  kind: "Write one word of letters and digits, for example kind: Component.",
  "metadata.name": `Use ${nameRule}.`,
  "metadata.namespace":
    "Use lower case letters and digits with - between them, at most 63 characters, or leave it out.",
  "metadata.labels": `Use ${nameRule}, for the key (after an optional prefix/) and for the value.`,
  "metadata.annotations": `Use ${nameRule} for the key (after an optional prefix/), and text for the value.`,
  "metadata.tags": "Use lower case letters, digits, +, # and : with - between words, at most 63 characters a tag.",
  "metadata.links.url": "Write a whole address, for example https://wiki.example.com/payments.",
  "spec.presence": "Write presence: required or presence: optional, or leave it out.",
};

const examples: Readonly<Record<string, string>> = {
  apiVersion: "apiVersion: backstage.io/v1alpha1",
  kind: "kind: Component",
  metadata: "metadata with a name",
  "metadata.name": "name: payments-api",
  "metadata.links.url": "url: https://wiki.example.com/payments",
  spec: "spec with the fields of its kind",
  "spec.owner": "owner: group:default/payments",
  "spec.lifecycle": "lifecycle: production",
  "spec.type": "type: service",
  "spec.definition": "definition: { $text: ./openapi.yaml }",
  "spec.memberOf": "memberOf: [payments], or memberOf: [] for none",
  "spec.children": "children: [payments-web], or children: [] for none",
  "spec.steps": "a list of steps, each with an action",
  "spec.steps.action": "action: fetch:template",
  "spec.profile": "profile with a displayName",
};

/** How to name a field: `spec.owner`, `metadata.tags[0]`. */
export function fieldName(path: readonly string[]): string {
  return path.reduce(
    (name, step) => (/^\d+$/.test(step) ? `${name}[${step}]` : name === "" ? step : `${name}.${step}`),
    "",
  );
}

/** What to write in a field that is missing. */
export function adviceForMissing(path: readonly string[], kind: string): string {
  const field = fieldName(path);
  const example = examples[generic(path)];
  const what = path.length === 2 && path[0] === "spec" ? `Every ${kind} needs ${article(path[1] ?? "")}: add` : "Add";
  return example === undefined ? `${what} ${field}.` : `${what} ${field}, for example ${example}.`;
}

/** What to write in a field whose value does not do. */
export function adviceForWrong(path: readonly string[]): string {
  const key = generic(path);
  const rule = rules[key] ?? rules[key.split(".").slice(0, 2).join(".")];
  if (rule !== undefined) return rule;
  const example = examples[key];
  return example === undefined ? `Correct ${fieldName(path)}.` : `Correct ${fieldName(path)}, for example ${example}.`;
}

function generic(path: readonly string[]): string {
  return path.filter((step) => !/^\d+$/.test(step)).join(".");
}

function article(noun: string): string {
  return /s$|Of$/.test(noun) || noun === "children" ? noun : `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
