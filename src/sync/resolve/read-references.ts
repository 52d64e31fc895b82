import type { Entity } from "../../catalog/entity.ts";
import type { Problem, ProblemCode } from "../../catalog/problem.ts";
import { type EntityRef, formatRef, parseRef } from "../../catalog/ref.ts";
import { BotError } from "../../errors.ts";
import { type RelationField, relationFields } from "./relation-fields.ts";

/** A reference that an entity makes, and how it was written. */
export interface Reference {
  readonly field: RelationField;
  readonly target: EntityRef;
  readonly written: string;
}

/** The references that an entity's fields make, and a problem for each that cannot be read. */
export function readReferences(entity: Entity): { references: readonly Reference[]; problems: readonly Problem[] } {
  const references: Reference[] = [];
  const problems: Problem[] = [];
  for (const field of relationFields(entity.kind)) {
    if (entity.spec[field.field] === undefined) continue;
    for (const written of writtenReferences(entity.spec[field.field])) {
      const read = readReference(entity, field, written);
      if ("code" in read) problems.push(read);
      else references.push(read);
    }
  }
  return { references, problems };
}

function writtenReferences(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((item) => (typeof item === "string" && item.trim() !== "" ? [item.trim()] : []));
}

function readReference(entity: Entity, field: RelationField, written: string): Reference | Problem {
  if (field.field === "owner" && /^[^\s@:/]+@[^\s@:/]+$/.test(written)) {
    return referenceProblem(entity, field, "owner_is_email", {
      message: `${entity.name} names ${cut(written)} as its owner, which is an e-mail address.`,
      fix: "Name a team or a person of the catalog instead, for example spec.owner: group:default/payments.",
    });
  }
  try {
    const defaults = field.defaultKind === undefined ? {} : { kind: field.defaultKind };
    const parts = parseRef(written, { ...defaults, namespace: entity.namespace });
    if (field.allowedKinds !== undefined && !field.allowedKinds.includes(parts.kind.toLowerCase())) {
      return referenceProblem(entity, field, field.field === "owner" ? "owner_not_owner_kind" : "reference_invalid", {
        message: `spec.${field.field} of ${entity.name} names a ${cut(parts.kind)}, which it cannot be.`,
        fix: `Name a ${field.allowedKinds.join(" or a ")} there.`,
      });
    }
    return { field, target: formatRef(parts), written };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return referenceProblem(entity, field, "reference_invalid", {
      message: `spec.${field.field} of ${entity.name} cannot be read: “${cut(written)}”.`,
      fix:
        field.defaultKind === undefined
          ? "Write the kind too, for example resource:default/orders-db."
          : "Write [kind:][namespace/]name, for example group:default/payments.",
    });
  }
}

/** A problem at the place where the entity makes a reference. */
export function referenceProblem(
  entity: Entity,
  field: Pick<RelationField, "field">,
  code: ProblemCode,
  words: Pick<Problem, "message" | "fix">,
): Problem {
  const { source, rootName, repository, path, line, ownerLine } = entity.origin;
  return {
    code,
    severity: code === "relation_dangling" ? "warning" : "error",
    source,
    root: rootName,
    ...(repository !== undefined && { repository }),
    path,
    line: field.field === "owner" ? (ownerLine ?? line) : line,
    entity: entity.ref,
    ...words,
  };
}

/** Foreign text inside a sentence: one short line. */
export function cut(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= 60 ? line : `${line.slice(0, 59)}…`;
}
