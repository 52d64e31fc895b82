import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import type { EntityRef } from "../../catalog/ref.ts";
import { targets } from "../../catalog/snapshot.ts";
import { group, user } from "../../testing/descriptor.ts";
import { githubSourceOf } from "../../testing/github-source-subject.ts";
import { createMemoryForge, type MemoryForge } from "../../testing/memory-forge.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot } from "../../testing/test-bot.ts";
import { createParser } from "../parse/parser.ts";

const parser = createParser();
afterAll(() => parser.close());

/** Teams of an organisation by name, each with its members. */
function organisation(
  forge: MemoryForge,
  org: string,
  teams: Readonly<Record<string, readonly string[]>>,
): MemoryForge {
  for (const login of new Set(Object.values(teams).flat())) forge.putPerson(org, { login });
  for (const [slug, members] of Object.entries(teams)) forge.putTeam(org, { slug, members });
  return forge;
}

/** What organisations' people are in the catalog. */
async function catalogOf(
  ...sources: readonly { readonly forge: MemoryForge; readonly org: string; readonly peopleNamespace?: string }[]
) {
  const made = sources.map((source, index) => githubSourceOf({ name: `source-${index}`, people: true, ...source }));
  const bot = createTestBot(await Promise.all(made), { parser });
  onTestFinished(() => bot.app.stop());
  await bot.sync();
  const snapshot = bot.app.snapshot();
  return {
    refs: [...snapshot.entities.keys()].sort(),
    problems: snapshot.problems.map(({ code, entity, message, fix }) => ({ code, entity, message, fix })),
    to: (ref: EntityRef, type: "memberOf" | "hasMember" | "childOf") => targets(snapshot, ref, type),
  };
}

test("somebody in two organisations of a host is one person, in the teams of both", async () => {
  const forge = createMemoryForge();
  organisation(forge, "acme", { platform: ["mia"] });
  organisation(forge, "umbrella", { pay: ["Mia", "jonas"] });

  const catalog = await catalogOf({ forge, org: "acme" }, { forge, org: "umbrella" });

  expect(catalog.problems).toEqual([]);
  expect(catalog.refs).toEqual([
    "group:default/pay",
    "group:default/platform",
    "user:default/jonas",
    "user:default/mia",
  ]);
  expect(catalog.to("user:default/mia", "memberOf")).toEqual(["group:default/pay", "group:default/platform"]);
  expect(catalog.to("group:default/pay", "hasMember")).toEqual(["user:default/jonas", "user:default/mia"]);
});

test("somebody in a team too large to list its members is in it all the same", async () => {
  const forge = createMemoryForge();
  organisation(forge, "acme", { platform: ["mia"] });
  organisation(forge, "umbrella", { all: ["mia", ...Array.from({ length: 1000 }, (_, index) => `p${index}`)] });

  const catalog = await catalogOf({ forge, org: "acme" }, { forge, org: "umbrella" });

  expect(catalog.problems).toEqual([]);
  expect(catalog.to("user:default/mia", "memberOf")).toEqual(["group:default/all", "group:default/platform"]);
});

test("teams of one name are told apart by a namespace, and whoever is in both is one person", async () => {
  const forge = organisation(createMemoryForge(), "acme", { platform: ["mia"] });
  organisation(forge, "umbrella", { platform: ["mia"] });
  forge.putTeam("umbrella", { slug: "search", parent: "platform", members: ["mia"] });

  const clash = await catalogOf({ forge, org: "acme" }, { forge, org: "umbrella" });
  expect(clash.problems).toEqual([
    {
      ...{ code: "duplicate_reference", entity: "group:default/platform" },
      message: "group:default/platform is defined in people of acme: teams/platform.json:1 too, and that one counts.",
      fix: "Give one of the sources a peopleNamespace in callboard.yaml.",
    },
  ]);

  const apart = await catalogOf({ forge, org: "acme" }, { forge, org: "umbrella", peopleNamespace: "umbrella" });
  expect(apart.problems).toEqual([]);
  expect(apart.refs).toEqual([
    "group:default/platform",
    "group:umbrella/platform",
    "group:umbrella/search",
    "user:default/mia",
  ]);
  expect(apart.to("user:default/mia", "memberOf")).toEqual([
    "group:default/platform",
    "group:umbrella/platform",
    "group:umbrella/search",
  ]);
  expect(apart.to("group:umbrella/search", "childOf")).toEqual(["group:umbrella/platform"]);
  expect(apart.to("group:umbrella/platform", "hasMember")).toEqual(["user:default/mia"]);
});

describe("a login on two hosts", () => {
  const team = (host: string, email?: string) => {
    const forge = organisation(createMemoryForge({ host }), "acme", { platform: ["mia"] });
    forge.putPerson("acme", { login: "mia", ...(email !== undefined && { email }) });
    return forge;
  };

  test("is one person where both show the same address", async () => {
    const cloud = team("github.com", "mia@acme.example");
    const server = team("ghe.example.com", "Mia@acme.example");

    const catalog = await catalogOf(
      { forge: cloud, org: "acme" },
      { forge: server, org: "acme", peopleNamespace: "server" },
    );

    expect(catalog.problems).toEqual([]);
    expect(catalog.to("user:default/mia", "memberOf")).toEqual(["group:default/platform", "group:server/platform"]);
  });

  test("is one person where another organisation of the host shows that address", async () => {
    const cloud = team("github.com", "mia@acme.example");
    const server = team("ghe.example.com");
    organisation(server, "umbrella", { pay: ["mia"] }).putPerson("umbrella", {
      ...{ login: "mia", email: "mia@acme.example" },
    });

    const catalog = await catalogOf(
      { forge: cloud, org: "acme" },
      { forge: server, org: "acme", peopleNamespace: "server" },
      { forge: server, org: "umbrella", peopleNamespace: "umbrella" },
    );

    expect(catalog.problems).toEqual([]);
    expect(catalog.to("user:default/mia", "memberOf")).toHaveLength(3);
  });

  test.each([
    ["another address", "other@acme.example"],
    ["no address", undefined],
  ])("is two people where one shows %s: the second is in no team, and what to do is told", async (_, email) => {
    const cloud = team("github.com", "mia@acme.example");
    const server = team("ghe.example.com", email);

    const catalog = await catalogOf(
      { forge: cloud, org: "acme" },
      { forge: server, org: "acme", peopleNamespace: "server" },
    );

    expect(catalog.problems).toEqual([
      {
        ...{ code: "duplicate_reference", entity: "user:default/mia" },
        message:
          "user:default/mia is defined in people of acme on github.com: people/mia.json:1 too, and that one counts.",
        fix:
          "The logins on github.com and ghe.example.com are different people unless both show the same e-mail address. " +
          "Leave people off in one of the sources; a trusted catalog file can define its people, with github.com/user-login.",
      },
    ]);
    expect(catalog.to("user:default/mia", "memberOf")).toEqual(["group:default/platform"]);
    expect(catalog.to("group:server/platform", "hasMember")).toEqual([]);
  });
});

test("a person whom a file defines too is told how to have one of the two", async () => {
  const forge = organisation(createMemoryForge(), "acme", { platform: ["mia"] });
  const files = createMemorySource("files");
  files.tree("acme/catalog", { files: { "org.yaml": user("mia") } });
  const bot = createTestBot([files, await githubSourceOf({ name: "acme", people: true, forge })], { parser });
  onTestFinished(() => bot.app.stop());
  await bot.sync();

  expect(bot.app.snapshot().problems).toMatchObject([
    { source: "acme", fix: "Remove the one in a file, or leave people off in source acme." },
  ]);
});

test("a team that a file defines too is told how to have one of the two", async () => {
  const forge = organisation(createMemoryForge(), "acme", { platform: [] });
  const files = createMemorySource("files");
  files.tree("acme/catalog", { files: { "org.yaml": group("platform") } });
  const bot = createTestBot([files, await githubSourceOf({ name: "acme", people: true, forge })], { parser });
  onTestFinished(() => bot.app.stop());
  await bot.sync();

  expect(bot.app.snapshot().problems).toMatchObject([
    {
      source: "acme",
      message: "group:default/platform is defined in acme/catalog: org.yaml:1 too, and that one counts.",
      fix: "Remove the one in a file, or give source acme a peopleNamespace in callboard.yaml.",
    },
  ]);
});
