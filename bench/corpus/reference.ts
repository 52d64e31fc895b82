// What Backstage's catalog backend (4.0.0) makes of a file, with its own libraries: parseEntityYaml, PlaceholderProcessor,
// the entity policies of CatalogBuilder and BuiltinKindsEntityProcessor, and the scaffolder's Template validator.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, normalize } from "node:path/posix";
import type { Entity } from "@backstage/catalog-model";
import { parseAllDocuments } from "yaml";
import type { CorpusTree } from "./tree.ts";

const require = createRequire(import.meta.url);
const model = require("@backstage/catalog-model") as typeof import("@backstage/catalog-model");
const scaffolder =
  require("@backstage/plugin-scaffolder-common") as typeof import("@backstage/plugin-scaffolder-common");

/** A document's verdict, in the manifest's words; `placeholder-error` and `relation-error` are not in the manifest. */
export interface ReferenceVerdict {
  readonly verdict: string;
  readonly reason?: string;
  readonly entity?: Entity;
}

const checkEnvelope = model.entityEnvelopeSchemaValidator();
const policy = model.EntityPolicies.allOf([
  new model.SchemaValidEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(model.makeValidator()),
]);
const checkEntity = model.entitySchemaValidator();
const validators = [
  model.apiEntityV1alpha1Validator,
  model.componentEntityV1alpha1Validator,
  model.resourceEntityV1alpha1Validator,
  model.groupEntityV1alpha1Validator,
  model.locationEntityV1alpha1Validator,
  model.userEntityV1alpha1Validator,
  model.systemEntityV1alpha1Validator,
  model.domainEntityV1alpha1Validator,
  scaffolder.templateEntityV1beta3Validator,
];

/** The verdicts on a file's documents, in their order. */
export async function referenceVerdicts(tree: CorpusTree, path: string): Promise<readonly ReferenceVerdict[]> {
  const text = readFileSync(join(tree.folder, path)).toString("utf8");
  const verdicts: ReferenceVerdict[] = [];
  for (const document of parseAllDocuments(text, { merge: false, logLevel: "error" })) {
    verdicts.push(
      document.errors.length > 0 ? failed("yaml-error", document.errors[0]) : await judge(document, tree, path),
    );
  }
  return verdicts;
}

async function judge(document: { toJSON(): unknown }, tree: CorpusTree, path: string): Promise<ReferenceVerdict> {
  let value: unknown;
  try {
    value = document.toJSON();
  } catch (error) {
    return failed("yaml-error", error);
  }
  if (value === null) return { verdict: "empty-document" };
  const steps: readonly (readonly [verdict: string, step: (entity: Entity) => Entity | Promise<Entity>])[] = [
    ["envelope-error", (entity) => checkEnvelope(entity)],
    ["placeholder-error", (entity) => resolve(entity, tree, path) as Entity],
    ["policy-error", async (entity) => (await policy.enforce(entity)) as Entity],
    ["policy-error", (entity) => checkEntity(entity)],
  ];
  let entity = value as Entity;
  for (const [verdict, step] of steps) {
    try {
      entity = await step(entity);
    } catch (error) {
      return failed(verdict, error);
    }
  }
  return judgeKind(entity);
}

async function judgeKind(entity: Entity): Promise<ReferenceVerdict> {
  let isKnown = false;
  try {
    for (const validator of validators) if (await validator.check(entity)) isKnown = true;
  } catch (error) {
    return failed("kind-schema-error", error);
  }
  if (!isKnown) return { verdict: "unknown-kind", entity };
  const dependencies = [entity.spec?.["dependsOn"], entity.spec?.["dependencyOf"]].flat();
  const bare = dependencies.find((ref) => typeof ref === "string" && !/^[^/]+:/.test(ref));
  if (bare !== undefined) return { verdict: "relation-error", reason: `"${String(bare)}" has no kind`, entity };
  return { verdict: entity.kind === "Template" ? "template" : "valid", entity };
}

function resolve(data: unknown, tree: CorpusTree, path: string): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (Array.isArray(data)) return data.map((item) => resolve(item, tree, path));
  const keys = Object.keys(data);
  if (!keys.some((key) => key.startsWith("$"))) {
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, resolve(item, tree, path)]));
  }
  const [key = ""] = keys;
  if (keys.length !== 1 || !["$text", "$json", "$yaml"].includes(key)) return data;
  const text = readPlaceholder(String((data as Record<string, unknown>)[key]), tree, path);
  if (key === "$text") return text;
  if (key === "$json") return JSON.parse(text) as unknown;
  const [only, ...others] = parseAllDocuments(text, { merge: false });
  if (only === undefined || others.length > 0 || only.errors.length > 0) throw new Error("not one good YAML document");
  return only.toJSON() as unknown;
}

function readPlaceholder(target: string, tree: CorpusTree, path: string): string {
  const own =
    tree.repository === undefined
      ? undefined
      : `https://github.com/${tree.repository.slug}/blob/${tree.repository.branch}/`;
  if (own !== undefined && target.startsWith(own))
    return readFileSync(join(tree.folder, target.slice(own.length)), "utf8");
  if (/^[a-z]+:/i.test(target)) throw new Error("another repository");
  return readFileSync(join(tree.folder, normalize(join(dirname(path), target))), "utf8");
}

function failed(verdict: string, error: unknown): ReferenceVerdict {
  return { verdict, reason: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
}
