import fc from "fast-check";
import type { Entity } from "../catalog/entity.ts";
import type { SourceHarvest } from "../sync/harvest.ts";

/** Words that break references, names and prototypes; some of them name something. */
const words = [
  ..."a b c team team-b root user:x group:team GROUP:TEAM component:a a:b/c :x x: / a/ /b default/a other/b".split(" "),
  ..."resource:a __proto__ constructor prototype toString group:__proto__ ada@example.com <!channel> {{values.x}}".split(
    " ",
  ),
  "",
  " team ",
  "ünïcode",
  "a b",
  "\u0000",
  "\ud800",
  "x".repeat(10_000),
];

const word = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 30 }));
const value = fc.oneof(word, fc.array(word, { maxLength: 6 }), fc.constantFrom(null, 7, true, {}, { a: 1 }));
const fields = [
  "owner",
  "system",
  "domain",
  "subdomainOf",
  "subcomponentOf",
  "dependsOn",
  "dependencyOf",
  "providesApis",
  "consumesApis",
  "parent",
  "children",
  "members",
  "memberOf",
  "profile",
];
const spec = fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 6 });

const entity: fc.Arbitrary<Entity> = fc
  .record({
    kind: fc.constantFrom(
      "Component",
      "API",
      "Resource",
      "System",
      "Domain",
      "Group",
      "User",
      "Location",
      "Template",
      "Vendor",
      "AiResource",
    ),
    namespace: fc.constantFrom("default", "other"),
    name: fc.oneof(
      fc.constantFrom("a", "A", "b", "team", "Team", "team-b", "root", "x", "__proto__", "constructor"),
      word,
    ),
    spec,
    isStale: fc.boolean(),
    line: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ kind, namespace, name, spec, isStale, line }) => ({
    ref: `${kind}:${namespace}/${name}`.toLowerCase(),
    kind,
    namespace,
    name,
    labels: {},
    annotations: {},
    tags: [],
    links: [],
    spec,
    origin: { source: "any", root: "memory://any", rootName: "any", path: "catalog-info.yaml", line },
    ...(isStale && { isStale: true as const }),
  }));

/** One or two sources full of things that contradict themselves and each other: circles, duplicates, references to nowhere. */
export const hostileCatalog: fc.Arbitrary<readonly SourceHarvest[]> = fc.array(
  fc
    .record({ isTrusted: fc.boolean(), entities: fc.array(entity, { maxLength: 25 }) })
    .map(({ isTrusted, entities }) => {
      const file = { path: "catalog-info.yaml", blobId: "1", attachments: [], entities, problems: [] };
      const root = { rootId: "memory://any", name: "any", revision: "1", files: new Map([[file.path, file]]) };
      return { name: "any", fingerprint: "", isTrusted, roots: [root] };
    }),
  { minLength: 1, maxLength: 2 },
);
