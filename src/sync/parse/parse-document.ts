import { type YamlDocument, yamlLimits } from "../../yaml.ts";
import { claimedRef, claimedRefOfText } from "./claimed-ref.ts";
import { type Explanation, explain } from "./explain.ts";
import type { ParsedDocument } from "./parsed-file.ts";
import { type PlaceholderSource, resolvePlaceholders } from "./placeholder.ts";
import { quote } from "./quote.ts";
import { isSkeleton } from "./skeleton.ts";
import { toEntity } from "./to-entity.ts";
import { envelopeReason, validate } from "./validate.ts";
import { explainYaml } from "./yaml-problem.ts";

type Value = Extract<YamlDocument, { type: "value" }>;
type Found = Extract<ParsedDocument, { type: "problem" }>["problem"];

/** What one document became; `needs` when its placeholders must be read first. */
export type DocumentResult =
  | { readonly type: "documents"; readonly documents: readonly ParsedDocument[] }
  | { readonly type: "needs"; readonly paths: readonly string[] };

/** Judges one YAML document that is not empty. */
export async function parseDocument(document: YamlDocument, source: PlaceholderSource): Promise<DocumentResult> {
  if (document.type === "error") return found(yamlProblem(document));
  const envelope = envelopeReason(document.value);
  if (envelope !== undefined) return found(schemaProblem(document, document.value, envelope));
  const resolved = resolveIn(document, source);
  if (resolved.type === "needs") return resolved;
  if (resolved.type === "failed") return found(placeholderProblem(document, resolved));
  const verdict = await validate(resolved.value);
  if (verdict.type === "invalid") return found(schemaProblem(document, resolved.value, verdict.reason));
  const entity = toEntity(verdict.entity);
  if (resolved.value !== document.value && !fits(entity)) {
    return found(tooLarge(document));
  }
  const owner = document.lineOf(["spec", "owner"]);
  const parsed: ParsedDocument = {
    type: "entity",
    line: document.line,
    ...(owner.depth === 2 ? { ownerLine: owner.line } : {}),
    entity,
  };
  if (verdict.type !== "version-unknown") return { type: "documents", documents: [parsed] };
  return {
    type: "documents",
    documents: [parsed, { type: "problem", problem: versionProblem(document, verdict.entity) }],
  };
}

function found(problem: Found): DocumentResult {
  return { type: "documents", documents: [{ type: "problem", problem }] };
}

function resolveIn(document: Value, source: PlaceholderSource): ReturnType<typeof resolvePlaceholders> {
  // Most documents have none, and the search costs a copy.
  if (!/\$(?:text|json|yaml)/.test(document.text)) return { type: "value", value: document.value };
  return resolvePlaceholders(document.value, source);
}

function yamlProblem(document: Extract<YamlDocument, { type: "error" }>): Found {
  const { error, line, text } = document;
  if (!error.isHostile && isSkeletonAt(document, error.line)) return skeletonProblem(error.line);
  return {
    code: error.isHostile ? "document_hostile" : "yaml_invalid",
    severity: "error",
    line: error.isHostile ? line : error.line,
    ...withRef(claimedRefOfText(text)),
    ...explainYaml(document),
  };
}

function schemaProblem(document: Value, value: unknown, reason: string): Found {
  const ref = claimedRef(value);
  const kind = kindOf(value);
  const { path, message, fix } = explain(reason, value, kind);
  const { line } = document.lineOf(path);
  if (isSkeletonAt(document, line)) return skeletonProblem(document.lineOf(["metadata", "name"]).line);
  return { code: "schema_invalid", severity: "error", line, ...withRef(ref), message, fix };
}

function placeholderProblem(document: Value, failure: Pick<Explanation, "path" | "message">): Found {
  const { line } = document.lineOf(failure.path);
  if (isSkeletonAt(document, line)) return skeletonProblem(line);
  return {
    code: "placeholder_unresolved",
    severity: "error",
    line,
    ...withRef(claimedRef(document.value)),
    message: `${failure.message}.`,
    fix: "Name a file of the same repository and branch, relative to this one, for example $text: ./openapi.yaml.",
  };
}

function tooLarge(document: Value): Found {
  return {
    code: "document_hostile",
    severity: "error",
    line: document.line,
    ...withRef(claimedRef(document.value)),
    message: "The files that its placeholders name make this document larger than 2 MB.",
    fix: "Keep long texts out of the catalog, except an API's spec.definition.",
  };
}

function skeletonProblem(line: number): Found {
  return {
    code: "template_skeleton",
    severity: "info",
    line,
    message: "This document is a template's skeleton: it becomes an entity once its placeholders are filled in.",
    fix: "Nothing is to be mended; leave the folder out of the source's paths to hide this note.",
  };
}

function versionProblem(document: Value, entity: { kind: string; apiVersion: string }): Found {
  const known = entity.kind === "Template" ? "scaffolder.backstage.io/v1beta3" : "backstage.io/v1alpha1";
  return {
    code: "schema_invalid",
    severity: "warning",
    line: document.lineOf(["apiVersion"]).line,
    ...withRef(claimedRef(document.value)),
    message: `Backstage knows no ${entity.kind} of apiVersion ${quote(entity.apiVersion)}, so its fields are not checked.`,
    fix: `Write apiVersion: ${known}.`,
  };
}

function fits(entity: object): boolean {
  return JSON.stringify(entity).length <= yamlLimits.expandedSize;
}

/** Whether a document is a skeleton, by the line of the whole file on which its mistake shows. */
function isSkeletonAt(document: YamlDocument, line: number): boolean {
  return isSkeleton(document.text, line - document.firstLine + 1);
}

function kindOf(value: unknown): string {
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  return typeof kind === "string" && /^\w{1,63}$/.test(kind) ? kind : "entity";
}

function withRef(ref: string | undefined): { entity?: string } {
  return ref === undefined ? {} : { entity: ref };
}
