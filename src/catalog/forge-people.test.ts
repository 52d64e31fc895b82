import { describe, expect, test } from "vitest";
import { snapshotOf } from "../testing/snapshot-of.ts";
import { thing } from "../testing/thing.ts";
import { readCodeOwner } from "./code-owners/code-owner.ts";
import type { Entity } from "./entity.ts";
import { catalogOwner, createForgePeople } from "./forge-people.ts";

const shop = { host: "github.com", slug: "acme/shop" };

/** The reference of whom a rule of acme/shop on github.com names. */
function named(owner: string, entities: readonly Entity[], repository = shop): string | undefined {
  const snapshot = snapshotOf({ entities: new Map(entities.map((entity) => [entity.ref, entity])) });
  const read = readCodeOwner(owner);
  return read && catalogOwner(createForgePeople(snapshot), repository, read)?.ref;
}

function from(repository: string | undefined): Pick<Entity, "origin"> {
  const origin = { source: "org", root: "org", rootName: "org", path: "catalog-info.yaml", line: 1 };
  return { origin: { ...origin, ...(repository !== undefined && { repository }) } };
}

function group(name: string, slug: string, repository?: string): Entity {
  return thing(name, { kind: "Group", annotations: { "github.com/team-slug": slug }, ...from(repository) });
}

function user(name: string, login: string, repository?: string): Entity {
  return thing(name, { kind: "User", annotations: { "github.com/user-login": login }, ...from(repository) });
}

describe("an owner that CODEOWNERS names", () => {
  test.each([
    ["@acme/tax", group("team-tax", "acme/tax"), "group:default/team-tax"],
    ["@Acme/Tax", group("team-tax", " acme/TAX "), "group:default/team-tax"],
    ["@acme/tax", group("team-tax", "@acme/tax"), "group:default/team-tax"],
    ["@acme/tax", group("team-tax", "tax"), "group:default/team-tax"],
    ["@other/tax", group("team-tax", "tax"), undefined],
    ["@other/tax", group("team-tax", "acme/tax"), undefined],
    ["@mia", user("mia.chen", "MIA"), "user:default/mia.chen"],
    ["@mia", user("mia.chen", "@mia"), "user:default/mia.chen"],
    ["@mia", user("mia", "m-chen"), undefined],
    ["@acme/tax", user("tax", "acme/tax"), undefined],
    ["@tax", group("tax", "tax"), undefined],
  ])("%s is somebody of the catalog", (owner, entity, ref) => {
    expect(named(owner, [entity])).toBe(ref);
  });

  test("by an address is whose profile has it", () => {
    const mia = thing("mia", { kind: "User", spec: { profile: { email: "Mia@acme.example" } } });
    const team = thing("tax", { kind: "Group", spec: { profile: { email: "tax@acme.example" } } });

    expect(named("mia@Acme.example", [mia, team])).toBe("user:default/mia");
    expect(named("tax@acme.example", [mia, team])).toBeUndefined();
  });

  test("is nobody where several claim to be it", () => {
    expect(named("@mia", [user("mia", "mia"), user("mia2", "Mia")])).toBeUndefined();
    expect(named("@acme/tax", [group("tax", "acme/tax"), group("duty", "tax")])).toBeUndefined();
  });

  test("is on the host of the repository that it was read from, and on any where it was read from none", () => {
    const here = user("mia", "mia", "github.com/acme/catalog");
    const there = user("mia-ghes", "mia", "ghes.acme.example/acme/catalog");

    expect(named("@mia", [here, there])).toBe("user:default/mia");
    expect(named("@mia", [here, there], { host: "GHES.acme.example", slug: "acme/shop" })).toBe(
      "user:default/mia-ghes",
    );
    expect(named("@mia", [there])).toBeUndefined();
    expect(named("@mia", [user("mia", "mia")], { host: "ghes.acme.example", slug: "a/b" })).toBe("user:default/mia");
    expect(named("@acme/tax", [group("tax", "acme/tax", "ghes.acme.example/acme/catalog")])).toBeUndefined();
  });
});
