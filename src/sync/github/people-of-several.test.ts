import { afterAll, expect, onTestFinished, test } from "vitest";
import type { EntityRef } from "../../catalog/ref.ts";
import { targets } from "../../catalog/snapshot.ts";
import { group } from "../../testing/descriptor.ts";
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

const fix = "Give one of the sources a peopleNamespace in callboard.yaml.";

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

test("teams of one name, and a login on another host, are told apart by a namespace", async () => {
  const cloud = organisation(createMemoryForge(), "acme", { platform: ["mia"] });
  const server = organisation(createMemoryForge({ host: "ghe.example.com" }), "acme", { platform: ["mia"] });
  server.putTeam("acme", { slug: "search", parent: "platform", members: ["mia"] });

  const clash = await catalogOf({ forge: cloud, org: "acme" }, { forge: server, org: "acme" });
  expect(clash.problems).toEqual([
    {
      ...{ code: "duplicate_reference", entity: "user:default/mia", fix },
      message:
        "user:default/mia is defined in people of acme on github.com: people/mia.json:1 too, and that one counts.",
    },
    {
      ...{ code: "duplicate_reference", entity: "group:default/platform", fix },
      message:
        "group:default/platform is defined in people of acme on github.com: teams/platform.json:1 too, and that one counts.",
    },
  ]);

  const apart = await catalogOf(
    { forge: cloud, org: "acme" },
    { forge: server, org: "acme", peopleNamespace: "server" },
  );
  expect(apart.problems).toEqual([]);
  expect(apart.refs).toEqual([
    "group:default/platform",
    "group:server/platform",
    "group:server/search",
    "user:default/mia",
    "user:server/mia",
  ]);
  expect(apart.to("user:server/mia", "memberOf")).toEqual(["group:server/platform", "group:server/search"]);
  expect(apart.to("group:server/search", "childOf")).toEqual(["group:server/platform"]);
  expect(apart.to("group:server/platform", "hasMember")).toEqual(["user:server/mia"]);
  expect(apart.to("user:default/mia", "memberOf")).toEqual(["group:default/platform"]);
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
