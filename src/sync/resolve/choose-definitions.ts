import { breathe } from "../../breathe.ts";
import type { Entity } from "../../catalog/entity.ts";
import type { Problem } from "../../catalog/problem.ts";
import type { EntityRef } from "../../catalog/ref.ts";
import { harvestedEntities, type SourceHarvest } from "../harvest.ts";
import { isOnOtherHost, samePeople } from "./same-people.ts";

interface Definitions {
  readonly entities: ReadonlyMap<EntityRef, Entity>;
  /** Further definitions of users that a forge gave for the same person: no mistake, and their teams count. */
  readonly sameUsers: readonly Entity[];
  /** Users of another host who have the reference of somebody else: what their own teams say is not of that one. */
  readonly strangers: readonly Entity[];
  readonly problems: readonly Problem[];
}

/**
 * One definition of each reference. When several files define one, the first wins: trusted sources before the others,
 * sources in the order of the configuration, then by path, then by line; a file's last good version only if no file
 * of the same standing has a fresh one.
 * The same files give the same winner, and every other file is told which one it is.
 */
export async function chooseDefinitions(sources: readonly SourceHarvest[]): Promise<Definitions> {
  const pause = breathe();
  const entities = new Map<EntityRef, Entity>();
  const losers: Entity[] = [];
  const trusted = new Set<EntityRef>();
  const inOrder = [...sources.filter((source) => source.isTrusted), ...sources.filter((source) => !source.isTrusted)];
  for (const source of inOrder) {
    for (const entity of harvestedEntities(source)) {
      const winner = entities.get(entity.ref);
      if (winner === undefined) entities.set(entity.ref, entity);
      else if (winner.isStale && !entity.isStale && source.isTrusted === trusted.has(entity.ref)) {
        entities.set(entity.ref, entity);
        losers.push(winner);
      } else losers.push(entity);
      if (source.isTrusted) trusted.add(entity.ref);
      if (pause.isDue()) await pause.take();
    }
  }
  const same = samePeople(entities, losers);
  const others = losers.filter((loser) => !same.has(loser));
  return {
    entities,
    sameUsers: losers.filter((loser) => same.has(loser)),
    strangers: others.filter((loser) => isOnOtherHost(loser, entities.get(loser.ref))),
    problems: others.flatMap((loser) => duplicateProblem(loser, entities.get(loser.ref))),
  };
}

/** A last good version that a fresh definition elsewhere replaced is no mistake: its own file's problem says enough. */
function duplicateProblem(loser: Entity, winner: Entity | undefined): readonly Problem[] {
  if (winner === undefined || loser.isStale) return [];
  const { source, rootName, repository, path, line } = loser.origin;
  return [
    {
      code: "duplicate_reference",
      severity: "error",
      source,
      root: rootName,
      ...(repository !== undefined && { repository }),
      path,
      line,
      entity: loser.ref,
      message: `${loser.ref} is defined in ${rootOf(winner, loser)}${winner.origin.path}:${winner.origin.line} too, and that one counts.`,
      fix: fixOf(winner, loser),
    },
  ];
}

/** Before a path: the tree of the definition that counts, where the other one's is not the same. */
function rootOf({ origin }: Entity, { origin: other }: Entity): string {
  if (origin.root === other.root) return "";
  const host = origin.host ?? origin.repository?.split("/")[0];
  return origin.rootName === other.rootName && host ? `${origin.rootName} on ${host}: ` : `${origin.rootName}: `;
}

/** What a forge says of its people stands in no file that somebody could change. */
function fixOf(winner: Entity, loser: Entity): string {
  const [given, other] = [winner, loser].filter(({ origin }) => origin.host !== undefined);
  if (given === undefined) return "Remove one of the two, or give this one another name.";
  if (winner.ref.startsWith("user:")) return userFixOf(given, other);
  if (other !== undefined) return "Give one of the sources a peopleNamespace in callboard.yaml.";
  return `Remove the one in a file, or give source ${given.origin.source} a peopleNamespace in callboard.yaml.`;
}

/** A namespace is for groups. */
function userFixOf({ origin }: Entity, other: Entity | undefined): string {
  if (other === undefined) return `Remove the one in a file, or leave people off in source ${origin.source}.`;
  const off =
    "Leave people off in one of the sources; a trusted catalog file can define its people, with github.com/user-login.";
  if (origin.host === other.origin.host) return off;
  const hosts = `${origin.host} and ${other.origin.host}`;
  return `The logins on ${hosts} are different people unless both show the same e-mail address. ${off}`;
}
