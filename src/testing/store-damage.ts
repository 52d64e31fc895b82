import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { systemClock } from "../clock.ts";
import { BotError } from "../errors.ts";
import { openLowdbStore } from "../store/lowdb/lowdb-store.ts";
import type { Store, Stored } from "../store/store.ts";
import { recordedLog } from "./recorded-log.ts";

/** The files of a store, by name. */
export type Files = ReadonlyMap<string, Buffer>;

/** A store of 95 commits: snapshots after 20, 40, 60 and 80, and 15 commits that the last journal alone has. */
export interface SavedStore {
  readonly files: Files;
  readonly saved: readonly Stored[];
}

/** The files of `savedStore` that a start reads when all is well. */
export const newestSnapshot = "snapshot-80.json";
/** See `newestSnapshot`. */
export const lastJournal = "journal-80.jsonl";
/** See `newestSnapshot`. */
export const marker = "marker.json";

/** What came of opening a store: its entries, or why not. */
export type Opening =
  | { readonly type: "opened"; readonly entries: readonly Stored[]; readonly log: string }
  | { readonly type: "refused"; readonly code: string; readonly message: string };

/** Saves a store. With `isClosed: false` it is as a killed process leaves it. */
export async function savedStore({ isClosed }: { isClosed: boolean }): Promise<SavedStore> {
  const folder = await mkdtemp(join(tmpdir(), "callboard-saved-"));
  const snapshotEvery = { records: 20, bytes: 2 ** 20 };
  const store = await openLowdbStore({ folder, clock: systemClock(), log: recordedLog().log, snapshotEvery });
  for (let number = 1; number <= 95; number += 1) {
    await store.commit([
      { key: "count", value: number },
      { key: `some/${number % 10}`, value: { number, text: "é".repeat(number) } },
      { key: `some/${(number + 5) % 10}`, value: undefined },
    ]);
    if (number % 20 === 0) await present(join(folder, `snapshot-${number}.json`));
  }
  const saved = await everything(store);
  if (isClosed) await store.close();
  const names = (await readdir(folder)).filter((name) => !name.startsWith("lock-"));
  const files = new Map<string, Buffer>();
  for (const name of names.sort()) files.set(name, await readFile(join(folder, name)));
  await store.close();
  await rm(folder, { recursive: true });
  return { files, saved };
}

/** Opens a store of these files. */
export async function opening(files: Files): Promise<Opening> {
  const folder = await mkdtemp(join(existsSync(memoryDisk) ? memoryDisk : tmpdir(), "callboard-damaged-"));
  const { log, lines } = recordedLog();
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes, { mode: 0o600 });
    const store = await openLowdbStore({ folder, clock: systemClock(), log });
    const entries = await everything(store);
    await store.close();
    return { type: "opened", entries, log: lines.join("") };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return { type: "refused", code: error.code, message: error.message };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** These files with one of them changed; `undefined` takes it away. */
export function changed(files: Files, name: string, change: (bytes: Buffer) => Buffer | undefined): Files {
  const bytes = change(Buffer.from(files.get(name) ?? ""));
  const others = [...files].filter(([other]) => other !== name);
  return new Map(bytes === undefined ? others : [...others, [name, bytes]]);
}

/** With one random bit of it the other way round. */
export function flipped(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return bytes;
}

/** Where waiting for the disk takes no time. */
const memoryDisk = "/dev/shm";

const everything = (store: Store) => store.list("", { limit: 1000 });

/** A snapshot is written while commits go on. */
async function present(path: string): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const isThere = await readFile(path).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await setTimeout(5);
  }
  throw new Error(`${path} was not written`);
}
