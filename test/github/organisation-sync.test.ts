import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type SimulatedGitHub, startGitHub } from "../../playground/github/simulated-github.ts";
import { createForgePeople } from "../../src/catalog/forge-people.ts";
import { systemClock } from "../../src/clock.ts";
import { createGitHubForge } from "../../src/forge/github/github-forge.ts";
import type { GitHubSourceOptions } from "../../src/sync/github/github-source.ts";
import { withTwins } from "../../src/sync/github/literal-paths.ts";
import { createParser } from "../../src/sync/parse/parser.ts";
import { component, group } from "../../src/testing/descriptor.ts";
import { githubSourceOf } from "../../src/testing/github-source-subject.ts";
import { recordedLog } from "../../src/testing/recorded-log.ts";
import { createTestBot } from "../../src/testing/test-bot.ts";

const parser = createParser();
afterAll(() => parser.close());

const info = "catalog-info.yaml";

/** An organisation with so many repositories, each with one thing; listings come fifty at a time. */
async function organisation(repositories: number): Promise<SimulatedGitHub> {
  const hub = await startGitHub({
    people: [{ login: "lena", name: "Lena Fischer", email: "lena@acme.example" }],
    organisations: [
      { login: "acme", admins: ["lena"], teams: [{ slug: "payments", name: "Payments", members: ["lena", "mia"] }] },
    ],
  });
  for (let index = 1; index <= repositories; index += 1) {
    hub.createRepository({ owner: "acme", name: `r${index}`, files: { [info]: component(`c${index}`) } });
  }
  return hub;
}

/** The bot that reads it, with everything but the chat. */
async function botOf(hub: SimulatedGitHub, options: Partial<GitHubSourceOptions> = {}) {
  const forge = createGitHubForge({
    host: hub.host,
    apiUrl: hub.apiUrl,
    webUrl: hub.webUrl,
    auth: { type: "token", token: hub.createToken({ login: "lena" }) },
    owners: ["acme"],
    fetch,
    clock: systemClock(),
    log: recordedLog().log,
  });
  const paths = withTwins(options.paths ?? [info]);
  const source = await githubSourceOf({ ...options, forge, paths });
  const bot = createTestBot([{ source, isTrusted: false, paths }], { parser });
  return {
    bot,
    sync: async () => (await bot.sync())[0],
    things: (): readonly string[] => [...bot.app.snapshot().entities.keys()].sort(),
    entities: () => [...bot.app.snapshot().entities.values()],
    repositories: () => [...bot.app.snapshot().repositories.values()].map(({ slug }) => slug).sort(),
  };
}

async function smallOrganisation(repositories: number, options: Partial<GitHubSourceOptions> = {}) {
  const hub = await organisation(repositories);
  onTestFinished(() => hub.stop());
  const made = await botOf(hub, options);
  onTestFinished(() => made.bot.app.stop());
  await made.sync();
  return { hub, ...made };
}

describe("a listing of two pages", () => {
  let hub: SimulatedGitHub;
  let reading: Awaited<ReturnType<typeof botOf>>;
  beforeAll(async () => {
    hub = await organisation(54);
    reading = await botOf(hub, { mirrorDir: "/nonexistent" });
    await reading.sync();
  }, 60_000);
  afterAll(async () => {
    await reading.bot.app.stop();
    await hub.stop();
  });

  test("gives every repository; when nothing changed, its pages are all that is asked for", async () => {
    const before = hub.requests.length;
    const report = await reading.sync();

    expect(reading.things()).toHaveLength(54);
    expect(hub.complaints).toEqual([]);
    expect(report).toMatchObject({ status: "unchanged" });
    expect(hub.requests.length - before).toBe(2);
  });

  const failures: Record<string, Parameters<SimulatedGitHub["fail"]>[1]> = {
    "a 500": { status: 500 },
    "a 502 however short the pages": { status: 502, times: 99 },
    "a 403": { status: 403 },
    "a cut connection": { reset: true, times: 99 },
    "something went wrong": { error: "went wrong", times: 99 },
    "partial errors": { error: "partial" },
    "an empty list": { error: "empty listing" },
    "half a list": { error: "half listing" },
    "nothing to be found": { error: "not found" },
  };

  test.each(Object.entries(failures).flatMap(([name, fault]) => [1, 2].map((page) => [name, page, fault] as const)))(
    "with %s on page %i leaves the catalog as it was, twice, and the next sync is well",
    async (_, page, fault) => {
      const { bot, sync, things } = reading;
      const before = things();
      onTestFinished(() => hub.heal());

      for (const _again of [1, 2]) {
        if (page === 2) hub.fail("graphql", { times: 1 });
        hub.fail("graphql", fault);
        const report = await sync();
        hub.heal();

        expect(things()).toEqual(before);
        expect(report).toMatchObject({ removed: 0 });
        expect(report?.status).toMatch(/^(?:failed|held|unchanged)$/);
      }
      expect(await sync()).toMatchObject({ status: "unchanged", removed: 0 });
      expect(things()).toEqual(before);
      expect(bot.app.snapshot().repositories.size).toBe(54);
    },
  );

  test.each([1, 2])(
    "with a limit on page %i leaves the catalog as it was, and no request is made before its time",
    async (page) => {
      const { bot, sync, things } = await botOf(hub);
      onTestFinished(() => bot.app.stop());
      await sync();
      if (page === 2) hub.fail("graphql", { times: 1 });
      hub.fail("graphql", { retryAfterSec: 120 });

      const reports = [await sync(), await sync()];

      expect(reports.map((report) => report?.status)).toEqual(["failed", "failed"]);
      expect(things()).toHaveLength(54);
    },
  );
});

describe("a change", () => {
  test("of a head, a forced one, or of the default branch's name is read", async () => {
    const { hub, sync, things, bot } = await smallOrganisation(6);
    hub.commit({ repository: "acme/r1", files: { [info]: component("renamed") } });
    hub.forcePush({ repository: "acme/r2", files: { [info]: component("forced") } });
    hub.renameBranch("acme/r3", "trunk");

    await sync();

    expect(things()).toEqual(["c3", "c4", "c5", "c6", "forced", "renamed"].map((name) => `component:default/${name}`));
    expect(bot.app.snapshot().repositories.get(`${hub.host}/acme/r3`)?.branch).toBe("trunk");
  });

  test("of a name moves what the repository has", async () => {
    const { hub, sync, things, repositories } = await smallOrganisation(6);
    const before = things();
    hub.rename("acme/r1", "z1");

    const report = await sync();

    expect(things()).toEqual(before);
    expect(report).toMatchObject({ removed: 0 });
    expect(repositories()).toEqual(["acme/r2", "acme/r3", "acme/r4", "acme/r5", "acme/r6", "acme/z1"]);
  });

  test("to an archive takes a repository away at once, its end with the second listing", async () => {
    const { hub, sync, things } = await smallOrganisation(8);
    hub.archive("acme/r1");
    hub.deleteRepository("acme/r2");

    await sync();
    const once = things().length;
    await sync();

    expect(once).toBe(7);
    expect(things()).toHaveLength(6);
  });

  test("that takes more than a fifth away is held until somebody confirms it", async () => {
    const { hub, bot, sync, things } = await smallOrganisation(10);
    for (const name of ["r1", "r2", "r3", "r4", "r5", "r6"]) hub.archive(`acme/${name}`);

    const report = await sync();
    const held = things().length;
    await bot.sync({ accept: ["github"] });

    expect([report?.status, held, things().length]).toEqual(["held", 10, 4]);
  });
});

describe("a repository that cannot be read", () => {
  test("keeps what it had, while others are read", async () => {
    const { hub, sync, things } = await smallOrganisation(3, { paths: ["*.yaml"] });
    hub.commit({ repository: "acme/r1", files: { "new.yaml": component("new1") } });
    hub.fail("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", { status: 500 });
    hub.commit({ repository: "acme/r2", files: { "new.yaml": component("new2") } });

    await sync();
    const during = things();
    hub.heal();
    await sync();

    expect(
      during.map((ref) => ref.replace("component:default/", "")).filter((name) => name.startsWith("c")),
    ).toHaveLength(3);
    expect(during).toHaveLength(4);
    expect(things()).toHaveLength(5);
  });

  test("because git is cut off keeps what it had, and is read once git is well", async () => {
    const { hub, sync, things } = await smallOrganisation(2, { paths: ["**/*.yaml"] });
    hub.setMaxTreeEntries(1);
    hub.commit({ repository: "acme/r1", files: { "a/new.yaml": component("new") } });
    hub.fail("git", { reset: true, times: 99 });

    const failed = await sync();
    const during = things();
    hub.heal();
    await sync();

    expect(failed).toMatchObject({ removed: 0, added: 0 });
    expect(during).toHaveLength(2);
    expect(things()).toHaveLength(3);
  });
});

describe("people", () => {
  test("become users and groups whatever the source may define, and repositories may not define them", async () => {
    const { hub, sync, things, entities } = await smallOrganisation(1, { people: true });
    hub.commit({ repository: "acme/r1", files: { [info]: `${component("c1")}---\n${group("self-made")}` } });
    await sync();

    expect(things()).toEqual([
      "component:default/c1",
      "group:default/payments",
      "user:default/lena",
      "user:default/mia",
    ]);
    const team = entities().find(({ kind }) => kind === "Group");
    expect(team?.annotations).toEqual({ "github.com/team-slug": "acme/payments" });
  });

  test("are those of their own host: somebody of that login on another is somebody else", async () => {
    const { hub, sync, bot } = await smallOrganisation(1, { people: true });
    await sync();

    const people = createForgePeople(bot.app.snapshot());

    expect(people.user(hub.host, "lena")?.ref).toBe("user:default/lena");
    expect(people.user("ghe.example.com", "lena")).toBeUndefined();
    expect(people.team("ghe.example.com", "acme", "payments")).toBeUndefined();
  });

  test("that may not be read keep what is known, and the repositories go on", async () => {
    const { hub, things, sync } = await smallOrganisation(1, { people: true });
    hub.commit({ repository: "acme/r1", files: { "catalog-info.yml": component("c2") } });
    hub.fail("graphql", { times: 1 });
    hub.fail("graphql", { status: 403 });

    await sync();

    expect(things()).toEqual([
      "component:default/c1",
      "component:default/c2",
      "group:default/payments",
      "user:default/lena",
      "user:default/mia",
    ]);
  });
});
