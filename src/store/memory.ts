import { BotError } from "../errors.ts";
import type { Store, Stored } from "./store.ts";

interface Entry {
  readonly json: string;
  readonly version: number;
}

/**
 * State that lives as long as the process. Values are kept as JSON text, as a disk would keep them. Versions rise
 * across the whole store, so that a key that was deleted and written again never has a version it had before.
 */
export function createMemoryStore(): Store {
  const entries = new Map<string, Entry>();
  let lastVersion = 0;
  let isClosed = false;

  function assertOpen(): void {
    if (isClosed) throw new BotError("unavailable", "The store is closed. Start Callboard again.");
  }

  return {
    async get(key) {
      assertOpen();
      const entry = entries.get(key);
      return entry && stored(key, entry);
    },
    async list(prefix, { after = "", limit = 100 } = {}) {
      assertOpen();
      return [...entries]
        .filter(([key]) => key.startsWith(prefix) && key > after)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([key, entry]) => stored(key, entry));
    },
    async commit(writes, expect = []) {
      assertOpen();
      if (expect.some(({ key, version }) => (entries.get(key)?.version ?? 0) !== version)) return false;
      const prepared = writes.map(({ key, value }) => ({
        key,
        json: value === undefined ? undefined : toJson(key, value),
      }));
      for (const { key, json } of prepared) {
        if (json === undefined) {
          entries.delete(key);
        } else {
          lastVersion += 1;
          entries.set(key, { json, version: lastVersion });
        }
      }
      return true;
    },
    async close() {
      isClosed = true;
    },
  };
}

function stored(key: string, { json, version }: Entry): Stored {
  return { key, value: JSON.parse(json), version };
}

function toJson(key: string, value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError(`The value of ${key} is no JSON`);
  return json;
}
