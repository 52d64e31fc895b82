import type { EntityRef } from "./ref.ts";
import type { Resolution, SearchIndex } from "./search/search-index.ts";
import type { Snapshot } from "./snapshot.ts";

/** The catalog as everybody reads it: always whole, never locked. */
export interface Catalog {
  /** @throws BotError `unavailable` while nothing was ever loaded */
  snapshot(): Snapshot;
  /** The index over exactly the things of `snapshot()`. */
  search(): SearchIndex;
  /** A full reference when the text is one that exists, else what the search says. */
  resolve(text: string, options?: { accept?: (ref: EntityRef) => boolean }): Resolution;
}
