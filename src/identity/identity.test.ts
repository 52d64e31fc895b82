import { describe, expect, test } from "vitest";
import type { Entity } from "../catalog/entity.ts";
import { thing } from "../testing/thing.ts";
import { createIdentity } from "./identity.ts";

const somebody = { platform: "teams", tenant: "t1", id: "29:1" };

function user(name: string, email: string | undefined, directoryId?: string): Entity {
  const annotations = directoryId === undefined ? {} : { "graph.microsoft.com/user-id": directoryId };
  return thing(name, { kind: "User", annotations, spec: email === undefined ? {} : { profile: { email } } });
}

function identityOf(...users: readonly Entity[]) {
  const entities = new Map(users.map((entity) => [entity.ref, entity]));
  const snapshot = { revision: "1", at: new Date(0), entities, relations: new Map(), problems: [], sources: [] };
  return createIdentity({ isLoaded: () => true, snapshot: () => snapshot as never }, []);
}

describe("somebody in chat", () => {
  test("is who carries their object id, whatever their address is by now", () => {
    const identity = identityOf(user("mia", "old@acme.example", "AAAA-1"), user("ana", "mia@acme.example"));

    expect(identity.userOf({ ...somebody, directoryId: "aaaa-1", email: "mia@acme.example" })).toBe("user:default/mia");
  });

  test("is found by their address where the catalog knows no object id", () => {
    const identity = identityOf(user("mia", "Mia@acme.example"));

    expect(identity.userOf({ ...somebody, directoryId: "aaaa-1", email: " mia@ACME.example" })).toBe(
      "user:default/mia",
    );
    expect(identity.userOf({ ...somebody, directoryId: "aaaa-1" })).toBeUndefined();
  });

  test("who got an address that was another's is not taken for them", () => {
    const identity = identityOf(user("mia", "mia@acme.example", "aaaa-1"));

    expect(identity.userOf({ ...somebody, directoryId: "bbbb-2", email: "mia@acme.example" })).toBeUndefined();
    expect(identity.userOf({ ...somebody, email: "mia@acme.example" })).toBe("user:default/mia");
  });

  test("is nobody where two carry the same object id, or the same address", () => {
    const identity = identityOf(
      user("mia", "mia@acme.example", "aaaa-1"),
      user("eve", "eve@acme.example", "AAAA-1"),
      user("tom", "team@acme.example"),
      user("tim", "team@acme.example"),
    );

    expect(identity.userOf({ ...somebody, directoryId: "aaaa-1", email: "eve@acme.example" })).toBeUndefined();
    expect(identity.userOf({ ...somebody, email: "team@acme.example" })).toBeUndefined();
  });
});
