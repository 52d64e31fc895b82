import { createHash } from "node:crypto";
import type { Problem } from "../catalog/problem.ts";
import type { Snapshot } from "../catalog/snapshot.ts";
import type { SourceHarvest } from "./harvest.ts";
import { resolve } from "./resolve/resolve.ts";

/** The snapshot that the sources' last good content makes. `previous` is reused whole where the content is the same. */
export async function buildSnapshot(
  sources: readonly SourceHarvest[],
  previous: Snapshot | undefined,
  now: Date,
): Promise<Snapshot> {
  const revision = contentRevision(sources);
  const states = sources.map(({ name, syncedAt, failure }) => ({
    name,
    ...(syncedAt && { syncedAt }),
    ...(failure && { failure }),
  }));
  const isSame = previous?.revision === revision;
  const resolved = isSame ? previous : await resolve(sources);
  const problems = [
    ...resolved.problems.filter(({ code }) => code !== "source_failed" && code !== "removal_held"),
    ...sources.flatMap(sourceProblems),
  ];
  const { entities, relations } = resolved;
  return {
    revision,
    at: isSame ? previous.at : now,
    entities,
    relations,
    problems,
    sources: states,
    repositories: new Map(),
  };
}

/** The same for the same files read under the same rules, whatever the time. */
function contentRevision(sources: readonly SourceHarvest[]): string {
  const hash = createHash("sha256");
  for (const { name, fingerprint, roots } of sources) {
    hash.update(JSON.stringify([name, fingerprint, roots.map(({ rootId, revision }) => [rootId, revision])]));
  }
  return hash.digest("hex").slice(0, 40);
}

function sourceProblems({ name, failure, held }: SourceHarvest): readonly Problem[] {
  const problems: Problem[] = [];
  if (failure !== undefined) {
    problems.push({
      code: "source_failed",
      severity: "error",
      source: name,
      message: `Source ${name} cannot be read: ${failure.message}`,
      fix: "What was read before still counts. Mend the source, then run sync.",
    });
  }
  if (held !== undefined) {
    problems.push({
      code: "removal_held",
      severity: "error",
      source: name,
      message: heldSentence(name, held),
      fix: heldFix(name),
    });
  }
  return problems;
}

/** Why a source's news waits. */
export function heldSentence(name: string, held: { readonly removed: number; readonly of: number }): string {
  return `${held.removed} of ${held.of} things would disappear from source ${name}, so nothing of it was changed.`;
}

/** What an admin does about it. */
export function heldFix(name: string): string {
  return `If that is right, run sync --accept ${name}.`;
}
