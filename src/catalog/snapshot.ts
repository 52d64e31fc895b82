import type { Entity } from "./entity.ts";
import type { Problem } from "./problem.ts";
import type { EntityRef } from "./ref.ts";

/** The relations of Backstage's model, both directions. */
export type RelationType =
  | "ownedBy"
  | "ownerOf"
  | "partOf"
  | "hasPart"
  | "providesApi"
  | "apiProvidedBy"
  | "consumesApi"
  | "apiConsumedBy"
  | "dependsOn"
  | "dependencyOf"
  | "childOf"
  | "parentOf"
  | "memberOf"
  | "hasMember";

/** One directed relation; `target` need not exist. */
export interface Relation {
  readonly type: RelationType;
  readonly target: EntityRef;
}

/** How a configured source fared in its last sync. */
export interface SourceState {
  readonly name: string;
  /** When its content was last known to be current; absent before the first success. */
  readonly syncedAt?: Date;
  /** Absent while all is well. */
  readonly failure?: { readonly code: string; readonly message: string };
  /** Those of its trees that cannot be read, by `origin.root` of their things; absent while there are none. */
  readonly failedRoots?: ReadonlyMap<string, RootFailure>;
}

/** Why one tree of a source is not read as it is now. */
export interface RootFailure {
  readonly code: string;
  readonly message: string;
  /** When its content was last known to be current, or since when it cannot be read where it never could. */
  readonly since: Date;
}

/** A repository that a source reads, whether or not it has catalog files. */
export interface RepositoryState {
  readonly host: string;
  /** As the forge writes it. */
  readonly slug: string;
  readonly branch: string;
  /** The commit that was read. */
  readonly revision: string;
  /** Its page, without a slash at its end, where it is known to have pages as GitHub's. */
  readonly webUrl?: string;
  readonly codeOwners?: CodeOwnersFile;
}

/** The CODEOWNERS file that counts. */
export interface CodeOwnersFile {
  readonly path: string;
  readonly text: string;
}

/** The whole catalog at one moment. Never mutated: a sync builds the next one and swaps. */
export interface Snapshot {
  /** Changes exactly when the content does. */
  readonly revision: string;
  readonly at: Date;
  readonly entities: ReadonlyMap<EntityRef, Entity>;
  /** Outgoing relations of each thing, sorted by type and target; also of references that nothing defines. */
  readonly relations: ReadonlyMap<EntityRef, readonly Relation[]>;
  readonly problems: readonly Problem[];
  readonly sources: readonly SourceState[];
  /** By `host/owner/name`, lower case. */
  readonly repositories: ReadonlyMap<string, RepositoryState>;
}

/** Targets of one type of relation, in order. */
export function targets(snapshot: Snapshot, ref: EntityRef, type: RelationType): readonly EntityRef[] {
  return (snapshot.relations.get(ref) ?? [])
    .filter((relation) => relation.type === type)
    .map((relation) => relation.target);
}
