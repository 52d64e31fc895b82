import type { Entity } from "../entity.ts";
import type { EntityRef } from "../ref.ts";
import type { Dictionary } from "./dictionary.ts";
import type { SearchSpace } from "./find.ts";
import { groupSize } from "./groups.ts";
import type { Layer } from "./layer.ts";
import { buildSegment, type Segment } from "./segment.ts";
import { wordId } from "./vocabulary.ts";

/** A large segment that stays and a small one that is built anew with each change. */
export interface IndexLayers {
  readonly base: Segment;
  /** What changed since the base was built. */
  readonly changed: ReadonlyMap<EntityRef, Entity>;
  readonly changedSegment: Segment;
  /** Positions in the base that no longer count. */
  readonly removed: ReadonlySet<number>;
}

const LEAST_CHANGES_KEPT = 64;
const NONE: ReadonlySet<number> = new Set();

/** One segment of everything. */
export async function firstLayers(entities: Iterable<Entity>, signal?: AbortSignal): Promise<IndexLayers> {
  return {
    base: await buildSegment(entities, signal),
    changed: new Map(),
    changedSegment: await buildSegment([]),
    removed: NONE,
  };
}

/** The layers after a change. Costs what all changes since the base cost, until they are many and the base is built anew. */
export async function changeLayers(
  layers: IndexLayers,
  change: { readonly upserted: readonly Entity[]; readonly removed: readonly EntityRef[] },
): Promise<IndexLayers> {
  const changed = new Map(layers.changed);
  const removed = new Set(layers.removed);
  for (const ref of [...change.removed, ...change.upserted.map((entity) => entity.ref)]) {
    changed.delete(ref);
    const position = layers.base.positions.get(ref);
    if (position !== undefined) removed.add(position);
  }
  for (const entity of change.upserted) changed.set(entity.ref, entity);
  const next = { base: layers.base, changed, removed };
  if (changed.size + removed.size > mostChangesKept(layers.base)) return firstLayers(everything(next));
  return { ...next, changedSegment: await buildSegment(changed.values()) };
}

/** The layers as a search wants them: with words counted over all of them. */
export function searchSpace(layers: IndexLayers, dictionary: Dictionary): SearchSpace {
  const { base, changedSegment, removed } = layers;
  const fewer = countRemoved(base, removed);
  const moreInBase = new Map(fewer);
  const moreInChanged = new Map<number, number>();
  for (const [word, text] of changedSegment.vocabulary.entries()) {
    const inBase = wordId(base.vocabulary, text);
    if (inBase === undefined) continue;
    moreInBase.set(inBase, (fewer.get(inBase) ?? 0) + groupSize(changedSegment.postings, word));
    moreInChanged.set(word, groupSize(base.postings, inBase) + (fewer.get(inBase) ?? 0));
  }
  const things = base.documents.length - removed.size + changedSegment.documents.length;
  const all: readonly Layer[] = [
    { segment: base, removed, moreThings: moreInBase },
    { segment: changedSegment, removed: NONE, moreThings: moreInChanged },
  ];
  return { layers: all.filter(({ segment }) => segment.documents.length > 0), things, dictionary };
}

/** Grows slower than the catalog: each change builds all kept changes anew. */
function mostChangesKept(base: Segment): number {
  return Math.max(LEAST_CHANGES_KEPT, Math.round(2 * Math.sqrt(base.documents.length)));
}

function countRemoved({ forward }: Segment, removed: ReadonlySet<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const position of removed) {
    for (let i = forward.starts[position] as number; i < (forward.starts[position + 1] as number); i++) {
      const word = (forward.values[i] as number) >>> 3;
      counts.set(word, (counts.get(word) ?? 0) - 1);
    }
  }
  return counts;
}

function* everything({ base, changed, removed }: Omit<IndexLayers, "changedSegment">): Iterable<Entity> {
  for (const [position, { entity }] of base.documents.entries()) if (!removed.has(position)) yield entity;
  yield* changed.values();
}
