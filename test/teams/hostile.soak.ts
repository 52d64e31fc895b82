import { expect, test } from "vitest";
import { hostileTeamsRun } from "../../src/testing/hostile-teams-run.ts";
import { propertyRuns } from "../../src/testing/property-runs.ts";

test.each([1, 2])("a thousand hostile texts in every field in Teams, time %i", async (time) => {
  const { numRuns, seed } = propertyRuns(1000);

  const { dangers, things, posts } = await hostileTeamsRun({ numRuns, seed: seed + time });
  process.stderr.write(`${things} things, ${posts} posts\n`);

  expect(dangers).toEqual([]);
  expect(things).toBeGreaterThan(numRuns / 2);
});
