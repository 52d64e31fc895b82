import { BotError } from "../errors.ts";
import type { Catalog } from "./catalog.ts";
import type { SearchIndex } from "./search/search-index.ts";
import type { Snapshot } from "./snapshot.ts";

/** The catalog, and the one door through which a sync replaces it. */
export interface LiveCatalog extends Catalog {
  /** Swaps both at once; whoever holds the old ones keeps reading them. */
  publish(snapshot: Snapshot, index: SearchIndex): void;
  /** Whether anything was ever published. */
  isLoaded(): boolean;
  /** Says why nothing can be answered, while nothing was ever published. */
  explainAbsence(reason: string): void;
}

/** An empty catalog that refuses to answer until something is published. */
export function createLiveCatalog(): LiveCatalog {
  let current: { snapshot: Snapshot; index: SearchIndex } | undefined;
  let absence = "The catalog is being read for the first time. Ask again in a moment.";

  function loaded(): { snapshot: Snapshot; index: SearchIndex } {
    if (current === undefined) throw new BotError("unavailable", absence);
    return current;
  }

  return {
    snapshot: () => loaded().snapshot,
    search: () => loaded().index,
    resolve(text, options = {}) {
      return loaded().index.resolve(text, options);
    },
    publish(snapshot, index) {
      current = { snapshot, index };
    },
    isLoaded: () => current !== undefined,
    explainAbsence(reason) {
      absence = reason;
    },
  };
}
