import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import {
  apiEntityV1alpha1Validator,
  type Entity as BackstageEntity,
  componentEntityV1alpha1Validator,
  domainEntityV1alpha1Validator,
  EntityPolicies,
  FieldFormatEntityPolicy,
  groupEntityV1alpha1Validator,
  type KindValidator,
  locationEntityV1alpha1Validator,
  NoForeignRootFieldsEntityPolicy,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
  systemEntityV1alpha1Validator,
  userEntityV1alpha1Validator,
} from "@backstage/catalog-model";
import { templateEntityV1beta3Validator } from "@backstage/plugin-scaffolder-common";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { neededBy, needsOf } from "../src/catalog/dependency.ts";
import { specList } from "../src/catalog/entity.ts";
import { buildSearchIndex } from "../src/catalog/search/build-search-index.ts";
import { targets } from "../src/catalog/snapshot.ts";
import { createLog } from "../src/log.ts";
import { findGaps } from "../src/plugins/gaps/gap.ts";
import { buildSnapshot } from "../src/sync/build-snapshot.ts";
import { parseFile } from "../src/sync/parse/parse-file.ts";
import type { Parser } from "../src/sync/parse/parser.ts";
import type { Root } from "../src/sync/source.ts";
import { syncSource } from "../src/sync/sync-source.ts";

/** What is wrong with the sample on purpose, and the line that a person would mend. Anything else that is wrong is a mistake. */
// biome-ignore format: a table
const flaws = [
  { code: "owner_is_email", on: "component:default/fx-rates", at: "systems/billing/fx-rates/catalog-info.yaml:16", says: "owner: ana.silva@acme.example" },
  { code: "schema_invalid", on: "component:default/gift-cards", at: "systems/checkout/gift-cards/catalog-info.yaml:10", says: "spec:" },
  { code: "yaml_invalid", on: "component:default/feature-flags", at: "systems/developer-platform/deploy-runner/catalog-info.yaml:31", says: "Turns features on: for" },
  { code: "duplicate_reference", on: "resource:default/invoice-archive", at: "systems/ledger/catalog-info.yaml:28", says: "name: invoice-archive" },
  { code: "owner_unknown", on: "component:default/ledger-sync", at: "systems/ledger/ledger-sync/catalog-info.yaml:15", says: "owner: team-ledger" },
  { code: "relation_dangling", on: "component:default/product-search", at: "systems/storefront/product-search/catalog-info.yaml:19", says: "- component:product-feed" },
];

// biome-ignore format: a table
const counts = { API: 6, Component: 21, Domain: 4, Group: 16, Location: 3, Resource: 6, System: 7, Template: 2, User: 28, Vendor: 1 };

/** What the things that exist lack. */
const lacking = {
  owner: ["fx-rates", "ledger-sync"],
  channel: ["android-app", "ios-app"],
  docs: ["android-app", "legacy-report", "pay-gate"],
};

const folder = fileURLToPath(new URL("../data/catalog/", import.meta.url));
const tree = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => posix.join(entry.parentPath.replaceAll("\\", "/"), entry.name).slice(folder.length))
  .sort();
const descriptors = tree.filter((path) => path.endsWith(".yaml") && !/\/(skeleton|api)\//.test(path));

const validators: readonly KindValidator[] = [
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  domainEntityV1alpha1Validator,
  groupEntityV1alpha1Validator,
  locationEntityV1alpha1Validator,
  resourceEntityV1alpha1Validator,
  systemEntityV1alpha1Validator,
  templateEntityV1beta3Validator,
  userEntityV1alpha1Validator,
];

const envelope = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

describe("the sample catalog", async () => {
  const snapshot = await readSample(["**/catalog-info.yaml", "org/*.yaml"]);
  const all = [...snapshot.entities.values()];
  const ofKind = (kind: string) => all.filter((entity) => entity.kind === kind);
  const get = (ref: string) => {
    const entity = snapshot.entities.get(ref);
    if (entity === undefined) throw new Error(`No ${ref} in the sample`);
    return entity;
  };
  const names = (refs: Iterable<string>) => [...refs].map((ref) => get(ref).name);

  test("has every kind, and about sixty things besides its people", () => {
    const counted = Object.fromEntries(Object.keys(counts).map((kind) => [kind, ofKind(kind).length]));

    expect(counted).toEqual(counts);
    expect(all).toHaveLength(66 + counts.User);
  });

  test("has every type that people know", () => {
    const types = (kind: string) => [...new Set(ofKind(kind).map(({ spec }) => spec["type"]))].sort();

    expect(types("Component")).toEqual(["library", "mobile-app", "service", "website"]);
    expect(types("API")).toEqual(["asyncapi", "graphql", "grpc", "openapi"]);
    expect(types("Resource")).toEqual(["bucket", "database", "kubernetes-cluster", "queue", "search-index"]);
    expect(types("Group")).toEqual(["business-unit", "product-area", "root", "team"]);
  });

  test("is valid in Backstage's eyes, but for the thing without an owner", async () => {
    const invalid: string[] = [];
    for (const path of descriptors) {
      for (const entity of documentsOf(path)) if (!(await isValid(entity))) invalid.push(entity.metadata.name);
    }

    expect(invalid).toEqual(["gift-cards"]);
  });

  test("has the intended problems and no others", () => {
    const found = snapshot.problems.filter(({ severity }) => severity !== "info");

    expect(found.map(({ code, path, entity }) => `${code} ${path} ${entity}`).sort()).toEqual(
      flaws.map(({ code, at, on }) => `${code} ${at.replace(/:\d+$/, "")} ${on}`).sort(),
    );
  });

  test.each(flaws)("$code is at $at", ({ at, says }) => {
    const [path = "", line] = at.split(":");

    expect(text(path).split("\n")[Number(line) - 1]).toContain(says);
  });

  test("lacks what it is meant to lack", () => {
    const gaps = findGaps(snapshot, all, snapshot.problems);
    const unreachable = ofKind("Group").filter(
      ({ spec, annotations }) => spec["type"] === "team" && annotations["slack.com/bot-notify"] === undefined,
    );
    const deprecated = all.filter(({ spec }) => spec["lifecycle"] === "deprecated");

    for (const kind of ["owner", "channel", "docs"] as const) {
      expect(gaps.lacking[kind].map(({ name }) => name).sort()).toEqual(lacking[kind]);
    }
    expect(unreachable.map(({ name }) => name)).toEqual(["team-mobile"]);
    expect(deprecated.map(({ name }) => name)).toEqual(["legacy-report"]);
  });

  test("its Locations lead to all of it", async () => {
    const led = await readSample(["catalog-info.yaml"]);

    expect([...led.entities.keys()].sort()).toEqual([...snapshot.entities.keys()].sort());
    expect(led.problems.filter(({ code }) => code === "template_skeleton")).toEqual([]);
    expect(new Set(all.map(({ origin }) => origin.path))).toEqual(
      new Set(descriptors.filter((path) => !path.includes("/gift-cards/"))),
    );
  });

  test("every team is reached from the company", () => {
    const levels = new Map([["group:default/acme", 1]]);
    for (const [ref, level] of levels) {
      for (const child of targets(snapshot, ref, "parentOf")) levels.set(child, level + 1);
    }

    expect([...levels.keys()].sort()).toEqual(
      ofKind("Group")
        .map(({ ref }) => ref)
        .sort(),
    );
    expect(levels.get("group:default/team-payments")).toBe(4);
  });

  test("people have a name and an address of their own, and some are in two teams", () => {
    const profiles = ofKind("User").map(({ spec }) => spec["profile"] as { displayName: string; email: string });

    expect(new Set(profiles.map(({ email }) => email)).size).toBe(counts.User);
    expect(new Set(profiles.map(({ displayName }) => displayName)).size).toBe(counts.User);
    expect(profiles.filter(({ email }) => !email.endsWith("@acme.example"))).toEqual([]);
    expect(targets(snapshot, "user:default/sam.ortiz", "memberOf")).toHaveLength(2);
    expect(targets(snapshot, "user:default/yuki.mori", "memberOf")).toHaveLength(2);
  });

  test("a name, an alias and a repository mean one thing each", () => {
    const things = all.filter(({ kind }) => !["User", "Group", "Location"].includes(kind));
    const own = things.map(({ name }) => joined(name));
    const aliases = things.flatMap(({ annotations }) => annotations["callboard.dev/aliases"]?.split(",") ?? []);
    const slugs = things.flatMap(({ annotations }) => annotations["github.com/project-slug"] ?? []);

    const called = [...own, ...aliases.map(joined)];
    expect(called.filter((name, index) => called.indexOf(name) !== index)).toEqual([]);
    expect(slugs.filter((slug, index) => slugs.indexOf(slug) !== index)).toEqual([]);
    expect(aliases.length).toBeGreaterThan(10);
  });

  test("what people type leads to payments-api", async () => {
    const index = await buildSearchIndex(all);

    for (const typed of [
      "payments-api",
      "paymnets api",
      "PaymentsApi",
      "pay-api",
      "pay",
      "who owns the payments api?",
    ]) {
      expect(index.resolve(typed), typed).toMatchObject({
        type: "answer",
        match: { ref: "component:default/payments-api" },
      });
    }
  });

  test("payments-api is what the design's answers say", () => {
    const { ref, spec, annotations } = get("component:default/payments-api");
    const team = get("group:default/team-payments");

    expect(spec).toMatchObject({ owner: "team-payments", system: "checkout", lifecycle: "production" });
    expect(annotations["callboard.dev/tier"]).toBe("1");
    expect(names(needsOf(snapshot, ref)).sort()).toEqual(["auth", "orders-db", "tax-api"]);
    expect(names(neededBy(snapshot, ref)).sort()).toEqual(["cart-api", "checkout-web", "invoice-worker", "ios-app"]);
    expect(team.annotations["slack.com/bot-notify"]).toBe("#pay-help");
    expect(specList(team, "members").slice(0, 2)).toEqual(["mia.chen", "jonas.weber"]);
    expect(targets(snapshot, team.ref, "hasMember")).toHaveLength(7);
  });

  test("two services need each other", () => {
    expect(names(needsOf(snapshot, "component:default/payments-worker"))).toContain("payments-gateway");
    expect(names(needsOf(snapshot, "component:default/payments-gateway"))).toContain("payments-worker");
  });

  test("documentation that is said to be here is here", () => {
    const here = all.filter(({ annotations }) => annotations["backstage.io/techdocs-ref"] === "dir:.");

    expect(here).toHaveLength(4);
    for (const { origin } of here) {
      const { nav } = parse(text(beside(origin.path, "mkdocs.yml"))) as { nav: Record<string, string>[] };
      const pages = nav.flatMap((entry) => Object.values(entry));
      expect(pages).toContain("index.md");
      for (const page of pages) expect(text(beside(origin.path, `docs/${page}`))).toMatch(/^# /);
    }
  });

  test.each(ofKind("Template"))("the skeleton of $name uses the values that it is given", ({ origin, spec }) => {
    const skeleton = tree.filter((path) => path.startsWith(beside(origin.path, "skeleton/")));
    const whole = skeleton.map((path) => `${path}\n${text(path)}`).join("\n");
    const [fetch] = spec["steps"] as { input: { values: Record<string, string> } }[];

    const used = [...whole.matchAll(/values\.(\w+)/g)].map((match) => match[1] ?? "");
    const given = Object.keys(fetch?.input.values ?? {});
    expect(new Set(used)).toEqual(new Set(given));
    expect(whole).toMatch(/\$\{\{ values\.name \}\}/);
  });

  test("CODEOWNERS names paths and teams that exist", () => {
    const teams = ofKind("Group").map(({ annotations }) => `@${annotations["github.com/team-slug"]}`);

    for (const rule of text(".github/CODEOWNERS")
      .split("\n")
      .filter((line) => /^[*/]/.test(line))) {
      const [pattern = "", ...owners] = rule.split(/\s+/);
      const matches = picomatch(pattern === "*" ? "**" : `${pattern.slice(1)}**`, { dot: true });
      expect(teams).toEqual(expect.arrayContaining(owners));
      expect(
        tree.filter((path) => matches(path)),
        rule,
      ).not.toEqual([]);
    }
  });

  test("no address belongs to somebody real", () => {
    const written = tree
      .map(text)
      .join("\n")
      .matchAll(/https?:\/\/([\w.-]+)/g);
    const hosts = new Set([...written].map((match) => match[1] ?? "").filter((host) => !host.endsWith(".example")));

    expect([...hosts].sort()).toEqual(["github.com", "localhost", "teams.microsoft.com"]);
  });
});

/** Reads the folder as the repository acme/catalog, through the sync's own parts. */
async function readSample(paths: readonly string[]) {
  const root: Root = {
    id: "https://github.com/acme/catalog",
    name: "acme/catalog",
    repository: { host: "github.com", slug: "acme/catalog", branch: "main" },
    revision: "1",
    list: async () => tree.map((path) => ({ path, blobId: path })),
    async *read(files) {
      for (const { path } of files) yield { path, bytes: readFileSync(folder + path) };
    },
  };
  const source = {
    name: "sample",
    covers: () => false,
    read: async () => ({ roots: [{ type: "changed" as const, root }] }),
  };
  const parser: Parser = {
    async *parse(files, context) {
      for await (const file of files) yield parseFile(file, context);
    },
    warmUp: () => {},
    close: async () => {},
  };
  const options = {
    parser,
    log: createLog({ level: "silent", secrets: [] }),
    now: () => new Date("2026-01-01"),
    signal: new AbortController().signal,
    isAccepted: false,
  };
  const { harvest } = await syncSource({ source, isTrusted: true, paths }, undefined, options);
  return buildSnapshot([harvest], undefined, options.now());
}

/** The documents that can be read, definitions filled in. */
function documentsOf(path: string): BackstageEntity[] {
  const readable = [...parseAllDocuments(text(path))].filter((document) => document.errors.length === 0);
  const fill = (_key: unknown, value: unknown) => {
    const file = value instanceof Object && "$text" in value ? String(value.$text) : undefined;
    return file === undefined ? value : text(beside(path, file));
  };
  return readable.map((document) => document.toJS({ reviver: fill }));
}

/** A kind of our own has no validator but its envelope. */
async function isValid(entity: BackstageEntity): Promise<boolean> {
  try {
    await envelope.enforce(entity);
    if (entity.kind === "Vendor") return true;
    const checks = await Promise.all(validators.map((validator) => validator.check(entity)));
    return checks.includes(true);
  } catch {
    return false; // Whichever it is, the test names it.
  }
}

function beside(path: string, other: string): string {
  return posix.join(posix.dirname(path), other);
}

function joined(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

function text(path: string): string {
  if (!tree.includes(path)) throw new Error(`No ${path} in the sample`);
  return readFileSync(folder + path, "utf8");
}
