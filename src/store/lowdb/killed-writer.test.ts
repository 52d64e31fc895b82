import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BundledProgram, bundleProgram } from "../../testing/bundled-program.ts";
import { killWriters } from "../../testing/killed-writer.ts";
import { propertyRuns } from "../../testing/property-runs.ts";
import { seededRandom } from "../../testing/seeded-random.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";

let writer: BundledProgram;

beforeAll(async () => {
  writer = await bundleProgram(new URL("../../testing/store-writer.ts", import.meta.url));
});

afterAll(() => writer.remove());

test("a process that is killed while it writes loses and doubles nothing that it answered", async () => {
  const folder = join(await temporaryFolder(), "state");

  const { acknowledged, wrong } = await killWriters(writer, folder, {
    kills: 10,
    maxMs: 100,
    random: seededRandom(propertyRuns().seed),
  });

  expect(wrong).toEqual([]);
  expect(acknowledged).toBeGreaterThan(100);
  const snapshots = (await readdir(folder)).filter((name) => /^snapshot-[1-9]/.test(name));
  expect(snapshots, "snapshots were taken meanwhile").not.toEqual([]);
});
