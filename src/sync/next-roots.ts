import type { EntityRef } from "../catalog/ref.ts";
import { isSameRepository, type RepositoryName } from "../event/delivery-event.ts";
import { harvestedEntities, type RootHarvest } from "./harvest.ts";
import { keptRoot, type RootOutcome } from "./read-roots.ts";

/** What a reading says of the roots that it does not mention. */
export interface Silence {
  /** `nothing`: it is incomplete. `away`: they are of another place than what is read now. `missed`: they may be gone. */
  readonly means: "nothing" | "missed" | "away";
  /** Only these repositories were asked for: of others it says nothing. */
  readonly only?: readonly RepositoryName[];
  readonly isSameRules: boolean;
}

/**
 * The roots of a source after a reading, by id. One that is not mentioned is kept once, and goes when it was missed before
 * and the whole source was read, or at once where all its things are given by others now: it was only renamed.
 */
export function nextRoots(
  last: Iterable<RootHarvest>,
  outcomes: readonly RootOutcome[],
  silence: Silence,
): readonly RootHarvest[] {
  const mentioned = new Set(outcomes.map(({ rootId }) => rootId));
  const present = outcomes.flatMap(({ harvest }) => harvest ?? []);
  const unmentioned = [...last].filter(({ rootId }) => !mentioned.has(rootId));
  const givenElsewhere = unmentioned.length === 0 ? new Set<EntityRef>() : refsOf(present);
  const kept = unmentioned.flatMap((root) => afterSilence(root, silence, givenElsewhere));
  return [...present, ...kept].sort((a, b) => (a.rootId < b.rootId ? -1 : 1));
}

/** The roots as they were, of which those that are mentioned are not missed any more. */
export function mentionedAgain(last: readonly RootHarvest[], outcomes: readonly RootOutcome[]): readonly RootHarvest[] {
  if (!last.some(({ isMissed }) => isMissed)) return last;
  const mentioned = new Set(outcomes.map(({ rootId }) => rootId));
  return last.map((root) => {
    if (!root.isMissed || !mentioned.has(root.rootId)) return root;
    const { isMissed: _isMissed, ...found } = root;
    return found;
  });
}

function afterSilence(
  root: RootHarvest,
  { means, only, isSameRules }: Silence,
  givenElsewhere: ReadonlySet<EntityRef>,
): readonly RootHarvest[] {
  const kept = keptRoot(root, isSameRules);
  if (means === "nothing" || (only !== undefined && !isOneOf(root, only))) return [kept];
  if (means === "away" || isMoved(root, givenElsewhere)) return [];
  // A push is looked at several times, and its host may not show the repository for a moment.
  if (root.isMissed && only === undefined) return [];
  return [{ ...kept, isMissed: true }];
}

function isOneOf({ repository }: RootHarvest, repositories: readonly RepositoryName[]): boolean {
  return repository !== undefined && repositories.some((one) => isSameRepository(one, repository));
}

/** Things of the same name in the same source, when what gave them is not mentioned any more, are the same things. */
function isMoved(root: RootHarvest, givenElsewhere: ReadonlySet<EntityRef>): boolean {
  const refs = refsOf([root]);
  return refs.size > 0 && [...refs].every((ref) => givenElsewhere.has(ref));
}

/** Everything that these roots define. */
export function refsOf(roots: readonly RootHarvest[]): ReadonlySet<EntityRef> {
  const refs = new Set<EntityRef>();
  for (const entity of harvestedEntities({ roots })) refs.add(entity.ref);
  return refs;
}
