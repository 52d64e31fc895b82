import type { BareRepository } from "./bare-repository.ts";
import type { Commit } from "./object.ts";
import { type PathChange, pathChanges } from "./tree.ts";

/** A commit and all before it, the newest first. */
export function history(git: BareRepository, from: string, without: ReadonlySet<string> = new Set()): Commit[] {
  const seen = new Map<string, Commit>();
  const next = [from];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    const commit = seen.has(id) || without.has(id) ? undefined : git.commit(id);
    if (commit === undefined) continue;
    seen.set(id, commit);
    next.push(...commit.parents);
  }
  return inOrder([...seen.values()]);
}

/** Children before parents, also where both were made in one second. */
function inOrder(commits: readonly Commit[]): Commit[] {
  const waiting = new Map(commits.map(({ id }) => [id, 0]));
  for (const { parents } of commits)
    for (const parent of parents) if (waiting.has(parent)) waiting.set(parent, (waiting.get(parent) ?? 0) + 1);
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const ready = commits.filter(({ id }) => waiting.get(id) === 0);
  const ordered: Commit[] = [];
  for (let commit = ready.shift(); commit !== undefined; commit = ready.shift()) {
    ordered.push(commit);
    for (const parent of commit.parents) {
      const left = (waiting.get(parent) ?? 0) - 1;
      waiting.set(parent, left);
      const found = byId.get(parent);
      if (left === 0 && found) ready.push(found);
    }
  }
  return ordered;
}

/** The commits of `head` that `base` lacks, the oldest first. */
export function commitsBetween(git: BareRepository, base: string, head: string): Commit[] {
  return history(git, head, new Set(history(git, base).map(({ id }) => id))).reverse();
}

/** The newest commit that both have. */
export function mergeBase(git: BareRepository, one: string, other: string): Commit | undefined {
  const known = new Set(history(git, one).map(({ id }) => id));
  return history(git, other).find(({ id }) => known.has(id));
}

/** What a commit changed in comparison to its first parent. */
export function changesOf(git: BareRepository, commit: Commit): PathChange[] {
  const [parent] = commit.parents;
  return pathChanges(git, parent === undefined ? undefined : git.commit(parent)?.tree, commit.tree);
}
