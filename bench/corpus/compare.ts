import { isDeepStrictEqual } from "node:util";
import type { ParsedDocument } from "../../src/sync/parse/parsed-file.ts";
import type { ReferenceVerdict } from "./reference.ts";

/** What the parser said of a document, in a word: `entity` or the problem's code. */
export function ourVerdict(document: ParsedDocument | undefined): string {
  if (document === undefined) return "nothing";
  return document.type === "entity" ? "entity" : document.problem.code;
}

const equal: Readonly<Record<string, readonly string[]>> = {
  valid: ["entity"],
  template: ["entity"],
  "unknown-kind": ["entity"],
  // The reference fails while it derives relations; the parser's part ends before, and resolving reports it.
  "relation-error": ["entity"],
  "yaml-error": ["yaml_invalid", "document_hostile", "template_skeleton"],
  "envelope-error": ["schema_invalid", "template_skeleton"],
  "policy-error": ["schema_invalid", "template_skeleton"],
  "kind-schema-error": ["schema_invalid", "template_skeleton", "placeholder_unresolved"],
  "placeholder-error": ["placeholder_unresolved", "template_skeleton"],
  "empty-document": ["document_empty"],
};

/** Documents that neither takes for an entity, but for other reasons. */
const excuses: readonly (readonly [reference: RegExp, ours: RegExp, reason: string])[] = [
  [/Excessive alias count/, /^apiVersion is missing/, "an alias bomb, small enough to be read here: it is no entity"],
  [/^<root> must be object/, /written in UTF-16/, "UTF-16, which Backstage reads as gibberish: it is named here"],
];

/** Whether two verdicts on one document agree, and if not, what excuses that. */
export type Comparison = { type: "agrees" } | { type: "excused" | "disagrees"; reason: string };

/** Compares two verdicts on one document, and the entities when there are any. */
export function compareVerdicts(reference: ReferenceVerdict | undefined, ours: ParsedDocument | undefined): Comparison {
  const expected = reference?.verdict ?? "nothing";
  const got = ourVerdict(ours);
  if (equal[expected]?.includes(got)) {
    if (reference?.entity === undefined || ours?.type !== "entity") return { type: "agrees" };
    const difference = differenceOf(reference.entity, ours.entity);
    return difference === undefined ? { type: "agrees" } : { type: "disagrees", reason: difference };
  }
  const [theirs, own] = [reference?.reason ?? "", messageOf(ours)];
  const excuse = excuses.find(([there, here]) => there.test(theirs) && here.test(own))?.[2];
  if (excuse !== undefined) return { type: "excused", reason: excuse };
  return { type: "disagrees", reason: `${expected} is ${got} (${theirs}; ${own})` };
}

function differenceOf(
  reference: NonNullable<ReferenceVerdict["entity"]>,
  ours: Extract<ParsedDocument, { type: "entity" }>["entity"],
): string | undefined {
  const { name, namespace, title, description, labels = {}, annotations = {}, tags = [] } = reference.metadata;
  const { definition: _definition, ...spec } = reference.spec ?? {};
  const theirs = {
    kind: reference.kind,
    name,
    namespace,
    title,
    description,
    labels,
    annotations,
    tags,
    spec: reference.kind === "API" ? spec : (reference.spec ?? {}),
  };
  const plain = JSON.parse(JSON.stringify(theirs)) as Record<string, unknown>;
  const field = Object.keys(theirs).find(
    (key) => !isDeepStrictEqual(plain[key], (ours as Readonly<Record<string, unknown>>)[key]),
  );
  return field === undefined ? undefined : `${ours.ref}: ${field} differs`;
}

function messageOf(document: ParsedDocument | undefined): string {
  return document?.type === "problem" ? document.problem.message : "";
}
