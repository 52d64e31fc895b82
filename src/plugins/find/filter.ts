import { type Entity, specText } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
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

/** A test of whether a thing passes all filters. */
export function filterTest(snapshot: Snapshot, filters: readonly Filter[]): (entity: Entity) => boolean {
  const names = [...new Set(filters.map(({ name }) => name))];
  const tests = names.map((name) => {
    const values = filters.filter((filter) => filter.name === name).map(({ value }) => value);
    return fieldTest(snapshot, name, values);
  });
  return (entity) => tests.every((test) => test(entity));
}

function fieldTest(snapshot: Snapshot, name: Filter["name"], values: readonly string[]): (entity: Entity) => boolean {
  switch (name) {
    case "kind":
      return (entity) => values.includes(entity.kind.toLowerCase()) || values.includes(kindWord(entity).toLowerCase());
    case "tag":
      return (entity) => entity.tags.some((tag) => values.includes(tag.toLowerCase()));
    case "lifecycle":
      return (entity) => values.includes(specText(entity, "lifecycle")?.toLowerCase() ?? "");
    case "system":
      return (entity) =>
        targets(snapshot, entity.ref, "partOf").some((ref) => values.some((value) => isCalled(ref, value)));
    case "owner":
      return ownerTest(snapshot, values);
  }
}

/** A team stands for its sub-teams too. */
function ownerTest(snapshot: Snapshot, values: readonly string[]): (entity: Entity) => boolean {
  const named = [...snapshot.entities.keys()].filter(
    (ref) => /^(group|user):/.test(ref) && values.some((value) => isCalled(ref, value)),
  );
  const owners = new Set(named.flatMap((ref) => teamAndSubTeams(snapshot, ref)));
  return (entity) => {
    const { owner } = ownershipOf(snapshot, entity);
    return owner !== undefined && owner !== entity && owners.has(owner.ref);
  };
}

/** Whether a reference is meant by what somebody typed: the whole of it, or its name. */
function isCalled(ref: string, typed: string): boolean {
  return ref === typed || ref.slice(ref.indexOf(":") + 1) === typed || ref.slice(ref.indexOf("/") + 1) === typed;
}
