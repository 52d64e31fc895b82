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

/** Whether a thing passes all filters. */
export function passes(snapshot: Snapshot, entity: Entity, filters: readonly Filter[]): boolean {
  const names = new Set(filters.map(({ name }) => name));
  return [...names].every((name) => filters.some((filter) => filter.name === name && holds(snapshot, entity, filter)));
}

function holds(snapshot: Snapshot, entity: Entity, { name, value }: Filter): boolean {
  switch (name) {
    case "kind":
      return entity.kind.toLowerCase() === value || kindWord(entity).toLowerCase() === value;
    case "tag":
      return entity.tags.some((tag) => tag.toLowerCase() === value);
    case "lifecycle":
      return specText(entity, "lifecycle")?.toLowerCase() === value;
    case "system":
      return targets(snapshot, entity.ref, "partOf").some((ref) => isCalled(ref, value));
    case "owner":
      return isOwnedBy(snapshot, entity, value);
  }
}

function isOwnedBy(snapshot: Snapshot, entity: Entity, value: string): boolean {
  const { owner } = ownershipOf(snapshot, entity);
  if (owner === undefined || owner === entity) return false;
  if (isCalled(owner.ref, value)) return true;
  return [...snapshot.entities.keys()].some(
    (ref) => ref.startsWith("group:") && isCalled(ref, value) && teamAndSubTeams(snapshot, ref).includes(owner.ref),
  );
}

/** Whether a reference is meant by what somebody typed: the whole of it, or its name. */
function isCalled(ref: string, typed: string): boolean {
  return ref === typed || ref.slice(ref.indexOf(":") + 1) === typed || ref.slice(ref.indexOf("/") + 1) === typed;
}
