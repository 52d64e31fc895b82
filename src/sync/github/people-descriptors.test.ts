import { afterAll, describe, expect, test } from "vitest";
import type { ForgePerson, ForgeTeam } from "../../forge/forge.ts";
import type { ParsedDocument } from "../parse/parsed-file.ts";
import { createParser } from "../parse/parser.ts";
import { peopleDescriptors } from "./people-descriptors.ts";

const parser = createParser();
afterAll(() => parser.close());

function team(slug: string, parts: Partial<ForgeTeam> = {}): ForgeTeam {
  return { slug, name: slug, members: [], webUrl: `https://github.com/orgs/acme/teams/${slug}`, ...parts };
}

function person(login: string, parts: Partial<ForgePerson> = {}): ForgePerson {
  return { login, webUrl: `https://github.com/${login}`, ...parts };
}

function described(teams: readonly ForgeTeam[], people: readonly ForgePerson[] = [], namespace = "default") {
  const files = peopleDescriptors({ owner: "acme", namespace }, { teams, people });
  return new Map([...files].map(([path, text]) => [path, JSON.parse(text)]));
}

/** What the catalog makes of the files. */
async function parsed(teams: readonly ForgeTeam[], people: readonly ForgePerson[]): Promise<readonly ParsedDocument[]> {
  const files = [...peopleDescriptors({ owner: "acme", namespace: "default" }, { teams, people })];
  async function* all() {
    for (const [path, text] of files) yield { path, bytes: Buffer.from(text) };
  }
  const documents: ParsedDocument[] = [];
  for await (const file of parser.parse(all(), {}, new AbortController().signal)) documents.push(...file.documents);
  return documents;
}

describe("a team", () => {
  test("is a group with its members, its parent and what the forge calls it", () => {
    const files = described(
      [
        team("platform", { name: "Platform 🚀", description: "Keeps it up", members: ["Mia", "jonas"], parent: "eng" }),
        team("eng"),
      ],
      [person("mia"), person("jonas")],
    );

    expect(files.get("teams/platform.json")).toEqual({
      apiVersion: "backstage.io/v1alpha1",
      kind: "Group",
      metadata: {
        name: "platform",
        description: "Keeps it up",
        annotations: { "github.com/team-slug": "acme/platform" },
        links: [{ url: "https://github.com/orgs/acme/teams/platform", title: "Team on GitHub" }],
      },
      spec: {
        type: "team",
        profile: { displayName: "Platform 🚀" },
        parent: "eng",
        children: [],
        members: ["jonas", "mia"],
      },
    });
  });

  test("has no parent where that is not to be seen or is below it", () => {
    const files = described([
      team("a", { parent: "b" }),
      team("b", { parent: "a" }),
      team("c", { parent: "a" }),
      team("d", { parent: "secret" }),
      team("e", { parent: "e" }),
    ]);

    const parents = [..."abcde"].map((name) => files.get(`teams/${name}.json`).spec.parent);
    expect(parents).toEqual([undefined, undefined, "a", undefined, undefined]);
  });

  test("of very many people leaves them to their own files", () => {
    const members = Array.from({ length: 1001 }, (_, index) => `p${index}`);
    const files = described([team("all", { members })]);

    expect(files.get("teams/all.json").spec.members).toBeUndefined();
    expect(files.get("people/p7.json").spec.memberOf).toEqual(["all"]);
  });
});

describe("a person", () => {
  test("is a user with name, teams and address", () => {
    const files = described(
      [team("b", { members: ["MIA"] }), team("a-", { members: ["mia", "Mia"] })],
      [person("Mia", { name: " Mia Chen ", email: "mia@acme.example" })],
    );

    expect(files.get("people/Mia.json")).toEqual({
      apiVersion: "backstage.io/v1alpha1",
      kind: "User",
      metadata: {
        name: "Mia",
        annotations: { "github.com/user-login": "Mia" },
        links: [{ url: "https://github.com/Mia", title: "Profile on GitHub" }],
      },
      spec: { profile: { displayName: "Mia Chen", email: "mia@acme.example" }, memberOf: ["a", "b"] },
    });
  });

  test("in no team, or of no organisation but in a team, is one as well", () => {
    const files = described([team("a", { members: ["outside"] })], [person("alone", { email: "no address" })]);

    expect(files.get("people/alone.json").spec).toEqual({ profile: { displayName: "alone" }, memberOf: [] });
    expect(files.get("people/outside.json").spec).toEqual({ profile: { displayName: "outside" }, memberOf: ["a"] });
  });
});

test("a namespace is for groups: users stay in default, and references name both", () => {
  const teams = [team("eng"), team("platform", { parent: "eng", members: ["Mia"] })];

  const files = described(teams, [person("mia")], "umbrella");

  expect(files.get("teams/platform.json")).toMatchObject({
    metadata: { name: "platform", namespace: "umbrella" },
    spec: { parent: "group:umbrella/eng", members: ["user:default/mia"] },
  });
  expect(files.get("people/mia.json").metadata.namespace).toBeUndefined();
  expect(files.get("people/mia.json").spec.memberOf).toEqual(["group:umbrella/platform"]);
});

// What a skeleton of a template looks like.
const template = ["$", "{{ name }} {% if %}"].join("");

test("whatever people and teams are called, the catalog takes it as it is", async () => {
  const odd = ["\u007f\u0085 \ufeff", "$text: ./x", template, "\ud83d", "- [", '"', "﷽".repeat(50), "a\n---\nb"];
  const people = odd.map((name, index) => person(`p${index}-`, { name, email: `p${index}@acme.example` }));
  const teams = odd.map((name, index) => team(`_t${index}`, { name, description: name, members: [`p${index}-`] }));

  const documents = await parsed(teams, people);

  expect(documents.filter(({ type }) => type === "problem")).toEqual([]);
  expect(documents).toHaveLength(16);
  const names = documents.map(
    (each) => (each.type === "entity" ? each.entity.spec["profile"] : {}) as { displayName?: string },
  );
  expect(names.map((profile) => profile.displayName)).toContain(template);
});

test("six hundred teams and three thousand people are one file each", async () => {
  const people = Array.from({ length: 3000 }, (_, index) => person(`person-${index}`));
  const teams = Array.from({ length: 600 }, (_, index) =>
    team(`team-${index}`, { members: people.slice(index * 5, index * 5 + 5).map(({ login }) => login) }),
  );

  expect(described(teams, people).size).toBe(3600);
});
