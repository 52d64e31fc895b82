import { appendFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BotError } from "../errors.ts";
import { openLowdbStore } from "../store/lowdb/lowdb-store.ts";
import { createFakeClock } from "./fake-clock.ts";

// A program: node store-on-full-disk <folder on a small disk>. Writes until the disk is full, makes room, goes on, opens the
// store again, and prints what happened as JSON: see `FullDiskReport`.

/** What the program prints. */
export interface FullDiskReport {
  /** Codes and messages of the commits that the full disk refused. */
  readonly refused: readonly { readonly code: string; readonly message: string }[];
  readonly conditionWhenFull: unknown;
  /** How many keys could be read when the disk was full, and how many had been acknowledged. */
  readonly readableWhenFull: number;
  readonly savedWhenFull: number;
  /** A refused value was seen: then, after there was room, or after the restart. */
  readonly phantoms: number;
  readonly wasReadonlyWithLittleRoom: boolean;
  /** Fake time from the moment when there was room; no commit was tried meanwhile. */
  readonly recoveredAfterMs: number;
  readonly savedAfter: boolean;
  readonly isSameAfterRestart: boolean;
}

const [disk = ""] = process.argv.slice(2);
const folder = join(disk, "state");
const ballast = join(disk, "ballast");
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const clock = createFakeClock();
const open = () => openLowdbStore({ folder, clock, log: quiet, snapshotEvery: { records: 100, bytes: 2 ** 20 } });
const roomBytes = () => statfsSync(disk).bavail * statfsSync(disk).bsize;
const text = "x".repeat(500);

let store = await open();
const keys = async () => (await store.list("", { limit: 10_000 })).map(({ key }) => key);
const phantoms = async () => (await keys()).filter((key) => key.startsWith("refused/")).length;

for (let number = 0; number < 250; number += 1) await store.commit([{ key: `saved/${number}`, value: text }]);
fill();
const refused: { code: string; message: string }[] = [];
let saved = 250;
// Larger than what is left, so that the write stops in the middle; then small ones.
for (let number = 0; refused.length < 5; number += 1) {
  const isLarge = refused.length < 2;
  try {
    await store.commit([
      { key: isLarge ? `refused/${number}` : `small/${number}`, value: text.repeat(isLarge ? 100 : 1) },
    ]);
    saved += 1;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    refused.push({ code: error.code, message: error.message });
  }
}
const conditionWhenFull = store.condition();
const readableWhenFull = (await keys()).length;
const phantomsWhenFull = await phantoms();
shrink(roomBytes() + 600_000);
await clock.advance(6000);
await settle();
const wasReadonlyWithLittleRoom = store.condition().type === "readonly";
rmSync(ballast);
let recoveredAfterMs = 0;
for (; store.condition().type !== "ok" && recoveredAfterMs < 60_000; recoveredAfterMs += 1000) {
  await clock.advance(1000);
  await settle();
}
const savedAfter = await store.commit([{ key: "after", value: text }]);
const before = await store.list("", { limit: 10_000 });
const phantomsAfter = await phantoms();
await store.close();
store = await open();
const after = await store.list("", { limit: 10_000 });
const report: FullDiskReport = {
  refused,
  conditionWhenFull,
  readableWhenFull,
  savedWhenFull: saved,
  phantoms: phantomsWhenFull + phantomsAfter + (await phantoms()),
  wasReadonlyWithLittleRoom,
  recoveredAfterMs,
  savedAfter,
  isSameAfterRestart: JSON.stringify(before) === JSON.stringify(after),
};
await store.close();
process.stdout.write(JSON.stringify(report));

/** Leaves a few kilobytes. */
function fill(): void {
  const leave = 12_000;
  writeFileSync(ballast, "");
  while (roomBytes() > leave)
    appendFileSync(ballast, Buffer.alloc(Math.max(1, Math.min(65_536, roomBytes() - leave)), 1));
}

/** Makes the ballast smaller until there is so much room. */
function shrink(bytes: number): void {
  rmSync(ballast);
  writeFileSync(ballast, "");
  while (roomBytes() > bytes)
    appendFileSync(ballast, Buffer.alloc(Math.max(1, Math.min(65_536, roomBytes() - bytes)), 1));
}

/** The disk takes its time, which the fake clock does not know. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
