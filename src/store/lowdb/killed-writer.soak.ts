import { join } from "node:path";
import { expect, test } from "vitest";
import { bundleProgram } from "../../testing/bundled-program.ts";
import { killWriters } from "../../testing/killed-writer.ts";
import { propertyRuns } from "../../testing/property-runs.ts";
import { seededRandom } from "../../testing/seeded-random.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";

test("of 200 processes that are killed while they write none loses or doubles anything", async () => {
  const folder = join(await temporaryFolder(), "state");
  const writer = await bundleProgram(new URL("../../testing/store-writer.ts", import.meta.url));

  const { acknowledged, wrong } = await killWriters(writer, folder, {
    kills: 200,
    maxMs: 80,
    random: seededRandom(propertyRuns().seed),
  });
  await writer.remove();

  process.stderr.write(`${acknowledged} commits were acknowledged through 200 kills\n`);
  expect(wrong).toEqual([]);
});
