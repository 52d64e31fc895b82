import { expect, test } from "vitest";
import { hostileSlackRun } from "../../src/testing/hostile-slack-run.ts";
import { propertyRuns } from "../../src/testing/property-runs.ts";

test("whatever people write into names, titles, links and messages pings, links, formats and breaks nothing", async () => {
  const runs = propertyRuns();

  const { dangers, things, posts } = await hostileSlackRun(runs);

  expect(dangers).toEqual([]);
  expect(things).toBeGreaterThan(runs.numRuns / 2);
  expect(posts).toBeGreaterThan(runs.numRuns);
}, 300_000);
