import type { Entity as BackstageEntity } from "@backstage/catalog-model";
import type { Entity, EntityLink } from "../../catalog/entity.ts";
import { formatRef } from "../../catalog/ref.ts";

/** An entity before its origin is known. */
export type ParsedEntity = Omit<Entity, "origin" | "isStale">;

/** The one empty list of all entities. */
export const noItems: readonly never[] = Object.freeze([]);
/** The one empty map of all entities. */
export const noFields: Readonly<Record<string, never>> = Object.freeze({});

/** Our shape of a validated entity. */
export function toEntity(entity: BackstageEntity): ParsedEntity {
  const { kind, metadata } = entity;
  const { name, namespace = "default", title, description, labels, annotations, tags, links } = metadata;
  return {
    ref: formatRef({ kind, namespace, name }),
    kind,
    namespace,
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    labels: labels ?? noFields,
    annotations: annotations ?? noFields,
    tags: tags ?? noItems,
    links: links?.map(toLink) ?? noItems,
    spec: kind === "API" ? withoutDefinition(entity.spec) : (entity.spec ?? noFields),
  };
}

function toLink(link: EntityLink): EntityLink {
  const { url, title, type } = link;
  return { url, ...(title === undefined ? {} : { title }), ...(type === undefined ? {} : { type }) };
}

// Definitions are long, nobody searches them, and Git has them.
function withoutDefinition(spec: BackstageEntity["spec"]): Readonly<Record<string, unknown>> {
  if (spec === undefined) return noFields;
  return Object.fromEntries(Object.entries(spec).filter(([field]) => field !== "definition"));
}
