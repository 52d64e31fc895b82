import type { Entity } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";

/** What one file of a tree gave, and on which contents that depends. */
export interface FileHarvest {
  readonly path: string;
  readonly blobId: string;
  /** Files that its placeholders name, with the content they had (undefined: absent). */
  readonly attachments: readonly { readonly path: string; readonly blobId: string | undefined }[];
  readonly entities: readonly Entity[];
  readonly problems: readonly Problem[];
}

/** What one tree gave at one revision. */
export interface RootHarvest {
  readonly rootId: string;
  readonly revision: string;
  /** By path, in path order. */
  readonly files: ReadonlyMap<string, FileHarvest>;
}

/** What one source gave, last good: what the snapshot is made of and what is kept between runs. */
export interface SourceHarvest {
  readonly name: string;
  /** Changes when the source is configured differently, so that nothing read under other rules is reused. */
  readonly fingerprint: string;
  readonly isTrusted: boolean;
  readonly syncedAt?: Date;
  readonly failure?: { readonly code: string; readonly message: string };
  /** Removals that wait for an admin. */
  readonly held?: { readonly removed: number; readonly of: number };
  readonly roots: readonly RootHarvest[];
}

/** Every entity of a source, in file order. */
export function* harvestedEntities(source: SourceHarvest): Generator<Entity> {
  for (const root of source.roots) for (const file of root.files.values()) yield* file.entities;
}

/** Every problem found while reading a source, in file order. */
export function* harvestedProblems(source: SourceHarvest): Generator<Problem> {
  for (const root of source.roots) for (const file of root.files.values()) yield* file.problems;
}
