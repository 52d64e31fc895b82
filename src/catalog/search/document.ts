import type { Entity } from "../entity.ts";
import { joinWords, splitWords, textWords } from "./words.ts";

/** Where a word of a thing stands; a smaller number is worth more. */
export const FIELD = { name: 0, alias: 1, title: 2, tag: 3, description: 4 } as const;

/** What a word is worth by its field, 0 to 1. */
export const FIELD_WORTH: readonly number[] = [1, 0.95, 0.88, 0.8, 0.72];

/** One thing as the search compares it. Joined texts have no separators and no capitals. */
export interface SearchDocument {
  readonly entity: Entity;
  readonly name: string;
  /** Absent when it says the same as the name. */
  readonly title?: string;
  readonly aliases: readonly string[];
  /** Order among equals: what people look for first has the smallest. */
  readonly rank: number;
}

/** The annotation with other names people use, parted by commas or spaces. */
export const ALIASES_ANNOTATION = "callboard.dev/aliases";

const MAX_ALIASES = 16;
const MAX_DESCRIPTION_LENGTH = 400;
const KIND_ORDER = ["component", "system", "api", "resource", "domain", "template"];
const LAST_KINDS = ["group", "user", "location"];
const LOCATION_RANK = KIND_ORDER.length + LAST_KINDS.length;
const NO_ALIASES: readonly string[] = [];

/** What the search keeps of a thing. */
export function createDocument(entity: Entity): SearchDocument {
  const name = joined(entity.name);
  const title = titleOf(entity);
  const joinedTitle = title === undefined ? "" : joined(title);
  const aliases = aliasesOf(entity).map(joined);
  return {
    entity,
    name,
    ...(joinedTitle !== "" && joinedTitle !== name ? { title: joinedTitle } : {}),
    aliases: aliases.length === 0 ? NO_ALIASES : aliases,
    rank: kindRank(entity.kind.toLowerCase()),
  };
}

/** Gives every word of a thing with its field, the best field first; the words of the name in their order. */
export function eachWord(entity: Entity, give: (word: string, field: number) => void): void {
  for (const word of splitWords(entity.name)) give(word, FIELD.name);
  for (const word of textWords(entity.name)) give(word, FIELD.alias);
  for (const alias of aliasesOf(entity)) for (const word of textWords(alias)) give(word, FIELD.alias);
  const title = titleOf(entity);
  if (title !== undefined) for (const word of textWords(title)) give(word, FIELD.title);
  for (const tag of entity.tags) for (const word of textWords(tag)) give(word, FIELD.tag);
  const description = entity.description?.slice(0, MAX_DESCRIPTION_LENGTH) ?? "";
  for (const word of textWords(description)) give(word, FIELD.description);
}

/** True for a thing of which this is the whole name, title or an alias, joined. */
export function isCalled({ name, title, aliases }: SearchDocument, joined: string): boolean {
  return name === joined || title === joined || aliases.includes(joined);
}

/** True for a thing nobody means when something else has the same name: a Location. */
export function isPlumbing(document: SearchDocument): boolean {
  return document.rank === LOCATION_RANK;
}

/** True for a User. */
export function isPerson(document: SearchDocument): boolean {
  return document.rank === LOCATION_RANK - 1;
}

function kindRank(kind: string): number {
  const known = KIND_ORDER.indexOf(kind);
  if (known !== -1) return known;
  return KIND_ORDER.length + 1 + LAST_KINDS.indexOf(kind);
}

function titleOf(entity: Entity): string | undefined {
  if (entity.title !== undefined) return entity.title;
  const profile = entity.spec["profile"];
  if (typeof profile !== "object" || profile === null) return undefined;
  const shown = (profile as Readonly<Record<string, unknown>>)["displayName"];
  return typeof shown === "string" ? shown : undefined;
}

function aliasesOf(entity: Entity): readonly string[] {
  const listed = entity.annotations[ALIASES_ANNOTATION];
  if (listed === undefined) return NO_ALIASES;
  return listed
    .split(/[\s,]+/)
    .filter((alias) => alias !== "")
    .slice(0, MAX_ALIASES);
}

function joined(text: string): string {
  return joinWords(splitWords(text));
}
