import type { StoreSchema } from "../schema.ts";
import { migrationsFrom } from "../schema.ts";
import type { Write } from "../store.ts";

/** A value as its JSON text, as the disk has it. Never changed, only replaced, so that copies of the map are cheap views. */
export interface Entry {
  readonly key: string;
  readonly json: string;
  readonly version: number;
}

/** One write of a commit; `json: undefined` deletes. */
export interface Change {
  readonly key: string;
  readonly json: string | undefined;
}

/** All that is stored, after `seq` changes. What lowdb holds as its data. */
export interface State {
  schemaVersion: number;
  seq: number;
  entries: Map<string, Entry>;
}

/** The state of a store that is new. */
export const emptyState = (schemaVersion: number): State => ({ schemaVersion, seq: 0, entries: new Map() });

/** Applies one commit. Its number is the version of what it writes, so a version never comes twice. */
export function applyChanges(entries: Map<string, Entry>, version: number, changes: readonly Change[]): void {
  for (const { key, json } of changes) {
    if (json === undefined) entries.delete(key);
    else entries.set(key, { key, json, version });
  }
}

/** Brings a state to the version of `schema`. Throws `unsupported` when there is no way there. */
export function migrateState(state: State, schema: StoreSchema, place: string): void {
  for (const step of migrationsFrom(state.schemaVersion, schema, place)) {
    const entries = new Map<string, Entry>();
    for (const { key, json, version } of state.entries.values()) {
      const migrated: readonly Write[] = step.migrate({ key, value: JSON.parse(json) });
      for (const write of migrated) {
        if (write.value === undefined) continue;
        entries.set(write.key, { key: write.key, json: JSON.stringify(write.value), version });
      }
    }
    state.entries = entries;
    state.schemaVersion = step.from + 1;
  }
}
