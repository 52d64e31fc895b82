import { test } from "vitest";
import { tryHostileActivities } from "../../src/testing/try-hostile-activities.ts";

test("hostile activities are answered at once, without harm", async () => {
  await tryHostileActivities();
}, 60_000);
