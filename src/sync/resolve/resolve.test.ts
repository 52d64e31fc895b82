import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileCatalog } from "../../testing/hostile-catalog.ts";
import { propertyRuns } from "../../testing/property-runs.ts";
import { expectSoundCatalog } from "../../testing/sound-catalog.ts";
import { resolve } from "./resolve.ts";

test("every catalog is sound, however its files contradict each other", async () => {
  await fc.assert(fc.asyncProperty(hostileCatalog, expectSoundCatalog), propertyRuns());
});

test("ten thousand relations of one thing take no time to speak of", async () => {
  const dependsOn = Array.from({ length: 10_000 }, (_, index) => `component:c${index % 5000}`);
  const entity = {
    ref: "component:default/a",
    kind: "Component",
    namespace: "default",
    name: "a",
    labels: {},
    annotations: {},
    tags: [],
    links: [],
    spec: { dependsOn },
    origin: { source: "s", root: "r", rootName: "r", path: "p", line: 1 },
  };
  const file = { path: "p", blobId: "1", attachments: [], entities: [entity], problems: [] };
  const root = { rootId: "r", name: "r", revision: "1", files: new Map([["p", file]]) };

  const { relations } = await resolve([{ name: "s", fingerprint: "", isTrusted: true, roots: [root] }]);

  expect(relations.get(entity.ref)).toHaveLength(5000);
});
