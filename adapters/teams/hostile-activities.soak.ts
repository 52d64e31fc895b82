import { test } from "vitest";
import { tryHostileActivities } from "../../src/testing/try-hostile-activities.ts";

test("10,000 hostile activities are answered at once, without harm", async () => {
  await tryHostileActivities(10_000);
});
