import { expect } from "vitest";
import { neededBy, neededByFar, needsOf } from "../catalog/dependency.ts";
import { guessOwner, ownershipOf } from "../catalog/ownership.ts";
import { ownedBy, peopleOf, teamAndSubTeams, teamsOf } from "../catalog/team.ts";
import type { SourceHarvest } from "../sync/harvest.ts";
import { resolve } from "../sync/resolve/resolve.ts";
import { snapshotOf } from "./snapshot-of.ts";

const reverse: Readonly<Record<string, string>> = {
  ownedBy: "ownerOf",
  partOf: "hasPart",
  providesApi: "apiProvidedBy",
  consumesApi: "apiConsumedBy",
  dependsOn: "dependencyOf",
  childOf: "parentOf",
  memberOf: "hasMember",
};
const reverseOf = { ...reverse, ...Object.fromEntries(Object.entries(reverse).map(([one, other]) => [other, one])) };

/** Asserts what holds of every catalog, however broken its files: relations both ways and once, questions that end, the same result again. */
export async function expectSoundCatalog(sources: readonly SourceHarvest[]): Promise<void> {
  const resolved = await resolve(sources);
  const snapshot = snapshotOf(resolved);
  for (const [ref, relations] of resolved.relations) {
    const keys = relations.map(({ type, target }) => `${type} ${target}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { type, target } of relations) {
      expect(resolved.relations.get(target)).toContainEqual({ type: reverseOf[type], target: ref });
    }
  }
  for (const entity of resolved.entities.values()) {
    const { owner, problem } = ownershipOf(snapshot, entity);
    expect(owner === undefined).toBe(problem !== undefined);
    if (owner !== undefined) expect(resolved.entities.get(owner.ref)).toBe(owner);
    guessOwner(snapshot, entity, () => undefined);
    expect(neededByFar(snapshot, entity.ref)).not.toContain(entity.ref);
    expect(needsOf(snapshot, entity.ref)).not.toContain(entity.ref);
    expect(neededBy(snapshot, entity.ref)).not.toContain(entity.ref);
    ownedBy(snapshot, entity.ref);
    peopleOf(snapshot, entity.ref);
    expect(teamAndSubTeams(snapshot, entity.ref)).toContain(entity.ref);
    teamsOf(snapshot, entity.ref);
  }
  for (const { message, fix, severity } of resolved.problems) {
    expect(message).not.toBe("");
    expect(fix).toMatch(/\.$/);
    expect(severity).not.toBe("info");
  }
  expect(await resolve(sources)).toEqual(resolved);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}
