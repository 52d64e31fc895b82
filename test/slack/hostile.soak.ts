import { expect, test } from "vitest";
import { hostileSlackRun } from "../../src/testing/hostile-slack-run.ts";
import { propertyRuns } from "../../src/testing/property-runs.ts";

test.each([1, 2])("a thousand hostile texts in every field, time %i", async (time) => {
  const { numRuns, seed } = propertyRuns(1000);

  const { dangers, things, posts } = await hostileSlackRun({ numRuns, seed: seed + time });
  process.stderr.write(`${things} things, ${posts} posts\n`);

  expect(dangers).toEqual([]);
  expect(things).toBeGreaterThan(numRuns / 2);
});
