import { createHash } from "node:crypto";
import type { Problem } from "../catalog/problem.ts";
import type { RepositoryState, Snapshot, SourceState } from "../catalog/snapshot.ts";
import { repositoryKey } from "../event/delivery-event.ts";
import type { RootHarvest, SourceHarvest } from "./harvest.ts";
import { resolve } from "./resolve/resolve.ts";

/** The snapshot that the sources' last good content makes. `previous` is reused whole where the content is the same. */
export async function buildSnapshot(
  sources: readonly SourceHarvest[],
  previous: Snapshot | undefined,
  now: Date,
): Promise<Snapshot> {
  const revision = contentRevision(sources);
  const isSame = previous?.revision === revision;
  const { entities, relations, problems } = isSame ? previous : await resolve(sources);
  return {
    revision,
    at: isSame ? previous.at : now,
    entities,
    relations,
    problems: [...problems.filter(({ code }) => !stateProblems.has(code)), ...sources.flatMap(sourceProblems)],
    sources: sources.map(sourceState),
    repositories: isSame ? previous.repositories : repositoriesOf(sources),
  };
}

/** What is wrong with the reading, and not with what was read. */
const stateProblems: ReadonlySet<Problem["code"]> = new Set(["source_failed", "repository_failed", "removal_held"]);

/** The same for the same files read under the same rules, whatever the time. */
function contentRevision(sources: readonly SourceHarvest[]): string {
  const hash = createHash("sha256");
  for (const { name, fingerprint, roots } of sources) {
    const revisions = roots.map(({ rootId, revision, isOutdated, repository }) => [
      rootId,
      revision,
      isOutdated,
      repository?.branch,
    ]);
    hash.update(JSON.stringify([name, fingerprint, revisions]));
  }
  return hash.digest("hex").slice(0, 40);
}

function sourceState({ name, syncedAt, failure, roots }: SourceHarvest): SourceState {
  const failedRoots = new Map(roots.flatMap(({ rootId, failure: why }) => (why === undefined ? [] : [[rootId, why]])));
  return {
    name,
    ...(syncedAt && { syncedAt }),
    ...(failure && { failure }),
    ...(failedRoots.size > 0 && { failedRoots }),
  };
}

/** Every repository that was read, whether it has catalog files or not. Where two sources read one, the first counts. */
function repositoriesOf(sources: readonly SourceHarvest[]): ReadonlyMap<string, RepositoryState> {
  const repositories = new Map<string, RepositoryState>();
  for (const { repository, revision, codeOwners } of sources.flatMap(({ roots }) => roots)) {
    if (repository === undefined) continue;
    const key = repositoryKey(repository);
    if (repositories.has(key)) continue;
    const { host, slug, branch, webUrl } = repository;
    const owners = codeOwners &&
      "text" in codeOwners.content && { path: codeOwners.path, text: codeOwners.content.text };
    repositories.set(key, {
      host,
      slug,
      branch,
      revision,
      ...(webUrl !== undefined && { webUrl }),
      ...(owners && { codeOwners: owners }),
    });
  }
  return repositories;
}

function sourceProblems({ name, failure, held, roots }: SourceHarvest): readonly Problem[] {
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
  // Of a source that fails as a whole one problem is enough.
  if (roots.some((root) => root.failure === undefined))
    problems.push(...roots.flatMap((root) => rootProblem(name, root)));
  return problems;
}

function rootProblem(source: string, { name, failure }: RootHarvest): readonly Problem[] {
  if (failure === undefined) return [];
  return [
    {
      code: "repository_failed",
      severity: "error",
      source,
      root: name,
      message: `${name} cannot be read: ${failure.message}`,
      fix: "What was read of it before still counts. Mend what the message names, then run sync.",
    },
  ];
}

/** Why a source's news waits. */
export function heldSentence(name: string, held: { readonly removed: number; readonly of: number }): string {
  return `${held.removed} of ${held.of} things would disappear from source ${name}, so nothing of it was changed.`;
}

/** What an admin does about it. */
export function heldFix(name: string): string {
  return `If that is right, run sync --accept ${name}.`;
}
