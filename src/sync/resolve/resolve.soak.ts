import fc from "fast-check";
import { test } from "vitest";
import { hostileCatalog } from "../../testing/hostile-catalog.ts";
import { propertyRuns } from "../../testing/property-runs.ts";
import { expectSoundCatalog } from "../../testing/sound-catalog.ts";

test("5,000 catalogs that contradict themselves are sound", async () => {
  await fc.assert(fc.asyncProperty(hostileCatalog, expectSoundCatalog), propertyRuns(5_000));
});
