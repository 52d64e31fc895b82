import { createHash } from "node:crypto";
import type { BotError } from "../errors.ts";
import { isSameRepository, type RepositoryName } from "../event/delivery-event.ts";
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
  /** From now on listing the files of a root throws `error`, until it is called without one; finding some by path does not. */
  failListing(error?: BotError): void;
  /** From now on reading contents of an already read root throws `error`, until it is called without one. */
  failReading(error?: BotError): void;
  /** Every path whose content was read, in order. */
  readonly contentsRead: readonly string[];
}

/** What a root of a memory source is. */
export interface MemoryTreeOptions {
  readonly repository?: NonNullable<Root["repository"]>;
  readonly files?: FileChanges;
  readonly isTrusted?: true;
  /** Whether it finds files by their paths without a listing. */
  readonly canFind?: boolean;
}

/** A source in memory that behaves as a real one does, and fails as told. */
export interface MemorySource extends EntitySource {
  /** Adds a root, named for example `acme/payments`. */
  tree(name: string, options?: MemoryTreeOptions): MemoryTree;
  /** Takes a root away without a word, as when a repository is deleted or a listing forgets it. */
  remove(treeId: string): void;
  /** Brings a root back that was taken away. */
  bringBack(treeId: string): void;
  /** Says from now on that this root is gone, as when a repository is archived. */
  retire(treeId: string): void;
  /** From now on the listing of roots is incomplete for this reason, until it is called without one. */
  incomplete(error?: BotError): void;
  /** From now on the listing of roots throws, until it is called without an error. */
  failAltogether(error?: BotError): void;
}

interface Made {
  readonly tree: MemoryTree;
  readonly repository: RepositoryName | undefined;
  state(known: string | undefined): RootState;
  standing: "listed" | "unmentioned" | "gone";
}

/** A memory source without roots. It covers the repositories that its roots are, or once were. */
export function createMemorySource(name: string): MemorySource {
  const trees = new Map<string, Made>();
  let incomplete: BotError | undefined;
  let failure: BotError | undefined;

  function stand(treeId: string, standing: Made["standing"]): void {
    const made = trees.get(treeId);
    if (made !== undefined) made.standing = standing;
  }

  function isOneOf({ repository }: Made, wanted: readonly RepositoryName[]): boolean {
    return repository !== undefined && wanted.some((one) => isSameRepository(one, repository));
  }

  return {
    name,
    covers: (repository) => [...trees.values()].some((made) => isOneOf(made, [repository])),
    tree(treeName, options = {}) {
      const made = createTree(`memory://${name}/${treeName}`, treeName, options);
      made.tree.write(options.files ?? {});
      trees.set(made.tree.id, { ...made, repository: options.repository, standing: "listed" });
      return made.tree;
    },
    remove: (treeId) => stand(treeId, "unmentioned"),
    bringBack: (treeId) => stand(treeId, "listed"),
    retire: (treeId) => stand(treeId, "gone"),
    incomplete(error) {
      incomplete = error;
    },
    failAltogether(error) {
      failure = error;
    },
    async read(known, signal, only) {
      signal.throwIfAborted();
      if (failure !== undefined) throw failure;
      const wanted = [...trees.values()].filter((made) => only === undefined || isOneOf(made, only));
      const roots = wanted.flatMap(({ tree, state, standing }): readonly RootState[] => {
        if (standing === "listed") return [state(known.get(tree.id))];
        return standing === "gone" ? [{ type: "gone", rootId: tree.id }] : [];
      });
      return incomplete === undefined ? { roots } : { roots, incomplete };
    },
  };
}

function createTree(id: string, name: string, { repository, isTrusted, canFind }: MemoryTreeOptions) {
  let files: ReadonlyMap<string, Uint8Array> = new Map();
  let failure: BotError | undefined;
  let listFailure: BotError | undefined;
  let readFailure: BotError | undefined;
  const contentsRead: string[] = [];

  const tree: MemoryTree = {
    id,
    contentsRead,
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
    failListing(error) {
      listFailure = error;
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
        contentsRead.push(path);
        const bytes = content.get(path);
        if (!bytes) yield { path, missing: "absent" };
        else yield bytes.length > maxBytes ? { path, missing: "too_large" } : { path, bytes };
      }
    }
    async function find(paths: readonly string[], signal: AbortSignal): Promise<readonly TreeFile[]> {
      signal.throwIfAborted();
      return listingOf(content).filter(({ path }) => paths.includes(path));
    }
    return {
      id,
      name,
      ...(repository ? { repository } : {}),
      ...(isTrusted ? { isTrusted } : {}),
      revision,
      async list(signal) {
        signal.throwIfAborted();
        if (listFailure) throw listFailure;
        return listingOf(content);
      },
      ...(canFind ? { find } : {}),
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
