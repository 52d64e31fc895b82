import { Low } from "lowdb";
import { BotError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { migrationsFrom, type StoreSchema } from "../schema.ts";
import { damaged } from "./damaged.ts";
import { createJournal, type Journal, openJournal, readJournal } from "./journal.ts";
import { readMarker, writeMarker } from "./marker.ts";
import { type SnapshotFiles, snapshotFiles } from "./snapshot-files.ts";
import { applyChanges, emptyState, migrateState, type State } from "./state.ts";
import { journalPath, listStoreFiles, markerPath, type StoreFiles } from "./store-files.ts";

/** The state as it was saved last, and the journal to go on with. */
export interface Recovered {
  readonly db: Low<State>;
  readonly snapshots: SnapshotFiles;
  readonly journal: Journal;
  /** Why a new snapshot is due at once: the state has a newer schema than its files, or a snapshot was damaged. */
  readonly snapshotDue?: "migrated" | "damaged" | undefined;
}

interface Options {
  readonly folder: string;
  readonly log: Log;
  readonly schema: StoreSchema;
  readonly writtenBy: string;
}

/**
 * Opens what is in the folder: the newest whole snapshot and every journal after it. An empty state is made only in a
 * folder that holds nothing of a store. Throws `unavailable` rather than start with less than what was saved.
 */
export async function recover(options: Options): Promise<Recovered> {
  const { folder, log, schema } = options;
  const files = await listStoreFiles(folder);
  const marker = await readMarker(folder);
  const snapshots = snapshotFiles(options);
  const db = new Low<State>(snapshots, emptyState(schema.version));
  if (marker === undefined && (await isNew(files))) return createNew(options, db, snapshots);
  await db.read();
  const replayed = await replay(options, db.data, files);
  if (marker !== undefined) assertComplete(folder, marker, db.data.seq, files);
  const isMigrated = db.data.schemaVersion !== schema.version;
  migrateState(db.data, schema, folder);
  const journal = await openJournal(replayed.path, replayed);
  if (marker === undefined) {
    log.warn({ path: markerPath(folder) }, "the store had no marker; it has one now");
    await writeMarker(folder, { seq: db.data.seq, journal: journal.seq });
  }
  const snapshotDue = isMigrated ? "migrated" : snapshots.isNewestDamaged() ? "damaged" : undefined;
  return { db, snapshots, journal, snapshotDue };
}

/** True where nothing was ever saved: at most the begun files of a start that did not get through. */
async function isNew({ snapshots, journals }: StoreFiles): Promise<boolean> {
  if (snapshots.size > 0 || journals.size > 1) return false;
  const first = journals.get(0);
  if (first === undefined) return journals.size === 0;
  return isUnused(first);
}

async function createNew(
  { folder, schema, writtenBy }: Options,
  db: Low<State>,
  snapshots: SnapshotFiles,
): Promise<Recovered> {
  const journal = await createJournal(folder, { seq: 0, schemaVersion: schema.version, writtenBy });
  await db.write();
  await writeMarker(folder, { seq: 0, journal: 0 });
  return { db, snapshots, journal };
}

interface Replayed {
  readonly path: string;
  readonly seq: number;
  readonly bytes: number;
  readonly records: number;
  readonly torn?: { readonly line: number; readonly bytes: number } | undefined;
}

/** Applies the journals after a snapshot, and finds the place where the last one goes on. */
async function replay(options: Options, state: State, { journals }: StoreFiles): Promise<Replayed> {
  let last: Replayed | undefined;
  for (const [seq, path] of journals) {
    if (seq < state.seq && (last === undefined || (await isUnused(path)))) continue;
    if (seq < state.seq) throw damaged({ path, line: 2 }, "has changes that the journal before it has too");
    if (seq !== state.seq) throw missingJournal(options.folder, state.seq);
    if (last?.torn !== undefined) throw damaged({ path: last.path, line: last.torn.line }, "is cut short");
    last = await replayOne(options, state, seq, path);
  }
  if (last === undefined) throw missingJournal(options.folder, state.seq);
  if (last.torn !== undefined) {
    options.log.warn({ path: last.path, ...last.torn }, "the end of the journal was never saved whole and is dropped");
  }
  return last;
}

async function replayOne({ schema }: Options, state: State, seq: number, path: string): Promise<Replayed> {
  const { header, records, wholeBytes, torn } = await readJournal(path, {
    header: ({ schemaVersion }) => bringTo(state, schemaVersion, schema, path),
    record(at, changes) {
      applyChanges(state.entries, at, changes);
      state.seq = at;
    },
  });
  if (header.seq !== seq) throw damaged({ path, line: 1 }, `starts after change ${header.seq}, not ${seq}`);
  return { path, seq, bytes: wholeBytes, records, torn };
}

/** A journal that was begun when the disk refused the rest of its beginning: the one before it went on. */
async function isUnused(path: string): Promise<boolean> {
  return (await readJournal(path, { header() {}, record() {} })).records === 0;
}

/** A journal of a newer schema than the snapshot was begun after a migration: the state takes the same steps. */
function bringTo(state: State, version: number, schema: StoreSchema, path: string): void {
  migrationsFrom(version, schema, path);
  if (version < state.schemaVersion) throw damaged({ path, line: 1 }, "is older than the snapshot before it");
  migrateState(state, { ...schema, version }, path);
}

function assertComplete(
  folder: string,
  marker: { seq: number; journal: number },
  seq: number,
  files: StoreFiles,
): void {
  if (!files.journals.has(marker.journal)) throw missingJournal(folder, marker.journal);
  if (seq >= marker.seq) return;
  const last = [...files.journals.values()].at(-1) ?? folder;
  throw damaged(
    { path: last },
    `ends after change ${seq}, and ${markerPath(folder)} says that ${marker.seq} were saved`,
    `Restore the folder from a backup, or remove ${markerPath(folder)} to go on without what is missing.`,
  );
}

const missingJournal = (folder: string, seq: number): BotError =>
  new BotError(
    "unavailable",
    `${journalPath(folder, seq)} is missing: it held what was saved after change ${seq}. Restore the folder from a backup.`,
  );
