import { createRequire } from "node:module";
import type { Entity } from "@backstage/catalog-model";
import { kindValidator } from "./kind-validator.ts";

const require = createRequire(import.meta.url);
const model = require("@backstage/catalog-model") as typeof import("@backstage/catalog-model");

/** What Backstage says of a document. `reason` is the validator's own message, in its jargon. */
export type Verdict =
  | { readonly type: "valid" | "kind-unknown" | "version-unknown"; readonly entity: Entity }
  | { readonly type: "invalid"; readonly stage: "envelope" | "policy" | "kind"; readonly reason: string };

const checkEnvelope = model.entityEnvelopeSchemaValidator();
const formats = [new model.NoForeignRootFieldsEntityPolicy(), new model.FieldFormatEntityPolicy()];
const policies = [new model.SchemaValidEntityPolicy(), ...formats];

/** The first look at a document, before its placeholders are resolved: undefined when it is an entity at all. */
export function envelopeReason(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "<root> must be object";
  return reasonOf(() => checkEnvelope(value));
}

/** Judges a document as the catalog backend does: entity policies, then the validator of its kind. Its placeholders are resolved. */
export async function validate(value: unknown): Promise<Verdict> {
  const entity = withNamespace(value as Entity);
  const validator = kindValidator(entity.kind, entity.spec?.["type"]);
  const kind = await outcomeOf(async () => validator?.check(entity));
  // The schema of each kind includes the one that the first policy holds a thing against.
  const isSound = "value" in kind && kind.value === true;
  const policy = await outcomeOf(async () => {
    for (const rule of isSound ? formats : policies) await rule.enforce(entity);
  });
  if ("reason" in policy) return { type: "invalid", stage: "policy", reason: policy.reason };
  if ("reason" in kind) return { type: "invalid", stage: "kind", reason: kind.reason };
  if (validator === undefined) return { type: "kind-unknown", entity };
  return { type: kind.value === true ? "valid" : "version-unknown", entity };
}

async function outcomeOf<T>(check: () => Promise<T>): Promise<{ value: T } | { reason: string }> {
  try {
    return { value: await check() };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

// What DefaultNamespaceEntityPolicy does with a deep copy, which is most of the time a validation takes.
function withNamespace(entity: Entity): Entity {
  const { metadata } = entity;
  if (typeof metadata !== "object" || metadata === null || metadata.namespace !== undefined) return entity;
  return { ...entity, metadata: { ...metadata, namespace: model.DEFAULT_NAMESPACE } };
}

function reasonOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
