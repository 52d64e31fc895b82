import { rm } from "node:fs/promises";
import type { Low } from "lowdb";
import type { Clock } from "../../clock.ts";
import type { Log } from "../../log.ts";
import { systemCode } from "./damaged.ts";
import { freeBytes, spareBytes } from "./disk-condition.ts";
import { createJournal, type Journal } from "./journal.ts";
import { writeMarker } from "./marker.ts";
import type { SnapshotFiles } from "./snapshot-files.ts";
import type { State } from "./state.ts";
import { journalPath } from "./store-files.ts";

/** A snapshot is due once the journal has so many commits or bytes. */
export interface SnapshotLimits {
  readonly records: number;
  readonly bytes: number;
}

/** The journal, replaced by a new one whenever a snapshot of all before it is begun. */
export interface RotatingJournal {
  append(lines: readonly string[]): Promise<void>;
  repair(): Promise<void>;
  /** Begins a snapshot when one is due; it is written while commits go on. */
  rotateWhenDue(): Promise<void>;
  bytes(): number;
  /** Ends a snapshot under way and says in the marker how much there is; without the lock the marker is another's. */
  close(options: { readonly isLocked: boolean }): Promise<void>;
}

const minRecords = 10_000;
const minBytes = 8 * 2 ** 20;
const retryMs = 60_000;

/** Not before the journal has as much as the snapshot, so that the work stays a part of the writing. */
const defaultLimits = (entries: number, snapshotBytes: number): SnapshotLimits => ({
  records: Math.max(minRecords, entries),
  bytes: Math.max(minBytes, snapshotBytes),
});

/** Goes on with the journal that was found; takes the snapshot that is due at once, if one is. */
export async function rotatingJournal(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly writtenBy: string;
  readonly limits?: SnapshotLimits | undefined;
  readonly db: Low<State>;
  readonly snapshots: SnapshotFiles;
  readonly journal: Journal;
  readonly snapshotDue?: "migrated" | "damaged" | undefined;
}): Promise<RotatingJournal> {
  const { folder, clock, log, writtenBy, limits, db, snapshots } = options;
  let { journal } = options;
  let snapshotting: Promise<void> | undefined;
  let notBeforeMs = 0;
  let isClosing = false;

  function isDue(): boolean {
    if (journal.records === 0 || snapshotting !== undefined || clock.monotonicMs() < notBeforeMs) return false;
    const { records, bytes } = limits ?? defaultLimits(db.data.entries.size, snapshots.bytes());
    return journal.records >= records || journal.bytes >= bytes;
  }

  /** From here on changes go into a new journal, so that a snapshot of what is now and that journal are everything. */
  async function rotate(): Promise<void> {
    const { seq, schemaVersion } = db.data;
    const next = await createJournal(folder, { seq, schemaVersion, writtenBy }).catch(async (error) => {
      if (journal.seq !== seq) await rm(journalPath(folder, seq), { force: true });
      throw error;
    });
    const previous = journal;
    journal = next;
    await previous.close();
    await writeMarker(folder, { seq, journal: seq });
  }
  async function assertRoom(): Promise<void> {
    if ((await freeBytes(folder)) >= snapshots.bytes() + journal.bytes + spareBytes) return;
    throw Object.assign(new Error("too little room for a snapshot"), { code: "ENOSPC" });
  }
  function failed(error: unknown): void {
    notBeforeMs = clock.monotonicMs() + retryMs;
    if (isClosing) return;
    log.warn({ folder, code: systemCode(error), err: error }, "no snapshot was taken; the journal has everything");
  }
  /** The data are taken at the call, before anything is awaited. */
  async function snapshot(): Promise<void> {
    const { seq } = db.data;
    const startedMs = clock.monotonicMs();
    await db.write();
    log.debug({ folder, seq, bytes: snapshots.bytes(), tookMs: clock.monotonicMs() - startedMs }, "snapshot taken");
  }
  if (options.snapshotDue === "migrated") {
    // The journal there is has the older schema: nothing may be added to it.
    await rotate();
    await snapshot();
  } else if (options.snapshotDue === "damaged") {
    await (journal.records > 0 ? rotate() : Promise.resolve()).then(snapshot).catch(failed);
  }
  return {
    append: (lines) => journal.append(lines),
    repair: () => journal.repair(),
    bytes: () => journal.bytes,
    async rotateWhenDue() {
      if (!isDue()) return;
      try {
        await assertRoom();
        await rotate();
      } catch (error) {
        return failed(error);
      }
      snapshotting = snapshot()
        .catch(failed)
        .finally(() => {
          snapshotting = undefined;
        });
    },
    async close({ isLocked }) {
      isClosing = true;
      snapshots.abort();
      await snapshotting;
      const { seq } = db.data;
      const marked = isLocked ? writeMarker(folder, { seq, journal: journal.seq }) : Promise.resolve();
      await marked.catch((error) =>
        log.warn({ folder, code: systemCode(error) }, "the store's marker was not renewed"),
      );
      await journal.close();
    },
  };
}
