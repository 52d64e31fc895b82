import type { Entity } from "../../catalog/entity.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import { readRepository } from "./repository.ts";

/** The things of a catalog by what a message may call them. */
export interface ClueIndex {
  readonly snapshot: Snapshot;
  /** By name, title and alias, as `clueKey` writes them. */
  readonly names: ReadonlyMap<string, readonly Entity[]>;
  /** By the folder of its repository that a thing lives in. */
  readonly folders: ReadonlyMap<string, readonly Entity[]>;
  /** The repositories that things live in. */
  readonly slugs: ReadonlySet<string>;
}

/** People, teams, places and forms are never what a message is about. */
const asked = /^(?!(?:user|group|location|template):)/;

/** A name without case, its words joined by dashes. */
export function clueKey(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_.-]+/g, "-");
}

/** Reads the whole catalog once; kept for as long as the snapshot is. */
export function createClueIndex(snapshot: Snapshot): ClueIndex {
  const names = new Map<string, Entity[]>();
  const folders = new Map<string, Entity[]>();
  const slugs = new Set<string>();
  for (const entity of snapshot.entities.values()) {
    if (!asked.test(entity.ref)) continue;
    for (const name of namesOf(entity)) add(names, clueKey(name), entity);
    const location = readRepository((entity.annotations["backstage.io/source-location"] ?? "").replace(/^url:/, ""));
    if (location !== undefined && location.path !== "") add(folders, location.path.toLowerCase(), entity);
    const slug = entity.annotations["github.com/project-slug"] ?? location?.slug ?? entity.origin.rootName;
    slugs.add(slug.trim().toLowerCase());
    if (location !== undefined) slugs.add(location.slug);
  }
  return { snapshot, names, folders, slugs };
}

function namesOf(entity: Entity): ReadonlySet<string> {
  const aliases = (entity.annotations["callboard.dev/aliases"] ?? "").split(",");
  return new Set(
    [entity.name, entity.title ?? "", ...aliases].map((name) => name.trim()).filter((name) => name !== ""),
  );
}

function add(map: Map<string, Entity[]>, key: string, entity: Entity): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entity]);
  else if (!list.includes(entity)) list.push(entity);
}
