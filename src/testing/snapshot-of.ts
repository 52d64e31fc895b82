import type { Snapshot } from "../catalog/snapshot.ts";

/** A snapshot by hand: what is not given is empty. */
export function snapshotOf(parts: Partial<Snapshot> = {}): Snapshot {
  return {
    revision: "1",
    at: new Date(0),
    entities: new Map(),
    relations: new Map(),
    problems: [],
    sources: [],
    repositories: new Map(),
    ...parts,
  };
}
