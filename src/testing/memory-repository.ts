import { createHash } from "node:crypto";
import type {
  CheckAnnotation,
  Comparison,
  ForgeCommit,
  ForgeFile,
  PullRequest,
  RepositoryPermission,
} from "../forge/forge.ts";
import type { CommitEntry } from "./git-repository.ts";

/** Entries of a commit by path; `undefined` removes one. */
export type CommitEntries = Readonly<Record<string, CommitEntry>>;

/** How a commit is made. */
export interface CommitOptions {
  readonly subject?: string;
  /** Login. */
  readonly author?: string;
  /** Another than the default branch; made of it where there is none. */
  readonly branch?: string;
}

interface Tree {
  readonly commit: ForgeCommit;
  readonly parent?: string;
  readonly entries: ReadonlyMap<string, { readonly file: ForgeFile; readonly isRegular: boolean }>;
}

/** What a memory forge holds of one repository: commits and blobs with the ids that git gives contents, and what a host keeps beside. */
export interface MemoryRepository {
  slug: string;
  isArchived: boolean;
  isFork: boolean;
  branch: string;
  isTruncated: boolean;
  readonly pullRequests: Map<string, PullRequest[]>;
  readonly permissions: Map<string, RepositoryPermission>;
  readonly annotations: Map<number, readonly CheckAnnotation[]>;
  commit(entries: CommitEntries, options?: CommitOptions): string;
  headCommit(): string | undefined;
  /** Undefined when there is no such commit. */
  files(commit: string): readonly ForgeFile[] | undefined;
  blob(id: string): Uint8Array | undefined;
  compare(base: string, head: string, url: string): Comparison | undefined;
}

/** A repository without a commit. */
export function createMemoryRepository(slug: string): MemoryRepository {
  const trees = new Map<string, Tree>();
  const branches = new Map<string, string>();
  const blobs = new Map<string, Uint8Array>();

  function entryOf(path: string, entry: Exclude<CommitEntry, undefined>) {
    if (typeof entry === "object" && "submodule" in entry)
      return { isRegular: false, file: { path, blobId: entry.submodule, size: 0 } };
    const isRegular = typeof entry === "string" || entry instanceof Uint8Array || "mode" in entry;
    const bytes = bytesOf(entry);
    const blobId = objectId("blob", bytes);
    blobs.set(blobId, bytes);
    return { isRegular, file: { path, blobId, size: bytes.length } };
  }

  function history(from: string): readonly string[] {
    const found: string[] = [];
    for (let id: string | undefined = from; id !== undefined; id = trees.get(id)?.parent) found.push(id);
    return found;
  }

  const repository: MemoryRepository = {
    slug,
    isArchived: false,
    isFork: false,
    branch: "main",
    isTruncated: false,
    pullRequests: new Map(),
    permissions: new Map(),
    annotations: new Map(),
    headCommit: () => branches.get(repository.branch),
    commit(changes, { subject = "commit", author, branch = repository.branch } = {}) {
      const parent = branches.get(branch) ?? branches.get(repository.branch);
      const entries = new Map(parent === undefined ? [] : trees.get(parent)?.entries);
      for (const [path, entry] of Object.entries(changes)) {
        if (entry === undefined) entries.delete(path);
        else entries.set(path, entryOf(path, entry));
      }
      const at = new Date(1_700_000_000_000 + trees.size * 1000);
      const id = objectId("commit", Buffer.from(JSON.stringify([slug, trees.size, parent, [...entries]])));
      const commit = { id, subject, at, ...(author !== undefined && { author }) };
      trees.set(id, { commit, entries, ...(parent !== undefined && { parent }) });
      branches.set(branch, id);
      return id;
    },
    files: (commit) => regularFiles(trees.get(commit)),
    blob: (id) => blobs.get(id),
    compare(base, head, url) {
      const [from, to] = [trees.get(base), trees.get(head)];
      if (!from || !to) return undefined;
      const [before, after] = [history(base), history(head)];
      const ahead = after.filter((id) => !before.includes(id));
      const behind = before.filter((id) => !after.includes(id));
      const fork = after.find((id) => before.includes(id));
      return {
        url,
        status: statusOf(ahead.length, behind.length),
        commits: ahead.toReversed().flatMap((id) => trees.get(id)?.commit ?? []),
        paths: differing(fork === undefined ? undefined : trees.get(fork), to),
        isComplete: true,
      };
    },
  };
  return repository;
}

function bytesOf(entry: Exclude<CommitEntry, undefined | { readonly submodule: string }>): Uint8Array {
  if (entry instanceof Uint8Array) return entry;
  if (typeof entry === "string") return Buffer.from(entry);
  return "symlink" in entry ? Buffer.from(entry.symlink) : Buffer.from(entry.content);
}

function regularFiles(tree: Tree | undefined): readonly ForgeFile[] | undefined {
  if (!tree) return undefined;
  return [...tree.entries.values()]
    .filter(({ isRegular }) => isRegular)
    .map(({ file }) => file)
    .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

function statusOf(ahead: number, behind: number): Comparison["status"] {
  if (ahead > 0) return behind > 0 ? "diverged" : "ahead";
  return behind > 0 ? "behind" : "identical";
}

/** A host compares with where the two parted, as `git diff base...head` does. */
function differing(from: Tree | undefined, to: Tree): string[] {
  const paths = new Set([...(from?.entries.keys() ?? []), ...to.entries.keys()]);
  return [...paths]
    .filter((path) => from?.entries.get(path)?.file.blobId !== to.entries.get(path)?.file.blobId)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** As `git hash-object`. */
function objectId(type: string, bytes: Uint8Array): string {
  return createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
}
