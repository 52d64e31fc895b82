import { writeSync } from "node:fs";
import { systemClock } from "../clock.ts";
import { openLowdbStore } from "../store/lowdb/lowdb-store.ts";

// A program: node store-writer <folder> <callers> <commits a caller> <records a snapshot>. Each caller counts up `head/<caller>` and
// keeps its last entries beside it. `ack <caller> <number>` is printed once a commit has resolved, and never before.

const kept = 20;
const [folder = "", callers = "1", commits = "Infinity", records = "50"] = process.argv.slice(2);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

process.stdin.on("end", () => process.exit(0)).resume();

const store = await openLowdbStore({
  folder,
  clock: systemClock(),
  log: quiet,
  snapshotEvery: { records: Number(records), bytes: 2 ** 20 },
});

async function write(caller: number): Promise<void> {
  for (let done = 0; done < Number(commits); done += 1) {
    const head = await store.get(`head/${caller}`);
    const number = Number(head?.value ?? 0);
    const isSaved = await store.commit(
      [
        { key: `head/${caller}`, value: number + 1 },
        { key: `log/${caller}/${number}`, value: { caller, number, text: "x".repeat(200) } },
        { key: `log/${caller}/${number - kept}`, value: undefined },
      ],
      [
        { key: `head/${caller}`, version: head?.version ?? 0 },
        { key: `log/${caller}/${number}`, version: 0 },
      ],
    );
    if (!isSaved) throw new Error(`caller ${caller} did not find what it had saved`);
    writeSync(1, `ack ${caller} ${number + 1}\n`);
  }
}

await Promise.all(Array.from({ length: Number(callers) }, (_, caller) => write(caller)));
await store.close();
process.exit(0);
