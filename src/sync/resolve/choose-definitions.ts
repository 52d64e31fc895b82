import { breathe } from "../../breathe.ts";
import type { Entity } from "../../catalog/entity.ts";
import type { Problem } from "../../catalog/problem.ts";
import type { EntityRef } from "../../catalog/ref.ts";
import { harvestedEntities, type SourceHarvest } from "../harvest.ts";

/**
 * One definition of each reference. When several files define one, the first wins: trusted sources before the others,
 * sources in the order of the configuration, then by path, then by line; a file's last good version only if no file
 * of the same standing has a fresh one.
 * The same files give the same winner, and every other file is told which one it is.
 */
export async function chooseDefinitions(
  sources: readonly SourceHarvest[],
): Promise<{ entities: ReadonlyMap<EntityRef, Entity>; problems: readonly Problem[] }> {
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
  return { entities, problems: losers.flatMap((loser) => duplicateProblem(loser, entities.get(loser.ref))) };
}

/** A last good version that a fresh definition elsewhere replaced is no mistake: its own file's problem says enough. */
function duplicateProblem(loser: Entity, winner: Entity | undefined): readonly Problem[] {
  if (winner === undefined || loser.isStale) return [];
  const { source, root, rootName, repository, path, line } = loser.origin;
  const place = winner.origin.root === root ? "" : `${winner.origin.rootName}: `;
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
      message: `${loser.ref} is defined in ${place}${winner.origin.path}:${winner.origin.line} too, and that one counts.`,
      fix: "Remove one of the two, or give this one another name.",
    },
  ];
}
