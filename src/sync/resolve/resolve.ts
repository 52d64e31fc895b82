import { breathe } from "../../breathe.ts";
import type { Entity } from "../../catalog/entity.ts";
import type { Problem } from "../../catalog/problem.ts";
import type { EntityRef } from "../../catalog/ref.ts";
import type { Relation } from "../../catalog/snapshot.ts";
import { harvestedProblems, type SourceHarvest } from "../harvest.ts";
import { chooseDefinitions } from "./choose-definitions.ts";
import { cut, type Reference, readReferences, referenceProblem } from "./read-references.ts";

/** The things of all sources, with their relations both ways and everything that is wrong. */
export interface Resolved {
  readonly entities: ReadonlyMap<EntityRef, Entity>;
  readonly relations: ReadonlyMap<EntityRef, readonly Relation[]>;
  readonly problems: readonly Problem[];
}

/** Makes one catalog of what the sources gave. Pure but for pauses that keep the process answering. */
export async function resolve(sources: readonly SourceHarvest[]): Promise<Resolved> {
  const pause = breathe();
  const { entities, sameUsers, strangers, problems: duplicates } = await chooseDefinitions(sources);
  const relations = new Map<EntityRef, Relation[]>();
  const problems: Problem[] = [...sources.flatMap((source) => [...harvestedProblems(source)]), ...duplicates];
  const namespaces = namespacesByName(entities);
  const someoneElse = new Set(strangers.map((stranger) => within(stranger.origin.root, stranger.ref)));
  for (const entity of [...entities.values(), ...sameUsers]) {
    const read = readReferences(entity);
    problems.push(...read.problems);
    for (const reference of read.references) {
      if (someoneElse.has(within(entity.origin.root, reference.target))) continue;
      append(relations, entity.ref, { type: reference.field.forward, target: reference.target });
      append(relations, reference.target, { type: reference.field.reverse, target: entity.ref });
      if (!entities.has(reference.target)) problems.push(danglingProblem(entity, reference, namespaces));
    }
    if (pause.isDue()) await pause.take();
  }
  for (const [ref, list] of relations) {
    relations.set(ref, sortedOnce(list));
    if (pause.isDue()) await pause.take();
  }
  return { entities, relations, problems: problems.sort(byPlace) };
}

/** A reference as one tree means it. */
function within(root: string, ref: EntityRef): string {
  return `${root} ${ref}`;
}

function append(relations: Map<EntityRef, Relation[]>, ref: EntityRef, relation: Relation): void {
  const list = relations.get(ref);
  if (list === undefined) relations.set(ref, [relation]);
  else list.push(relation);
}

/** Both sides may declare a relation: each is kept once. */
function sortedOnce(list: Relation[]): Relation[] {
  if (list.length < 2) return list;
  list.sort((a, b) => compare(a.type, b.type) || compare(a.target, b.target));
  return list.filter((relation, index) => {
    const before = list[index - 1];
    return before === undefined || before.type !== relation.type || before.target !== relation.target;
  });
}

function danglingProblem(entity: Entity, { field, target, written }: Reference, namespaces: Namespaces): Problem {
  if (field.field !== "owner") {
    return referenceProblem(entity, field, "relation_dangling", {
      message: `spec.${field.field} of ${entity.name} names ${cut(written)}, which is not in the catalog.`,
      fix: `Correct the name, or add ${cut(target)} to the catalog.`,
    });
  }
  const elsewhere = namespaces.get(withoutNamespace(target));
  if (elsewhere !== undefined) {
    return referenceProblem(entity, field, "owner_other_namespace", {
      message: `${entity.name} names ${cut(written)} as its owner, which exists only in another namespace.`,
      fix: `Write the namespace too: spec.owner: ${elsewhere}.`,
    });
  }
  return referenceProblem(entity, field, "owner_unknown", {
    message: `${entity.name} names ${cut(written)} as its owner, which is not in the catalog.`,
    fix: `Correct spec.owner, or add ${cut(target)} to the catalog.`,
  });
}

/** The first reference of each owner kind and name, whatever its namespace. */
type Namespaces = ReadonlyMap<string, EntityRef>;

function namespacesByName(entities: ReadonlyMap<EntityRef, Entity>): Namespaces {
  const found = new Map<string, EntityRef>();
  for (const ref of entities.keys()) {
    if (!ref.startsWith("group:") && !ref.startsWith("user:")) continue;
    const key = withoutNamespace(ref);
    const before = found.get(key);
    if (before === undefined || ref < before) found.set(key, ref);
  }
  return found;
}

function withoutNamespace(ref: EntityRef): string {
  return `${ref.slice(0, ref.indexOf(":"))}:${ref.slice(ref.indexOf("/") + 1)}`;
}

function byPlace(a: Problem, b: Problem): number {
  return (
    compare(a.source, b.source) ||
    compare(a.root ?? "", b.root ?? "") ||
    compare(a.path ?? "", b.path ?? "") ||
    (a.line ?? 0) - (b.line ?? 0) ||
    compare(a.code, b.code)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
