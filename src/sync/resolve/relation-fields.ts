import type { RelationType } from "../../catalog/snapshot.ts";

/** How one field of `spec` becomes relations. */
export interface RelationField {
  readonly field: string;
  /** Kind of a reference that names none; without it the kind must be written. */
  readonly defaultKind?: string;
  /** Lower-case kinds that the field may point at; others are ignored with a problem. */
  readonly allowedKinds?: readonly string[];
  readonly forward: RelationType;
  readonly reverse: RelationType;
}

const owner: RelationField = {
  field: "owner",
  defaultKind: "Group",
  allowedKinds: ["group", "user"],
  forward: "ownedBy",
  reverse: "ownerOf",
};
const dependsOn: RelationField = { field: "dependsOn", forward: "dependsOn", reverse: "dependencyOf" };
const dependencyOf: RelationField = { field: "dependencyOf", forward: "dependencyOf", reverse: "dependsOn" };

function partOf(field: string, defaultKind: string): RelationField {
  return { field, defaultKind, forward: "partOf", reverse: "hasPart" };
}

function group(field: string, forward: RelationType, reverse: RelationType): RelationField {
  return { field, defaultKind: "Group", allowedKinds: ["group"], forward, reverse };
}

/**
 * The fields of Backstage's model by lower-case kind, as its catalog backend derives relations from them.
 * https://backstage.io/docs/features/software-catalog/well-known-relations
 */
const fieldsByKind: ReadonlyMap<string, readonly RelationField[]> = new Map([
  [
    "component",
    [
      owner,
      partOf("system", "System"),
      partOf("subcomponentOf", "Component"),
      { field: "providesApis", defaultKind: "API", forward: "providesApi", reverse: "apiProvidedBy" },
      { field: "consumesApis", defaultKind: "API", forward: "consumesApi", reverse: "apiConsumedBy" },
      dependsOn,
      dependencyOf,
    ],
  ],
  ["api", [owner, partOf("system", "System")]],
  ["resource", [owner, partOf("system", "System"), dependsOn, dependencyOf]],
  ["system", [owner, partOf("domain", "Domain")]],
  ["domain", [owner, partOf("subdomainOf", "Domain")]],
  ["airesource", [owner, partOf("system", "System"), dependsOn]],
  ["template", [owner]],
  [
    "group",
    [
      group("parent", "childOf", "parentOf"),
      group("children", "parentOf", "childOf"),
      { field: "members", defaultKind: "User", allowedKinds: ["user"], forward: "hasMember", reverse: "memberOf" },
    ],
  ],
  ["user", [group("memberOf", "memberOf", "hasMember")]],
]);

/** Kinds that Backstage does not know may name an owner and a system like the ones that it does. */
const fieldsOfOtherKinds: readonly RelationField[] = [owner, partOf("system", "System")];

/** The relation fields of a kind; of an unknown kind its owner and system. */
export function relationFields(kind: string): readonly RelationField[] {
  const lower = kind.toLowerCase();
  return fieldsByKind.get(lower) ?? (lower === "location" ? [] : fieldsOfOtherKinds);
}
