import type { RepositoryName } from "../event/delivery-event.ts";

/** How one source fared in one sync; dates and counts as `callboard sync --json` prints them. */
export interface SourceReport {
  readonly name: string;
  readonly status: "changed" | "unchanged" | "failed" | "held";
  readonly revision: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly problems: number;
  /** Why it failed or is held, and what to do; where it is neither, which of its repositories could not be read. */
  readonly message?: string;
}

/** Brings the catalog up to date. Syncs of one source never overlap: a second call of `sync` joins the one under way. */
export interface Syncer {
  /** Names of the configured sources, in their order. */
  readonly sources: readonly string[];
  /** Never rejects for a source's failure: its report says so. `accept` names sources whose held removals are confirmed. */
  sync(options?: { accept?: readonly string[]; signal?: AbortSignal }): Promise<readonly SourceReport[]>;
  /** The same for these repositories alone, in the sources that read them; the reports are of those sources. */
  refresh(repositories: readonly RepositoryName[], signal: AbortSignal): Promise<readonly SourceReport[]>;
}
