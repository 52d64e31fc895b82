import type { EntityRef } from "./ref.ts";

/** What can be wrong with a catalog, as a closed list; each is explained in docs/problems.md. */
export type ProblemCode =
  | "yaml_invalid"
  | "document_empty"
  | "document_hostile"
  | "file_too_large"
  | "file_unreadable"
  | "schema_invalid"
  | "placeholder_unresolved"
  | "location_unresolved"
  | "template_skeleton"
  | "owner_unknown"
  | "owner_other_namespace"
  | "owner_is_email"
  | "owner_not_owner_kind"
  | "relation_dangling"
  | "reference_invalid"
  | "duplicate_reference"
  | "untrusted_claim"
  | "code_owners_too_large"
  | "repository_failed"
  | "removal_held"
  | "source_failed";

/** Something a person should mend. `message` says what is so, `fix` what to do, each one sentence. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: "error" | "warning" | "info";
  readonly source: string;
  readonly root?: string;
  /** The repository that the root is, as `snapshot.repositories` is keyed; absent where it is on no forge. */
  readonly repository?: string;
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  readonly entity?: EntityRef;
  readonly message: string;
  readonly fix: string;
}
