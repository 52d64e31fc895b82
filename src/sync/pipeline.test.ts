import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { BotError } from "../errors.ts";
import { component, descriptor, documents, group, user } from "../testing/descriptor.ts";
import { createMemorySource } from "../testing/memory-source.ts";
import { createTestBot, type TestBot, untrusted } from "../testing/test-bot.ts";
import { createParser } from "./parse/parser.ts";
import { createSnapshotFile } from "./snapshot-file.ts";

const parser = createParser();
const bots: TestBot[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const bot of bots.splice(0)) await bot.app.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

afterAll(() => parser.close());

function botOver(...[sources, options]: Parameters<typeof createTestBot>): TestBot {
  const bot = createTestBot(sources, { ...options, parser });
  bots.push(bot);
  return bot;
}

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "callboard-"));
  folders.push(made);
  return made;
}

function names({ app }: TestBot): readonly string[] {
  return [...app.snapshot().entities.keys()].sort();
}

function codes({ app }: TestBot): readonly string[] {
  return app.snapshot().problems.map(({ code }) => code);
}

const unreachable = new BotError("unavailable", "Git does not answer.");

describe("a sync", () => {
  test("brings what the files hold and says what changed", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "a.yaml": component("a"), "team.yaml": group("a-team") } });
    const bot = botOver([source]);

    const [first] = await bot.sync();
    tree.write({ "a.yaml": component("a", { description: "new" }), "b.yaml": component("b") });
    const [second] = await bot.sync();
    const [third] = await bot.sync();

    expect(first).toMatchObject({ name: "org", status: "changed", added: 2, changed: 0, removed: 0, problems: 0 });
    expect(second).toMatchObject({ status: "changed", added: 1, changed: 1, removed: 0 });
    expect(third).toMatchObject({ status: "unchanged", added: 0, changed: 0, removed: 0 });
    expect(names(bot)).toEqual(["component:default/a", "component:default/b", "group:default/a-team"]);
  });

  test("keeps the same objects for what did not change", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "ab.yaml": documents(component("a"), component("b")) } });
    const bot = botOver([source]);
    await bot.sync();
    const before = bot.app.snapshot().entities.get("component:default/a");

    tree.write({ "ab.yaml": documents(component("a"), component("b", { description: "new" })) });
    await bot.sync();

    expect(bot.app.snapshot().entities.get("component:default/a")).toBe(before);
  });

  test("joins the one under way", async () => {
    const source = createMemorySource("org");
    source.tree("acme/catalog", { files: { "a.yaml": component("a") } });
    const bot = botOver([source]);

    const [one, other] = await Promise.all([bot.sync(), bot.sync()]);

    expect(one).toBe(other);
  });
});

describe("a second call", () => {
  test("that confirms removals counts, even while a sync without it runs", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "a.yaml": component("a") } });
    const bot = botOver([source]);
    await bot.sync();
    tree.write({ "a.yaml": undefined });

    const [plain, confirming] = await Promise.all([bot.sync(), bot.sync({ accept: ["org"] })]);

    expect(plain).toMatchObject([{ status: "held" }]);
    expect(confirming).toMatchObject([{ status: "changed", removed: 1 }]);
  });

  test("that gives up ends its own wait, not the sync of the others", async () => {
    const source = createMemorySource("org");
    source.tree("acme/catalog", { files: { "a.yaml": component("a") } });
    const bot = botOver([source]);
    const impatient = new AbortController();

    const waits = Promise.allSettled([bot.sync({ signal: impatient.signal }), bot.sync()]);
    impatient.abort(new Error("enough"));

    expect(await waits).toMatchObject([{ status: "rejected" }, { status: "fulfilled" }]);
  });
});

describe("a failing source", () => {
  test("keeps its last good things, says so, and is read again the next time", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "a.yaml": component("a") } });
    const bot = botOver([source]);
    await bot.sync();

    tree.fail(unreachable);
    tree.write({ "b.yaml": component("b") });
    const [failed] = await bot.sync();
    const during = { names: names(bot), codes: codes(bot) };
    tree.fail();
    const [mended] = await bot.sync();

    expect(failed).toMatchObject({ status: "failed", removed: 0, message: "Git does not answer." });
    expect(during.names).toEqual(["component:default/a"]);
    expect(during.codes).toContain("source_failed");
    expect(mended).toMatchObject({ status: "changed", added: 1 });
    expect(codes(bot)).not.toContain("source_failed");
  });

  test("loses nothing when it fails between listing and reading, twice in a row", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "a.yaml": component("a") } });
    const bot = botOver([source]);
    await bot.sync();

    tree.write({ "a.yaml": component("a", { description: "new" }), "b.yaml": component("b") });
    tree.failReading(unreachable);
    await bot.sync();
    await bot.sync();
    const during = names(bot);
    tree.failReading();
    await bot.sync();

    expect(during).toEqual(["component:default/a"]);
    expect(names(bot)).toEqual(["component:default/a", "component:default/b"]);
  });

  test("never stands in the way of another", async () => {
    const bad = createMemorySource("bad");
    bad.tree("acme/bad").fail(unreachable);
    const good = createMemorySource("good");
    good.tree("acme/good", { files: { "a.yaml": component("a") } });
    const bot = botOver([bad, good]);

    const reports = await bot.sync();

    expect(reports.map(({ status }) => status)).toEqual(["failed", "changed"]);
    expect(names(bot)).toEqual(["component:default/a"]);
  });

  test("that hangs does not keep the others' news waiting", async () => {
    let release = () => {};
    const hanging = {
      name: "slow",
      covers: () => false,
      read: () =>
        new Promise<{ roots: [] }>((resolve) => {
          release = () => resolve({ roots: [] });
        }),
    };
    const good = createMemorySource("good");
    good.tree("acme/good", { files: { "a.yaml": component("a") } });
    const bot = botOver([hanging, good]);

    const syncing = bot.sync();
    await expect.poll(async () => (await bot.ask("whoowns a")).status).toBe("answer");

    release();
    await syncing;
  });

  test("that throws what nobody foresaw is a failed source, not a failed bot", async () => {
    const broken = {
      name: "broken",
      covers: () => false,
      read: () => Promise.reject(new TypeError("x is not a function")),
    };
    const bot = botOver([broken]);

    const [report] = await bot.sync();

    expect(report).toMatchObject({ status: "failed", message: "It failed unexpectedly; the log says more." });
    expect(await bot.ask("whoowns a")).toMatchObject({ status: "error", error: { code: "unavailable" } });
  });

  test("with an incomplete listing removes nothing", async () => {
    const source = createMemorySource("org");
    source.tree("acme/one", { files: { "a.yaml": component("a") } });
    const two = source.tree("acme/two", { files: { "b.yaml": component("b") } });
    const bot = botOver([source]);
    await bot.sync();

    source.incomplete(unreachable);
    source.remove(two.id);
    await bot.sync();
    const during = names(bot);
    source.incomplete();
    await bot.sync();
    await bot.sync();

    expect(during).toEqual(["component:default/a", "component:default/b"]);
    expect(names(bot)).toEqual(["component:default/a"]);
  });
});

describe("the removal guard", () => {
  const many = (count: number) => documents(...Array.from({ length: count }, (_, index) => component(`c${index}`)));

  test("lets a few removals pass at once", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "all.yaml": many(30) } });
    const bot = botOver([source]);
    await bot.sync();

    tree.write({ "all.yaml": many(25) });
    const [report] = await bot.sync();

    expect(report).toMatchObject({ status: "changed", removed: 5 });
  });

  test("holds more than a fifth until an admin confirms, and says so", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "all.yaml": many(30) } });
    const bot = botOver([source]);
    await bot.sync();

    tree.write({ "all.yaml": many(23) });
    const [held] = await bot.sync();
    const [stillHeld] = await bot.sync();
    const during = names(bot).length;
    const [accepted] = await bot.sync({ accept: ["org"] });

    expect(held).toMatchObject({ status: "held", removed: 0 });
    expect(held?.message).toBe(
      "7 of 30 things would disappear from source org, so nothing of it was changed. If that is right, run sync --accept org.",
    );
    expect(stillHeld).toMatchObject({ status: "held" });
    expect(during).toBe(30);
    expect(accepted).toMatchObject({ status: "changed", removed: 7 });
    expect(names(bot)).toHaveLength(23);
    expect(codes(bot)).not.toContain("removal_held");
  });

  test("never lets a source become empty, however small it is", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "a.yaml": component("a") } });
    const bot = botOver([source]);
    await bot.sync();

    tree.write({ "a.yaml": undefined });
    const [report] = await bot.sync();

    expect(report).toMatchObject({ status: "held" });
    expect(names(bot)).toEqual(["component:default/a"]);
  });
});

describe("a broken file", () => {
  test("keeps the last good version of its things, and never hides its neighbours", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "a.yaml": documents(component("a"), component("b")) } });
    const bot = botOver([source]);
    await bot.sync();

    tree.write({ "a.yaml": documents("kind: [broken\n", component("b", { description: "new" }), component("c")) });
    await bot.sync();

    const { entities } = bot.app.snapshot();
    expect(entities.get("component:default/a")).toMatchObject({ isStale: true });
    expect(entities.get("component:default/b")).toMatchObject({ description: "new" });
    expect(entities.has("component:default/c")).toBe(true);
    expect(codes(bot)).toContain("yaml_invalid");
  });

  test("lets go of its last good things once it is mended without them", async () => {
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "a.yaml": documents(component("a"), component("b")) } });
    const bot = botOver([source]);
    await bot.sync();

    tree.write({ "a.yaml": documents("kind: [broken\n", component("b")) });
    await bot.sync();
    tree.write({ "a.yaml": component("b") });
    await bot.sync();

    expect(names(bot)).toEqual(["component:default/b"]);
  });
});

describe("a thing that two files define", () => {
  test("counts where it comes first, and the other file is told which one that is", async () => {
    const source = createMemorySource("org");
    source.tree("acme/catalog", {
      files: {
        "b.yaml": component("x", { description: "from b" }),
        "a.yaml": component("x", { description: "from a" }),
      },
    });
    const bot = botOver([source]);

    await bot.sync();

    const problem = bot.app.snapshot().problems.find(({ code }) => code === "duplicate_reference");
    expect(bot.app.snapshot().entities.get("component:default/x")).toMatchObject({ description: "from a" });
    expect(problem).toMatchObject({
      path: "b.yaml",
      message: "component:default/x is defined in a.yaml:1 too, and that one counts.",
    });
  });

  test("counts in the trusted source, wherever the configuration lists that", async () => {
    const anybody = createMemorySource("anybody");
    anybody.tree("acme/shop", { files: { "x.yaml": component("x", { description: "untrusted" }) } });
    const org = createMemorySource("org");
    org.tree("acme/catalog", { files: { "x.yaml": component("x", { description: "trusted" }) } });
    const bot = botOver([untrusted(anybody), org]);

    await bot.sync();

    expect(bot.app.snapshot().entities.get("component:default/x")).toMatchObject({ description: "trusted" });
  });
});

test("a trusted source's last good version still counts before what an untrusted one says now", async () => {
  const org = createMemorySource("org");
  const tree = org.tree("acme/catalog", { files: { "x.yaml": component("x", { description: "trusted" }) } });
  const anybody = createMemorySource("anybody");
  anybody.tree("acme/shop", { files: { "x.yaml": component("x", { description: "untrusted" }) } });
  const bot = botOver([org, untrusted(anybody)]);
  await bot.sync();

  tree.write({ "x.yaml": "kind: [broken\n" });
  await bot.sync();

  expect(bot.app.snapshot().entities.get("component:default/x")).toMatchObject({
    description: "trusted",
    isStale: true,
  });
});

test("a source that is read from elsewhere needs no leave for what is not there", async () => {
  const before = createMemorySource("org");
  before.tree("acme/old", { files: { "a.yaml": component("a") } });
  const after = createMemorySource("org");
  after.tree("acme/new", { files: { "b.yaml": component("b") } });
  const data = await folder();
  const settings = { isTrusted: true, paths: ["**/*.yaml"] };
  const old = botOver([{ ...settings, source: before, address: "old" }], { snapshotFile: createSnapshotFile(data) });
  await old.sync();
  await old.app.pipeline.settled();

  const bot = botOver([{ ...settings, source: after, address: "new" }], { snapshotFile: createSnapshotFile(data) });
  await bot.app.pipeline.restore();
  const [report] = await bot.sync();

  expect(report).toMatchObject({ status: "changed" });
  expect(names(bot)).toEqual(["component:default/b"]);
});

test("paths that match nothing any more are held like an emptied source", async () => {
  const source = createMemorySource("org");
  source.tree("acme/catalog", { files: { "services/a.yaml": component("a") } });
  const data = await folder();
  const old = botOver([{ source, isTrusted: true, paths: ["services/*.yaml"] }], {
    snapshotFile: createSnapshotFile(data),
  });
  await old.sync();
  await old.app.pipeline.settled();

  const bot = botOver([{ source, isTrusted: true, paths: ["service/*.yaml"] }], {
    snapshotFile: createSnapshotFile(data),
  });
  await bot.app.pipeline.restore();
  const [report] = await bot.sync();

  expect(report).toMatchObject({ status: "held" });
  expect(names(bot)).toEqual(["component:default/a"]);
});

describe("an untrusted source", () => {
  test("does not speak for a repository whose name begins like its own", async () => {
    const anybody = createMemorySource("anybody");
    const claim = { "backstage.io/source-location": "url:https://github.com/acme/acme.github.io/" };
    anybody.tree("acme/acme", {
      repository: { host: "github.com", slug: "acme/acme", branch: "main" },
      files: { "catalog-info.yaml": component("site", { annotations: claim }) },
    });
    const bot = botOver([untrusted(anybody)]);

    await bot.sync();

    expect(codes(bot)).toContain("untrusted_claim");
  });

  test("does not push a trusted thing off the list with namesakes in other namespaces", async () => {
    const org = createMemorySource("org");
    org.tree("acme/catalog", { files: { "x.yaml": component("x") } });
    const anybody = createMemorySource("anybody");
    const namesakes = [0, 1, 2, 3, 4, 5].map((index) => component("x", { namespace: `aa${index}` }));
    anybody.tree("acme/shop", { files: { "x.yaml": documents(...namesakes) } });
    const bot = botOver([org, untrusted(anybody)]);
    await bot.sync();

    const outcome = await bot.ask("whoowns x");

    expect(outcome).toMatchObject({
      status: "choice",
      data: { candidates: [{ entity: "component:default/x" }, {}, {}, {}, {}] },
    });
  });

  test("cannot keep the bot busy with an endless address", async () => {
    const anybody = createMemorySource("anybody");
    const address = `url:https://github.com/acme/shop/${"/".repeat(400_000)}x`;
    anybody.tree("acme/shop", {
      repository: { host: "github.com", slug: "acme/shop", branch: "main" },
      files: { "catalog-info.yaml": component("site", { annotations: { "backstage.io/source-location": address } }) },
    });
    const bot = botOver([untrusted(anybody)]);
    await bot.sync();
    const startedMs = performance.now();

    await bot.ask("whoowns acme/other");

    expect(performance.now() - startedMs).toBeLessThan(2000);
  });

  const claims = documents(
    user("mallory", { spec: { memberOf: ["platform"], profile: { email: "ada@acme.example" } } }),
    group("platform", { spec: { members: ["mallory"] } }),
    component("shop", {
      annotations: {
        "github.com/project-slug": "acme/payments",
        "github.com/user-login": "mallory",
        "backstage.io/source-location": "url:https://github.com/acme/payments/tree/main/",
        "callboard.dev/tier": "1",
      },
    }),
  );

  test("defines no person, no team, and speaks for no other repository; each claim is a problem", async () => {
    const org = createMemorySource("org");
    org.tree("acme/catalog", { files: { "team.yaml": group("platform") } });
    const anybody = createMemorySource("anybody");
    anybody.tree("acme/shop", {
      repository: { host: "github.com", slug: "acme/shop", branch: "main" },
      files: { "catalog-info.yaml": claims },
    });
    const bot = botOver([org, untrusted(anybody)], { admins: ["group:default/platform"] });

    await bot.sync();

    const { entities, relations, problems } = bot.app.snapshot();
    expect(names(bot)).toEqual(["component:default/shop", "group:default/platform"]);
    expect(entities.get("component:default/shop")?.annotations).toEqual({ "callboard.dev/tier": "1" });
    expect(relations.get("group:default/platform") ?? []).toEqual([]);
    expect(problems.filter(({ code }) => code === "untrusted_claim")).toHaveLength(5);
    expect(await bot.ask("sync", "ada@acme.example")).toMatchObject({
      status: "error",
      error: { code: "not_allowed" },
    });
    expect(await bot.ask("whoowns https://github.com/acme/payments")).toMatchObject({ status: "none" });
  });

  test("speaks for its own repository, in any case", async () => {
    const anybody = createMemorySource("anybody");
    anybody.tree("acme/shop", {
      repository: { host: "github.com", slug: "acme/shop", branch: "main" },
      files: { "catalog-info.yaml": component("shop", { annotations: { "github.com/project-slug": "Acme/Shop" } }) },
    });
    const bot = botOver([untrusted(anybody)]);

    await bot.sync();

    expect(codes(bot)).not.toContain("untrusted_claim");
  });

  test("loses what it said as a trusted one as soon as trust is withdrawn, even when it cannot be read", async () => {
    const data = await folder();
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", {
      files: { "people.yaml": documents(group("platform"), component("a")) },
    });
    const before = botOver([source], { snapshotFile: createSnapshotFile(data) });
    await before.sync();
    await before.app.pipeline.settled();

    tree.fail(unreachable);
    const after = botOver([untrusted(source)], { snapshotFile: createSnapshotFile(data) });
    await after.app.pipeline.restore();
    await after.sync();

    expect(() => after.app.snapshot()).toThrow("could not be read yet");
  });
});

describe("a restart", () => {
  test("answers from what was kept, before any source is read", async () => {
    const data = await folder();
    const source = createMemorySource("org");
    source.tree("acme/catalog", {
      files: { "a.yaml": documents(component("a", { description: "line\u2028separator" }), "kind: [broken\n") },
    });
    const before = botOver([source], { snapshotFile: createSnapshotFile(data) });
    await before.sync();
    await before.app.pipeline.settled();
    const unread = { name: "org", covers: () => false, read: () => Promise.reject(new Error("nobody may read")) };

    const after = botOver([unread], { snapshotFile: createSnapshotFile(data) });
    const isRestored = await after.app.pipeline.restore();

    expect(isRestored).toBe(true);
    expect(after.app.snapshot()).toEqual(before.app.snapshot());
  });

  test.each([
    ["cut short", (text: string) => text.slice(0, text.length / 2)],
    ["changed in one letter", (text: string) => text.replace("production", "productioN")],
    ["empty", () => ""],
    ["no JSON", () => "catalog\n"],
    ["of another format", (text: string) => text.replace('{"format":2}', '{"format":1}')],
  ])("reads Git again when the kept file is %s", async (_, damage) => {
    const data = await folder();
    const source = createMemorySource("org");
    source.tree("acme/catalog", { files: { "a.yaml": component("a") } });
    const before = botOver([source], { snapshotFile: createSnapshotFile(data) });
    await before.sync();
    await before.app.pipeline.settled();
    const path = join(data, "catalog.jsonl");
    await writeFile(path, damage(await readFile(path, "utf8")));

    const after = botOver([source], { snapshotFile: createSnapshotFile(data) });
    const isRestored = await after.app.pipeline.restore();
    await after.sync();

    expect(isRestored).toBe(false);
    expect(names(after)).toEqual(["component:default/a"]);
  });

  test("parses only what changed since", async () => {
    const data = await folder();
    const source = createMemorySource("org");
    const tree = source.tree("acme/catalog", { files: { "a.yaml": component("a"), "b.yaml": component("b") } });
    const before = botOver([source], { snapshotFile: createSnapshotFile(data) });
    await before.sync();
    await before.app.pipeline.settled();
    tree.write({ "b.yaml": component("b", { description: "new" }) });

    const after = botOver([source], { snapshotFile: createSnapshotFile(data) });
    await after.app.pipeline.restore();
    const [report] = await after.sync();

    expect(report).toMatchObject({ status: "changed", added: 0, changed: 1, removed: 0 });
  });
});

describe("locations and placeholders", () => {
  test("bring other files of the same tree, by glob and by path, and follow their changes", async () => {
    const source = createMemorySource("org");
    const location = (...targets: string[]) => descriptor("Location", `l${targets.length}`, { spec: { targets } });
    const api = (name: string) =>
      descriptor("API", name, {
        spec: { type: "openapi", lifecycle: "production", owner: "a-team", definition: { $text: "./openapi.json" } },
      });
    const tree = source.tree("acme/catalog", {
      files: {
        "all.yaml": location("./parts/*.yml", "./more.yml"),
        "parts/a.yml": component("a"),
        "parts/openapi.json": "{}",
        "parts/api.yml": api("api"),
        "more.yml": location("./missing.yml"),
      },
    });
    const bot = botOver([source]);

    await bot.sync();
    const first = { names: names(bot), codes: codes(bot) };
    tree.write({ "parts/openapi.json": undefined, "missing.yml": component("found") });
    await bot.sync();

    expect(first.names).toEqual([
      "api:default/api",
      "component:default/a",
      "location:default/l1",
      "location:default/l2",
    ]);
    expect(first.codes.filter((code) => code !== "owner_unknown")).toEqual(["location_unresolved"]);
    expect(codes(bot)).toContain("placeholder_unresolved");
    expect(codes(bot)).not.toContain("location_unresolved");
    expect(bot.app.snapshot().entities.get("api:default/api")).toMatchObject({ isStale: true });
    expect(names(bot)).toContain("component:default/found");
  });

  test.each(["../outside.yml", "/etc/passwd", "https://example.com/catalog-info.yaml", "file:///etc/passwd"])(
    "never lead out of the tree: %s",
    async (target) => {
      const source = createMemorySource("org");
      source.tree("acme/catalog", {
        files: { "all.yaml": descriptor("Location", "l", { spec: { targets: [target] } }) },
      });
      const bot = botOver([source]);

      await bot.sync();

      expect(codes(bot)).toEqual(["location_unresolved"]);
    },
  );
});

describe("references", () => {
  const find = (bot: TestBot, code: string) => bot.app.snapshot().problems.find((problem) => problem.code === code);

  test.each([
    ["owner_unknown", { owner: "nobody" }, "x names nobody as its owner, which is not in the catalog."],
    [
      "owner_other_namespace",
      { owner: "b-team" },
      "x names b-team as its owner, which exists only in another namespace.",
    ],
    [
      "owner_is_email",
      { owner: "ada@acme.example" },
      "x names ada@acme.example as its owner, which is an e-mail address.",
    ],
    ["owner_not_owner_kind", { owner: "system:a" }, "spec.owner of x names a system, which it cannot be."],
    ["relation_dangling", { system: "nowhere" }, "spec.system of x names nowhere, which is not in the catalog."],
    ["reference_invalid", { dependsOn: ["no-kind"] }, "spec.dependsOn of x cannot be read: “no-kind”."],
  ])("that lead nowhere are told: %s", async (code, spec, message) => {
    const source = createMemorySource("org");
    const teams = documents(group("a-team"), group("b-team", { namespace: "other" }));
    source.tree("acme/catalog", { files: { "org.yaml": teams, "x.yaml": component("x", { spec }) } });
    const bot = botOver([source]);

    await bot.sync();

    expect(find(bot, code)).toMatchObject({ path: "x.yaml", entity: "component:default/x", message });
    expect(find(bot, code)?.fix).toMatch(/\.$/);
  });

  test("are relations both ways, each once, whoever declares them", async () => {
    const source = createMemorySource("org");
    source.tree("acme/catalog", {
      files: {
        "org.yaml": documents(
          group("a-team", { spec: { members: ["ada"], parent: "root" } }),
          group("root", { spec: { children: ["a-team"] } }),
          user("ada", { spec: { memberOf: ["a-team"] } }),
        ),
      },
    });
    const bot = botOver([source]);

    await bot.sync();

    const { relations } = bot.app.snapshot();
    expect(relations.get("group:default/a-team")).toEqual([
      { type: "childOf", target: "group:default/root" },
      { type: "hasMember", target: "user:default/ada" },
    ]);
    expect(relations.get("user:default/ada")).toEqual([{ type: "memberOf", target: "group:default/a-team" }]);
  });
});
