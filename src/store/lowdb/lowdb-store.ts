import { rm } from "node:fs/promises";
import type { Clock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { type StoreSchema, storeSchema } from "../schema.ts";
import type { Store, Write } from "../store.ts";
import { systemCode } from "./damaged.ts";
import { type Condition, type DiskCondition, diskCondition, diskReason } from "./disk-condition.ts";
import { type EntryTable, entryTable } from "./entry-table.ts";
import { commitQueue, decide, type Settle } from "./group-commit.ts";
import { changesJson, recordLine } from "./journal.ts";
import { acquireLock, type Lock } from "./lock.ts";
import { recover } from "./recover.ts";
import { type RotatingJournal, rotatingJournal, type SnapshotLimits } from "./rotating-journal.ts";
import type { Change, State } from "./state.ts";
import { listStoreFiles, secureFolder } from "./store-files.ts";

/** A store in a folder, for one process: what is committed survives the end of the process and a loss of power. */
export interface LowdbStore extends Store {
  /** "ok", or why nothing can be saved now; what was saved can be read in either. */
  condition(): Condition;
  /** Figures for a diagnosis: entries, sizes of the current journal and the newest snapshot, number of the last commit. */
  facts(): StoreFacts;
}

/** See `LowdbStore.facts`. */
export interface StoreFacts {
  readonly entries: number;
  readonly journalBytes: number;
  readonly snapshotBytes: number;
  readonly seq: number;
}

/** How a store is opened. */
export interface LowdbStoreOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How long to wait for another process to let go of the folder. */
  readonly lockWaitMs?: number;
  /** Who writes, for the headers of the files. */
  readonly writtenBy?: string;
  readonly schema?: StoreSchema;
  /** When a snapshot is due; by default it depends on how much there is. */
  readonly snapshotEvery?: SnapshotLimits;
}

/**
 * Opens the store in a folder, which is made where it is absent. Throws `conflict` when another process has it open,
 * `not_allowed` when the folder is not ours, `unsupported` when a newer Callboard wrote it, and `unavailable`, naming the
 * file, when what is there is less than what was saved.
 */
export async function openLowdbStore(options: LowdbStoreOptions): Promise<LowdbStore> {
  const { folder, clock, log, lockWaitMs = 1500 } = options;
  let lock: Lock | undefined;
  try {
    await secureFolder(folder, log);
    lock = await acquireLock(folder, { waitMs: lockWaitMs, clock });
    for (const path of (await listStoreFiles(folder)).temporary) await rm(path, { force: true });
    return await openLocked(options, lock);
  } catch (error) {
    await lock?.release();
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new BotError(
      "unavailable",
      `The store in ${folder} cannot be opened: ${diskReason(code)}. Nothing that was saved is lost.`,
      { cause: error },
    );
  }
}

async function openLocked(options: LowdbStoreOptions, lock: Lock): Promise<LowdbStore> {
  const { folder, clock, log, schema = storeSchema, writtenBy = "callboard", snapshotEvery } = options;
  const { db, snapshots, ...found } = await recover({ folder, log, schema, writtenBy });
  const state = db.data;
  const table = entryTable(state);
  const parts = { ...found, db, snapshots, folder, clock, log, writtenBy, limits: snapshotEvery };
  const journal = await rotatingJournal(parts).catch(async (error) => {
    await found.journal.close().catch(() => undefined); // it may be closed already
    throw error;
  });
  const storeBytes = () => snapshots.bytes() + journal.bytes();
  const disk = diskCondition({ folder, clock, log, storeBytes, repair: journal.repair });
  const queue = commitQueue(committer({ lock, disk, journal, table, state }), journal.rotateWhenDue);
  let closing: Promise<void> | undefined;

  function assertOpen(): void {
    if (closing) throw new BotError("unavailable", "The store is closed. Start Callboard again.");
  }
  async function shut(): Promise<void> {
    await queue.idle();
    disk.stop();
    await journal.close({ isLocked: await lock.isHeld() });
    await lock.release();
  }
  return {
    async get(key) {
      assertOpen();
      return table.get(key);
    },
    async list(prefix, query = {}) {
      assertOpen();
      return table.list(prefix, query);
    },
    async commit(writes, expect = []) {
      assertOpen();
      const changes = writes.map(toChange);
      return queue.add({ changes, json: changesJson(changes), expect: expect.map((one) => ({ ...one })) });
    },
    close() {
      closing ??= shut();
      return closing;
    },
    condition: () => disk.current(),
    facts: () => ({
      entries: state.entries.size,
      journalBytes: journal.bytes(),
      snapshotBytes: snapshots.bytes(),
      seq: state.seq,
    }),
  };
}

/** Saves a group first and publishes it then, so that nobody reads what the disk may still refuse. */
function committer(parts: {
  readonly lock: Lock;
  readonly disk: DiskCondition;
  readonly journal: RotatingJournal;
  readonly table: EntryTable;
  readonly state: State;
}): Settle {
  const { lock, disk, journal, table, state } = parts;
  return async (group) => {
    if (!(await lock.isHeld())) disk.ended("another process took over the store; start Callboard again");
    if (!(await disk.recover())) return () => disk.refusal();
    const { accepted, refused } = decide(group, { seq: state.seq, versionOf: table.versionOf });
    const changed = accepted.filter(({ request }) => request.changes.length > 0);
    try {
      if (changed.length > 0) await journal.append(changed.map(({ request, seq }) => recordLine(seq, request.json)));
    } catch (error) {
      disk.failed(error);
      // At once, so that a restart does not find it; when that fails too, `recover` does it.
      await journal.repair().catch(() => undefined);
      return () => disk.refusal();
    }
    for (const { request, seq } of changed) table.publish(seq, request.changes);
    const no = new Set(refused);
    return (request) => !no.has(request);
  };
}

function toChange({ key, value }: Write): Change {
  if (value === undefined) return { key, json: undefined };
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError(`The value of ${key} is no JSON`);
  return { key, json };
}
