import { expect, test } from "vitest";
import { propertyRuns } from "../../testing/property-runs.ts";
import { seededRandom } from "../../testing/seeded-random.ts";
import {
  changed,
  flipped,
  lastJournal,
  marker,
  newestSnapshot,
  opening,
  savedStore,
} from "../../testing/store-damage.ts";

const read = [newestSnapshot, lastJournal, marker];

test("of a thousand flipped bits none goes unnoticed, and none takes anything away", async () => {
  const { files, saved } = await savedStore({ isClosed: true });
  const random = seededRandom(propertyRuns().seed);
  for (let run = 0; run < 1000; run += 1) {
    const name = read[run % read.length] ?? "";
    const found = await opening(changed(files, name, (bytes) => flipped(bytes, random)));
    if (found.type === "refused") expect(found.message, `run ${run}`).toContain(name);
    else expect(found, `run ${run}`).toMatchObject({ entries: saved, log: expect.stringContaining(name) });
  }
});

test("cut at any hundredth, each file is noticed, and none takes anything away", async () => {
  const { files, saved } = await savedStore({ isClosed: true });
  for (const name of read) {
    for (let percent = 0; percent < 100; percent += 1) {
      const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor((bytes.length * percent) / 100));
      const found = await opening(changed(files, name, cut));
      if (found.type === "refused") expect(found.message, `${name} ${percent} %`).toContain(name);
      else expect(found, `${name} ${percent} %`).toMatchObject({ entries: saved, log: expect.stringContaining(name) });
    }
  }
});
