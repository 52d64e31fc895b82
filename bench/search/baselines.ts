import Fuse, { type IFuseOptions } from "fuse.js";
import type { Entity } from "../../src/catalog/entity.ts";
import { ALIASES_ANNOTATION } from "../../src/catalog/search/document.ts";
import type { SearchNames } from "./measure.ts";

const KEYS = [
  { name: "name", weight: 5 },
  { name: "aliases", weight: 4 },
  { name: "title", weight: 2 },
  { name: "tags", weight: 1 },
  { name: "description", weight: 1 },
];
const TUNED: IFuseOptions<Row> = { keys: KEYS, ignoreLocation: true, threshold: 0.35, includeScore: true };

interface Row {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly title: string;
  readonly tags: readonly string[];
  readonly description: string;
}

/** Fuse.js alone, as one would set it up for this: over five weighted fields, anywhere in the text. */
export function fuseTuned(entities: readonly Entity[]): SearchNames {
  return searchWith(new Fuse(entities.map(toRow), TUNED));
}

/** Fuse.js alone with its token search. */
export function fuseTokens(entities: readonly Entity[]): SearchNames {
  return searchWith(new Fuse(entities.map(toRow), { ...TUNED, useTokenSearch: true }));
}

function searchWith(fuse: Fuse<Row>): SearchNames {
  return (query) => fuse.search(query, { limit: 5 }).map(({ item }) => item.name.toLowerCase());
}

function toRow({ name, title = "", tags, description = "", annotations }: Entity): Row {
  return { name, title, tags, description, aliases: annotations[ALIASES_ANNOTATION]?.split(/[\s,]+/) ?? [] };
}
