import { channelsOf } from "../../catalog/channel.ts";
import type { Entity } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { Problem } from "../../catalog/problem.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";

/** What a thing may lack. */
export const gapKinds = ["owner", "channel", "docs"] as const;
export type GapKind = (typeof gapKinds)[number];

/** The gaps of some things, and the problems of their files. */
export interface Gaps {
  readonly total: number;
  /** How many lack nothing. */
  readonly complete: number;
  readonly lacking: Readonly<Record<GapKind, readonly Entity[]>>;
  readonly problems: readonly Problem[];
}

/** Kinds that somebody owns and runs; people, places and forms lack nothing. */
const countedKinds = new Set(["component", "api", "resource", "system", "domain"]);

/** What is missing among `things`. Docs are asked of components only. `problems` are those of the whole catalog. */
export function findGaps(snapshot: Snapshot, things: Iterable<Entity>, problems: readonly Problem[]): Gaps {
  const lacking: Record<GapKind, Entity[]> = { owner: [], channel: [], docs: [] };
  let total = 0;
  let complete = 0;
  for (const entity of things) {
    if (!countedKinds.has(entity.kind.toLowerCase())) continue;
    total += 1;
    const missing = gapsOf(snapshot, entity);
    if (missing.length === 0) complete += 1;
    for (const kind of missing) lacking[kind].push(entity);
  }
  return { total, complete, lacking, problems: problems.filter(({ severity }) => severity !== "info") };
}

function gapsOf(snapshot: Snapshot, entity: Entity): readonly GapKind[] {
  const { owner } = ownershipOf(snapshot, entity);
  const hasChannel = Object.keys({ ...channelsOf(owner), ...channelsOf(entity) }).length > 0;
  const isTeamOwned = owner?.ref.startsWith("group:") ?? false;
  const hasDocs = ["backstage.io/techdocs-ref", "backstage.io/techdocs-entity"].some((key) => entity.annotations[key]);
  return [
    ...(owner === undefined ? (["owner"] as const) : []),
    ...(isTeamOwned && !hasChannel ? (["channel"] as const) : []),
    ...(entity.kind.toLowerCase() === "component" && !hasDocs ? (["docs"] as const) : []),
  ];
}
