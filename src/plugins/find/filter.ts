import { type Entity, specText } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { EntityRef } from "../../catalog/ref.ts";
import { type Snapshot, targets } from "../../catalog/snapshot.ts";
import { kindWord, teamAndSubTeams } from "../../catalog/team.ts";

/** The filters that `find` knows. */
export const filterNames = ["kind", "owner", "tag", "lifecycle", "system"] as const;

/** One `name:value` of a search; several of one name are alternatives, different names all have to hold. */
export interface Filter {
  readonly name: (typeof filterNames)[number];
  readonly value: string;
}

/** Takes the filters out of a search; what looks like a filter and is none is told apart. */
export function readFilters(words: readonly string[]): {
  readonly filters: readonly Filter[];
  readonly text: string;
  readonly unknown: readonly string[];
} {
  const filters: Filter[] = [];
  const unknown: string[] = [];
  const rest: string[] = [];
  for (const word of words) {
    const [, name = "", value = ""] = /^([a-z]+):([^/\s].*)$/i.exec(word) ?? [];
    const known = filterNames.find((candidate) => candidate === name.toLowerCase());
    if (known !== undefined) filters.push({ name: known, value: value.toLowerCase() });
    else if (name !== "" && !value.includes("/")) unknown.push(word);
    else rest.push(word);
  }
  return { filters, text: rest.join(" "), unknown };
}

/** Who or what is meant by a name that nothing has literally, among what `accept` takes. */
export type NameReader = (name: string, accept: (ref: EntityRef) => boolean) => EntityRef | undefined;

/** A test of whether a thing passes all filters. */
export function filterTest(
  snapshot: Snapshot,
  filters: readonly Filter[],
  readName: NameReader,
): (entity: Entity) => boolean {
  const names = [...new Set(filters.map(({ name }) => name))];
  const tests = names.map((name) => {
    const values = filters.filter((filter) => filter.name === name).map(({ value }) => value);
    return fieldTest(snapshot, name, values, readName);
  });
  return (entity) => tests.every((test) => test(entity));
}

function fieldTest(
  snapshot: Snapshot,
  name: Filter["name"],
  values: readonly string[],
  readName: NameReader,
): (entity: Entity) => boolean {
  switch (name) {
    case "kind":
      return (entity) => values.includes(entity.kind.toLowerCase()) || values.includes(kindWord(entity).toLowerCase());
    case "tag":
      return (entity) => entity.tags.some((tag) => values.includes(tag.toLowerCase()));
    case "lifecycle":
      return (entity) => values.includes(specText(entity, "lifecycle")?.toLowerCase() ?? "");
    case "system":
      return systemTest(snapshot, values, readName);
    case "owner":
      return ownerTest(snapshot, values, readName);
  }
}

/** What a thing is part of need not exist: its name is enough. */
function systemTest(snapshot: Snapshot, values: readonly string[], readName: NameReader): (entity: Entity) => boolean {
  const named = new Set(refsNamed(snapshot, values, (ref) => /^(system|domain|component):/.test(ref), readName));
  return (entity) =>
    targets(snapshot, entity.ref, "partOf").some(
      (ref) => named.has(ref) || values.some((value) => isCalled(ref, value)),
    );
}

/** A team stands for its sub-teams too. */
function ownerTest(snapshot: Snapshot, values: readonly string[], readName: NameReader): (entity: Entity) => boolean {
  const named = refsNamed(snapshot, values, (ref) => /^(group|user):/.test(ref), readName);
  const owners = new Set(named.flatMap((ref) => teamAndSubTeams(snapshot, ref)));
  return (entity) => {
    const { owner } = ownershipOf(snapshot, entity);
    return owner !== undefined && owner !== entity && owners.has(owner.ref);
  };
}

/** Everything called so; where nothing is, what is clearly meant. */
function refsNamed(
  snapshot: Snapshot,
  values: readonly string[],
  accept: (ref: EntityRef) => boolean,
  readName: NameReader,
): readonly EntityRef[] {
  const refs = [...snapshot.entities.keys()].filter(accept);
  return values.flatMap((value) => {
    const called = refs.filter((ref) => isCalled(ref, value));
    return called.length > 0 ? called : (readName(value, accept) ?? []);
  });
}

/** Whether a reference is meant by what somebody typed: the whole of it, or its name. */
function isCalled(ref: string, typed: string): boolean {
  return ref === typed || ref.slice(ref.indexOf(":") + 1) === typed || ref.slice(ref.indexOf("/") + 1) === typed;
}
