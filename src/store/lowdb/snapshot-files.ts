import { rm } from "node:fs/promises";
import type { Adapter } from "lowdb";
import { BotError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { migrationsFrom, type StoreSchema } from "../schema.ts";
import { damaged } from "./damaged.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";
import type { State } from "./state.ts";
import { listStoreFiles, snapshotPath } from "./store-files.ts";

/** How many snapshots are kept beside the newest, each with the journals after it. */
const keptBefore = 3;

/** lowdb's adapter for a folder of snapshots. Unlike lowdb's own it never starts on nothing and never answers too early. */
export interface SnapshotFiles extends Adapter<State> {
  /** Size of the newest snapshot. */
  bytes(): number;
  /** The newest snapshot was damaged when it was read, and an older one was taken. */
  isNewestDamaged(): boolean;
  /** Makes a `write` under way, or to come, fail. */
  abort(): void;
}

/** The snapshots of a folder. */
export function snapshotFiles(options: {
  readonly folder: string;
  readonly log: Log;
  readonly schema: StoreSchema;
  readonly writtenBy: string;
}): SnapshotFiles {
  const { folder, log, schema, writtenBy } = options;
  const aborting = new AbortController();
  let size = 0;
  let isNewestDamaged = false;
  return {
    bytes: () => size,
    isNewestDamaged: () => isNewestDamaged,
    abort: () => aborting.abort(),
    async read() {
      const paths = [...(await listStoreFiles(folder)).snapshots.values()].reverse();
      const failures: BotError[] = [];
      for (const path of paths) {
        try {
          const { state, bytes } = await readSnapshot(path);
          migrationsFrom(state.schemaVersion, schema, path);
          size = bytes;
          return state;
        } catch (error) {
          if (!(error instanceof BotError) || error.code !== "unavailable") throw error;
          log.error(
            { path, reason: error.message },
            "a snapshot is damaged; the one before it and its journal are tried",
          );
          failures.push(error);
          isNewestDamaged = true;
        }
      }
      throw failures[0] ?? damaged({ path: snapshotPath(folder, 0) }, "and every other snapshot is missing");
    },
    async write(state) {
      const { seq } = state;
      size = await writeSnapshot(snapshotPath(folder, seq), state, { writtenBy, signal: aborting.signal });
      await prune(folder);
    },
  };
}

/** Snapshots first: one that is kept has its journals at every moment. */
async function prune(folder: string): Promise<void> {
  const { snapshots, journals } = await listStoreFiles(folder);
  const seqs = [...snapshots.keys()];
  const oldestKept = seqs.at(-(keptBefore + 1)) ?? seqs[0] ?? 0;
  for (const [seq, path] of [...snapshots, ...journals]) if (seq < oldestKept) await rm(path, { force: true });
}
