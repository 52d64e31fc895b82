import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  domainEntityV1alpha1Validator,
  type Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  groupEntityV1alpha1Validator,
  type KindValidator,
  locationEntityV1alpha1Validator,
  NoForeignRootFieldsEntityPolicy,
  parseEntityRef,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
  stringifyEntityRef,
  systemEntityV1alpha1Validator,
  userEntityV1alpha1Validator,
} from "@backstage/catalog-model";
import { templateEntityV1beta3Validator } from "@backstage/plugin-scaffolder-common";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { isNode, LineCounter, parse, parseAllDocuments } from "yaml";

/** Every flaw that the sample is meant to have. Anything else that is wrong with it is a mistake. */
const flaws: readonly Finding[] = [
  "systems/checkout/gift-cards/catalog-info.yaml:1 schema_invalid component:gift-cards",
  "systems/ledger/ledger-sync/catalog-info.yaml:15 owner_unknown component:ledger-sync",
  "systems/billing/fx-rates/catalog-info.yaml:16 owner_is_email component:fx-rates",
  "systems/storefront/product-search/catalog-info.yaml:19 relation_dangling component:product-search",
  "systems/payments/payments-worker/catalog-info.yaml:44 duplicate_reference resource:settlement-queue",
  "systems/developer-platform/deploy-runner/catalog-info.yaml:31 yaml_invalid",
  "org/teams.yaml:115 team_without_channel group:team-mobile",
  "systems/ledger/legacy-report/catalog-info.yaml:11 deprecated component:legacy-report",
  "systems/ledger/legacy-report/catalog-info.yaml:1 component_without_docs component:legacy-report",
  "systems/payments/pay-gate/catalog-info.yaml:1 component_without_docs component:pay-gate",
  "systems/storefront/android-app/catalog-info.yaml:1 component_without_docs component:android-app",
];

// biome-ignore format: a table
const counts = { api: 6, component: 21, domain: 4, group: 16, location: 3, resource: 6, system: 7, template: 2, user: 28, vendor: 1 };

/** `path:line code kind:name`; everything is in the default namespace, and a document that cannot be read has no name. */
type Finding = string;

interface Thing {
  readonly path: string;
  readonly line: number;
  /** Lower case. */
  readonly kind: string;
  readonly ref: string;
  readonly entity: Entity;
  readonly spec: Readonly<Record<string, unknown>>;
  /** Line of a field of the spec. */
  lineOf(field: readonly (string | number)[]): number;
}

const root = fileURLToPath(new URL("../data/catalog/", import.meta.url));
const tree = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => posix.join(entry.parentPath.replaceAll("\\", "/"), entry.name).slice(root.length))
  .sort();

const validators: Readonly<Record<string, KindValidator>> = {
  api: apiEntityV1alpha1Validator,
  component: componentEntityV1alpha1Validator,
  domain: domainEntityV1alpha1Validator,
  group: groupEntityV1alpha1Validator,
  location: locationEntityV1alpha1Validator,
  resource: resourceEntityV1alpha1Validator,
  system: systemEntityV1alpha1Validator,
  template: templateEntityV1beta3Validator,
  user: userEntityV1alpha1Validator,
};

const envelope = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

/** Fields that name other things, with the kind that is meant when none is written. */
// biome-ignore format: a table
const relationFields: Readonly<Record<string, string | undefined>> = {
  owner: "group", parent: "group", children: "group", memberOf: "group", members: "user",
  system: "system", domain: "domain", subdomainOf: "domain", subcomponentOf: "component",
  providesApis: "api", consumesApis: "api", dependsOn: undefined, dependencyOf: undefined,
};

describe("the sample catalog", async () => {
  const { things, findings, unread } = await readCatalog();
  const byRef = new Map(things.map((thing) => [thing.ref, thing]));
  const get = (ref: string) => {
    const thing = byRef.get(ref);
    if (thing === undefined) throw new Error(`No ${ref} in the sample`);
    return thing;
  };

  test("has every kind, and about sixty things besides its people", () => {
    const counted: Record<string, number> = {};
    for (const { kind } of byRef.values()) counted[kind] = (counted[kind] ?? 0) + 1;

    expect(counted).toEqual(counts);
    expect(byRef.size - counts.user).toBeGreaterThanOrEqual(55);
    expect(byRef.size - counts.user).toBeLessThanOrEqual(70);
  });

  test("has every type that people know", () => {
    const types = (kind: string) =>
      [...new Set(things.filter((thing) => thing.kind === kind).map(({ spec }) => spec["type"]))].sort();

    expect(types("component")).toEqual(["library", "mobile-app", "service", "website"]);
    expect(types("api")).toEqual(["asyncapi", "graphql", "grpc", "openapi"]);
    expect(types("resource")).toEqual(["bucket", "database", "kubernetes-cluster", "queue", "search-index"]);
    expect(types("group")).toEqual(["business-unit", "product-area", "root", "team"]);
  });

  test("has the intended flaws and no others", () => {
    const all = [
      ...findings,
      ...duplicates(things),
      ...things.flatMap((thing) => relationProblems(thing, byRef)),
      ...things.flatMap(gaps),
    ];

    expect(all.sort()).toEqual([...flaws].sort());
  });

  test("a Location reaches every catalog file outside the skeletons", () => {
    expect(unread).toEqual([]);
  });

  test("every team is reached from the company, and is told so by both sides", () => {
    const levels = new Map<string, number>();
    const visit = (ref: string, level: number) => {
      if (levels.has(ref)) return;
      levels.set(ref, level);
      for (const child of list(get(ref).spec, "children")) {
        expect(get(`group:${child}`).spec["parent"]).toBe(ref.slice("group:".length));
        visit(`group:${child}`, level + 1);
      }
    };
    visit("group:acme", 1);

    expect([...levels.keys()].sort()).toEqual([...byRef.keys()].filter((ref) => ref.startsWith("group:")).sort());
    expect(levels.get("group:team-payments")).toBe(4);
  });

  test("people have a name and an address of their own", () => {
    const users = [...byRef.values()].filter(({ kind }) => kind === "user");
    const emails = users.map(({ spec }) => (spec["profile"] as { email: string }).email);

    expect(new Set(emails).size).toBe(users.length);
    expect(emails.filter((email) => !email.endsWith("@acme.example"))).toEqual([]);
    expect(users.filter(({ spec }) => list(spec, "memberOf").length === 2)).not.toEqual([]);
  });

  test("aliases name one thing each and are nobody's name", () => {
    const joined = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
    const names = [...byRef.values()].map(({ entity }) => joined(entity.metadata.name));
    const aliases = [...byRef.values()].flatMap(({ entity }) =>
      (entity.metadata.annotations?.["callboard.dev/aliases"] ?? "").split(",").filter(Boolean).map(joined),
    );

    expect(aliases.length).toBeGreaterThan(8);
    expect(new Set(aliases).size).toBe(aliases.length);
    expect(aliases.filter((alias) => names.includes(alias))).toEqual([]);
  });

  test("a name means one thing, whatever its kind, and a component has a repository to itself", () => {
    const things = [...byRef.values()].filter(({ kind }) => !["user", "group", "location"].includes(kind));
    const names = things.map(({ entity }) => entity.metadata.name);
    const slugs = things.flatMap(({ entity }) => entity.metadata.annotations?.["github.com/project-slug"] ?? []);

    expect(new Set(names).size).toBe(names.length);
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  test("payments-api is what the design's answers say", () => {
    const { spec, entity } = get("component:payments-api");
    const needing = things.filter((thing) => list(thing.spec, "dependsOn").includes("component:payments-api"));
    const consuming = things.filter((thing) => list(thing.spec, "consumesApis").includes("charges"));
    const team = get("group:team-payments");

    expect(spec).toMatchObject({ owner: "team-payments", system: "checkout", lifecycle: "production" });
    expect(entity.metadata.annotations).toMatchObject({ "callboard.dev/tier": "1" });
    expect(list(spec, "dependsOn")).toEqual(["resource:orders-db", "component:tax-api", "component:auth"]);
    expect(
      needing
        .map(({ entity }) => entity.metadata.name)
        .sort()
        .join(),
    ).toBe("cart-api,checkout-web,invoice-worker,ios-app");
    expect(consuming.filter((thing) => !needing.includes(thing))).toEqual([]);
    expect(team.entity.metadata.annotations).toMatchObject({ "slack.com/bot-notify": "#pay-help" });
    expect(list(team.spec, "members").slice(0, 2)).toEqual(["mia.chen", "jonas.weber"]);
    expect(list(team.spec, "members")).toHaveLength(7);
  });

  test("two services need each other", () => {
    const needs = (name: string) => list(get(`component:${name}`).spec, "dependsOn");

    expect(needs("payments-worker")).toContain("component:payments-gateway");
    expect(needs("payments-gateway")).toContain("component:payments-worker");
  });

  test("documentation that is said to be here is here", () => {
    const here = things.filter(({ entity }) => entity.metadata.annotations?.["backstage.io/techdocs-ref"] === "dir:.");

    expect(here).toHaveLength(4);
    for (const { path } of here) {
      const { nav } = parse(text(posix.join(posix.dirname(path), "mkdocs.yml"))) as { nav: Record<string, string>[] };
      const pages = nav.flatMap((entry) => Object.values(entry));
      expect(pages).toContain("index.md");
      for (const page of pages) expect(text(posix.join(posix.dirname(path), "docs", page))).toMatch(/^# /);
    }
  });

  test("templates have a skeleton that uses their values", () => {
    for (const { path, spec } of things.filter(({ kind }) => kind === "template")) {
      const folder = posix.join(posix.dirname(path), "skeleton/");
      const skeleton = tree.filter((file) => file.startsWith(folder));
      const used = new Set(
        skeleton.flatMap((file) => [...`${file}\n${text(file)}`.matchAll(/values\.(\w+)/g)].map((match) => match[1])),
      );
      const [fetch] = spec["steps"] as { input: { values: Record<string, string> } }[];

      expect(skeleton.length).toBeGreaterThanOrEqual(5);
      expect([...used].filter((name) => !Object.hasOwn(fetch?.input.values ?? {}, name ?? ""))).toEqual([]);
      expect(skeleton.some((file) => /\$\{\{ values\.name \}\}/.test(text(file)))).toBe(true);
    }
  });

  test("CODEOWNERS names paths and teams that exist", () => {
    const slugs = things.flatMap(({ entity }) => entity.metadata.annotations?.["github.com/team-slug"] ?? []);
    const rules = text(".github/CODEOWNERS")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));

    for (const rule of rules) {
      const [pattern = "", ...owners] = rule.split(/\s+/);
      expect(owners.filter((owner) => !slugs.includes(owner.slice(1)))).toEqual([]);
      const matches = picomatch(pattern === "*" ? "**" : `${pattern.slice(1)}**`, { dot: true });
      expect(
        tree.filter((file) => matches(file)),
        pattern,
      ).not.toEqual([]);
    }
  });

  test("no address belongs to somebody real", () => {
    const hosts = tree
      .flatMap((file) => [...text(file).matchAll(/https?:\/\/([\w.-]+)/g)].map((match) => match[1] ?? ""))
      .filter((host) => !host.endsWith(".example"));

    expect([...new Set(hosts)].sort()).toEqual(["github.com", "localhost", "teams.microsoft.com"]);
  });
});

/** Follows the Locations from the root as Backstage does. */
async function readCatalog() {
  const things: Thing[] = [];
  const findings: Finding[] = [];
  const queue = ["catalog-info.yaml"];
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { line, thing } of documentsOf(path)) {
      if (thing === undefined) findings.push(`${path}:${line} yaml_invalid`);
      else if (!(await isValid(thing.entity))) findings.push(`${path}:${line} schema_invalid ${thing.ref}`);
      else things.push(thing);
      if (thing?.kind === "location") queue.push(...locationTargets(thing));
    }
  }
  const isElsewhere = (path: string) => /(\/skeleton\/|\/api\/|mkdocs\.yml$)/.test(path);
  const unread = tree.filter((path) => /\.ya?ml$/.test(path) && !isElsewhere(path) && !seen.has(path));
  return { things, findings, unread };
}

function documentsOf(path: string): { line: number; thing: Thing | undefined }[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text(path), { lineCounter: lines });
  if ("empty" in documents) throw new Error(`${path} is empty`);
  return documents.map((document) => {
    const [error] = document.errors;
    if (error !== undefined) return { line: error.linePos?.[0].line ?? 0, thing: undefined };
    const line = lines.linePos(document.contents?.range?.[0] ?? document.range[0]).line;
    const entity = withDefinition(document.toJS() as Entity, path);
    const lineOf = (field: readonly (string | number)[]) => {
      const node = document.getIn(["spec", ...field], true);
      return lines.linePos((isNode(node) && node.range?.[0]) || 0).line;
    };
    const kind = entity.kind.toLowerCase();
    return { line, thing: { path, line, kind, ref: refOf(entity), entity, spec: entity.spec ?? {}, lineOf } };
  });
}

function locationTargets({ path, spec }: Thing): string[] {
  return list(spec, "targets").flatMap((target) => {
    const matches = picomatch(posix.join(posix.dirname(path), target));
    const found = tree.filter((file) => matches(file));
    if (found.length === 0) throw new Error(`${path}: nothing at ${target}`);
    return found;
  });
}

function withDefinition(entity: Entity, from: string): Entity {
  if (entity.kind !== "API") return entity;
  const spec = entity.spec ?? {};
  const { $text } = spec["definition"] as { $text: string };
  return { ...entity, spec: { ...spec, definition: text(posix.join(posix.dirname(from), $text)) } };
}

async function isValid(entity: Entity): Promise<boolean> {
  try {
    await envelope.enforce(entity);
    return entity.kind === "Vendor" || (await validators[entity.kind.toLowerCase()]?.check(entity)) === true;
  } catch {
    return false; // Which document it is says enough: the intended ones are listed.
  }
}

function duplicates(things: readonly Thing[]): Finding[] {
  const isAgain = ({ ref }: Thing, index: number) => things.findIndex((other) => other.ref === ref) !== index;
  return things.filter(isAgain).map(({ path, line, ref }) => `${path}:${line} duplicate_reference ${ref}`);
}

function relationProblems({ path, ref, spec, lineOf }: Thing, byRef: ReadonlyMap<string, Thing>): Finding[] {
  return Object.entries(relationFields).flatMap(([field, defaultKind]) => {
    const value = (spec[field] ?? []) as string | readonly string[];
    const written = typeof value === "string" ? [value] : value;
    return written.flatMap((name, index) => {
      const at = `${path}:${lineOf(typeof value === "string" ? [field] : [field, index])}`;
      if (name.includes("@")) return [`${at} owner_is_email ${ref}`];
      if (byRef.has(shortRef(parseEntityRef(name, defaultKind === undefined ? {} : { defaultKind })))) return [];
      return [`${at} ${field === "owner" ? "owner_unknown" : "relation_dangling"} ${ref}`];
    });
  });
}

function gaps({ path, line, kind, ref, entity, spec, lineOf }: Thing): Finding[] {
  const has = (annotation: string) => annotation in (entity.metadata.annotations ?? {});
  const isUnreachable = spec["type"] === "team" && !has("slack.com/bot-notify") && !has("callboard.dev/teams-channel");
  const found: Finding[] = [];
  if (kind === "group" && isUnreachable) found.push(`${path}:${line} team_without_channel ${ref}`);
  if (kind === "component" && !has("backstage.io/techdocs-ref"))
    found.push(`${path}:${line} component_without_docs ${ref}`);
  if (spec["lifecycle"] === "deprecated") found.push(`${path}:${lineOf(["lifecycle"])} deprecated ${ref}`);
  return found;
}

function refOf(entity: Entity): string {
  return shortRef(parseEntityRef(stringifyEntityRef(entity)));
}

function shortRef({ kind, name }: { kind: string; name: string }): string {
  return `${kind}:${name}`.toLowerCase();
}

function list(spec: Thing["spec"], field: string): readonly string[] {
  return (spec[field] ?? []) as readonly string[];
}

function text(path: string): string {
  if (!tree.includes(path)) throw new Error(`No ${path} in the sample`);
  return readFileSync(root + path, "utf8");
}
