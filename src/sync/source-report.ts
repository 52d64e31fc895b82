import { createHash } from "node:crypto";
import type { Entity } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
import { heldFix, heldSentence } from "./build-snapshot.ts";
import { diff } from "./diff.ts";
import { failedRootsSentence } from "./failed-roots.ts";
import { isRead, type RootHarvest, type SourceHarvest } from "./harvest.ts";
import { isSameRoots, type SyncedSource } from "./sync-source.ts";
import type { SourceReport } from "./syncer.ts";

/** What a run over a source did. @param problems of the whole catalog after it */
export function sourceReport(
  before: SourceHarvest | undefined,
  { harvest: after, failure, held }: SyncedSource,
  problems: readonly Problem[],
): SourceReport {
  const base = {
    name: after.name,
    revision: revisionOf(after),
    ...countsOf(before, after),
    problems: problems.filter(({ source, severity }) => source === after.name && severity !== "info").length,
  };
  if (failure !== undefined) return { ...base, status: "failed", message: failure.message };
  if (held !== undefined)
    return { ...base, status: "held", message: `${heldSentence(after.name, held)} ${heldFix(after.name)}` };
  const isChanged = before?.syncedAt === undefined || base.revision !== revisionOf(before);
  const message = failedRootsSentence(after.roots);
  return { ...base, status: isChanged ? "changed" : "unchanged", ...(message !== undefined && { message }) };
}

function countsOf(before: SourceHarvest | undefined, after: SourceHarvest) {
  if (before !== undefined && isSameRoots(before.roots, after.roots)) return { added: 0, changed: 0, removed: 0 };
  const { added, changed, removed } = diff(entitiesOf(before?.roots ?? []), entitiesOf(after.roots));
  return { added: added.length, changed: changed.length, removed: removed.length };
}

function entitiesOf(roots: readonly RootHarvest[]): Map<string, Entity> {
  const entities = roots.flatMap((root) => [...root.files.values()].flatMap((file) => file.entities));
  return new Map(entities.map((entity) => [entity.ref, entity]));
}

/** The revision of a source with one root; of several, one that changes with any of theirs. */
function revisionOf({ roots }: SourceHarvest): string {
  const read = roots.filter(isRead);
  if (read.length < 2) return read[0]?.revision ?? "";
  const hash = createHash("sha256");
  for (const { rootId, revision } of read) hash.update(`${rootId}\0${revision}\0`);
  return hash.digest("hex").slice(0, 40);
}
