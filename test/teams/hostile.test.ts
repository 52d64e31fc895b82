import { expect, test } from "vitest";
import { hostileTeamsRun } from "../../src/testing/hostile-teams-run.ts";
import { propertyRuns } from "../../src/testing/property-runs.ts";

test("whatever people write into names, titles, links and messages pings, links, formats and breaks nothing in Teams", async () => {
  const runs = propertyRuns(40);

  const { dangers, things, posts } = await hostileTeamsRun(runs);

  expect(dangers).toEqual([]);
  expect(things).toBeGreaterThan(runs.numRuns / 2);
  expect(posts).toBeGreaterThan(runs.numRuns);
}, 300_000);
