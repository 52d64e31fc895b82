import type { Stored } from "../store.ts";
import { sortedKeys } from "./sorted-keys.ts";
import { applyChanges, type Change, type Entry, type State } from "./state.ts";

/** What readers see of a state: only what was saved. */
export interface EntryTable {
  get(key: string): Stored | undefined;
  list(prefix: string, options: { readonly after?: string; readonly limit?: number }): readonly Stored[];
  /** The version of a key; 0 where it is absent. */
  versionOf(key: string): number;
  /** Shows a commit that was saved. */
  publish(seq: number, changes: readonly Change[]): void;
}

/** A table over `state`, which nobody else changes from now on. */
export function entryTable(state: State): EntryTable {
  const { entries } = state;
  const keys = sortedKeys(entries.keys());
  return {
    get(key) {
      const entry = entries.get(key);
      return entry && stored(entry);
    },
    list(prefix, { after = "", limit = 100 }) {
      const found: Stored[] = [];
      for (const key of keys.from(after > prefix ? after : prefix)) {
        if (found.length >= limit || !key.startsWith(prefix)) break;
        const entry = entries.get(key);
        if (entry !== undefined && key > after) found.push(stored(entry));
      }
      return found;
    },
    versionOf: (key) => entries.get(key)?.version ?? 0,
    publish(seq, changes) {
      for (const change of changes) {
        const isThere = entries.has(change.key);
        if (change.json === undefined) keys.remove(change.key);
        else if (!isThere) keys.add(change.key);
        applyChanges(entries, seq, [change]);
      }
      state.seq = seq;
    },
  };
}

const stored = ({ key, json, version }: Entry): Stored => ({ key, value: JSON.parse(json), version });
