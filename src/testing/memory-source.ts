import { createHash } from "node:crypto";
import type { BotError } from "../errors.ts";
import type { EntitySource, FileContent, Root, RootState, TreeFile } from "../sync/source.ts";

/** Files by path; `undefined` removes one. */
export type FileChanges = Readonly<Record<string, string | Uint8Array | undefined>>;

/** One root of a memory source. */
export interface MemoryTree {
  readonly id: string;
  /** Changes files; the revision changes with them. */
  write(changes: FileChanges): void;
  /** From now on the root fails with `error`, until it is called without one. */
  fail(error?: BotError): void;
  /** From now on reading contents of an already read root throws `error`, until it is called without one. */
  failReading(error?: BotError): void;
}

/** A source in memory that behaves as a real one does, and fails as told. */
export interface MemorySource extends EntitySource {
  /** Adds a root, named for example `acme/payments`. */
  tree(name: string, options?: { repository?: NonNullable<Root["repository"]>; files?: FileChanges }): MemoryTree;
  /** Takes a root away, as when a repository is deleted. */
  remove(treeId: string): void;
  /** From now on the listing of roots is partial, or complete again. */
  partial(isPartial: boolean): void;
}

/** A memory source without roots. */
export function createMemorySource(name: string): MemorySource {
  const trees = new Map<string, { tree: MemoryTree; state(known: string | undefined): RootState }>();
  let complete = true;
  return {
    name,
    tree(treeName, options = {}) {
      const made = createTree(`memory://${name}/${treeName}`, treeName, options.repository);
      made.tree.write(options.files ?? {});
      trees.set(made.tree.id, made);
      return made.tree;
    },
    remove: (treeId) => void trees.delete(treeId),
    partial(isPartial) {
      complete = !isPartial;
    },
    async read(known, signal) {
      signal.throwIfAborted();
      return { complete, roots: [...trees.values()].map(({ tree, state }) => state(known.get(tree.id))) };
    },
  };
}

function createTree(id: string, name: string, repository: Root["repository"]) {
  let files: ReadonlyMap<string, Uint8Array> = new Map();
  let failure: BotError | undefined;
  let readFailure: BotError | undefined;

  const tree: MemoryTree = {
    id,
    write(changes) {
      const next = new Map(files);
      for (const [path, content] of Object.entries(changes)) {
        if (content === undefined) next.delete(path);
        else next.set(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
      }
      files = next;
    },
    fail(error) {
      failure = error;
    },
    failReading(error) {
      readFailure = error;
    },
  };

  function root(revision: string, content: ReadonlyMap<string, Uint8Array>): Root {
    async function* read(
      wanted: readonly TreeFile[],
      maxBytes: number,
      signal: AbortSignal,
    ): AsyncGenerator<FileContent> {
      for (const { path } of wanted) {
        signal.throwIfAborted();
        if (readFailure) throw readFailure;
        const bytes = content.get(path);
        if (!bytes) yield { path, missing: "absent" };
        else yield bytes.length > maxBytes ? { path, missing: "too_large" } : { path, bytes };
      }
    }
    return {
      id,
      name,
      ...(repository ? { repository } : {}),
      revision,
      async list(signal) {
        signal.throwIfAborted();
        return listingOf(content);
      },
      read: (wanted, { maxBytes }, signal) => read(wanted, maxBytes, signal),
    };
  }

  function state(known: string | undefined): RootState {
    if (failure) return { type: "failed", rootId: id, error: failure };
    const revision = hashOf(listingOf(files).flatMap((file) => [file.path, file.blobId]));
    return revision === known ? { type: "unchanged", rootId: id } : { type: "changed", root: root(revision, files) };
  }

  return { tree, state };
}

function listingOf(files: ReadonlyMap<string, Uint8Array>): TreeFile[] {
  return [...files]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([path, bytes]) => ({ path, blobId: hashOf([bytes]) }));
}

function hashOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 40);
}
