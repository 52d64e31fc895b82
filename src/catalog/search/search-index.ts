import type { Entity } from "../entity.ts";
import type { EntityRef } from "../ref.ts";

/** One thing found. */
export interface Match {
  readonly ref: EntityRef;
  /** 0 to 1. */
  readonly score: number;
}

/** What a name stands for: one thing, a choice of three to five (two if there are only two), or nothing but the nearest (at most three). */
export type Resolution =
  | { readonly type: "answer"; readonly match: Match }
  | { readonly type: "choice"; readonly matches: readonly Match[] }
  | { readonly type: "none"; readonly nearest: readonly Match[] };

/** A search over one snapshot's things. Immutable: `with` gives the next one and leaves this one answering. */
export interface SearchIndex {
  readonly size: number;
  /** Best first, ties in reference order; the same query always gives the same list. Blank: empty. */
  search(query: string, options?: { limit?: number; accept?: (ref: EntityRef) => boolean }): readonly Match[];
  /** What a person meant. `accept` narrows to some things, for example to one kind. */
  resolve(query: string, options?: { accept?: (ref: EntityRef) => boolean }): Resolution;
  /** The index after a change; costs in proportion to the change, not to the catalog, until it is worth building anew. */
  with(change: { upserted: readonly Entity[]; removed: readonly EntityRef[] }): Promise<SearchIndex>;
}
