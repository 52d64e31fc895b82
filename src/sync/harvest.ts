import type { Entity } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
import type { RootFailure } from "../catalog/snapshot.ts";
import { repositoryKey } from "../event/delivery-event.ts";
import { type CodeOwnersHarvest, codeOwnersProblem } from "./code-owners-harvest.ts";
import type { RootRepository } from "./source.ts";

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
  /** How people call it. */
  readonly name: string;
  /** Empty where it never could be read. */
  readonly revision: string;
  readonly repository?: RootRepository;
  readonly codeOwners?: CodeOwnersHarvest;
  /** By path, in path order. */
  readonly files: ReadonlyMap<string, FileHarvest>;
  /** Read under other rules than its source has now: it is read again whatever its revision. */
  readonly isOutdated?: true;
  /** The last complete listing did not mention it; it goes when the next one does not either. */
  readonly isMissed?: true;
  /** Why it was not read as it is now. */
  readonly failure?: RootFailure;
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
  /** By root id, which decides within a source who wins a duplicate. */
  readonly roots: readonly RootHarvest[];
}

/** Whether a tree was ever read. */
export function isRead({ revision }: RootHarvest): boolean {
  return revision !== "";
}

/** Every entity of a source, in file order. */
export function* harvestedEntities(source: Pick<SourceHarvest, "roots">): Generator<Entity> {
  for (const root of source.roots) for (const file of root.files.values()) yield* file.entities;
}

/** Every problem found while reading a source, in file order. */
export function* harvestedProblems(source: SourceHarvest): Generator<Problem> {
  for (const root of source.roots) {
    for (const problem of problemsIn(root, source.name)) {
      yield root.repository ? { ...problem, repository: repositoryKey(root.repository) } : problem;
    }
  }
}

function* problemsIn({ name, files, codeOwners }: RootHarvest, source: string): Generator<Problem> {
  for (const file of files.values()) yield* file.problems;
  if (codeOwners !== undefined) yield* codeOwnersProblem(codeOwners, source, name);
}
