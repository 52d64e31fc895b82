import type { BotError } from "../errors.ts";
import type { RepositoryName } from "../event/delivery-event.ts";

/** One file of a tree. `blobId` changes exactly when the content does. Symlinks and submodules are never listed. */
export interface TreeFile {
  readonly path: string;
  readonly blobId: string;
}

/** A file's bytes, or why there are none. */
export type FileContent =
  | { readonly path: string; readonly bytes: Uint8Array }
  | { readonly path: string; readonly missing: "absent" | "too_large" | "unreadable" };

/** One tree at one revision: the unit that is all-or-nothing. */
export interface Root {
  /** Stable over time; for a git source the address without credentials. */
  readonly id: string;
  /** How people call it, for example `acme/payments`. */
  readonly name: string;
  /** `owner/repo` and host when the tree is a repository on a forge: what its files may speak for. */
  readonly repository?: RootRepository;
  /** The forge that it speaks of where it is no repository of one. */
  readonly host?: string;
  readonly revision: string;
  /** Trusted whatever its source is, and every file of it a catalog file, whatever the paths of its source: what the forge itself says of people. */
  readonly isTrusted?: true;
  /** Every regular file of the tree, in path order. @throws BotError `unavailable` */
  list(signal: AbortSignal): Promise<readonly TreeFile[]>;
  /** The files at exactly these paths, where that costs less than `list`; absent where it does not. @throws BotError `unavailable` */
  find?(paths: readonly string[], signal: AbortSignal): Promise<readonly TreeFile[]>;
  /** Contents of the given files of `list` or `find`, in their order; files over `maxBytes` are `too_large`. @throws BotError `unavailable` when the tree itself cannot be read */
  read(files: readonly TreeFile[], options: { maxBytes: number }, signal: AbortSignal): AsyncIterable<FileContent>;
}

/** Where a tree lives on a forge: what its files may speak for. */
export interface RootRepository extends RepositoryName {
  readonly branch: string;
  /** Its page, without a slash at its end, where the forge is known to have pages as GitHub has: `…/blob/main/README.md#L3`. */
  readonly webUrl?: string;
}

/** What became of a root since it was last read. */
export type RootState =
  | { readonly type: "changed"; readonly root: Root }
  | { readonly type: "unchanged"; readonly rootId: string }
  /** `name` as that of the root, for one that may never have been read. */
  | { readonly type: "failed"; readonly rootId: string; readonly name?: string; readonly error: BotError }
  /** Known not to be read any more: archived, excluded, called differently. What is only not mentioned may be a mistake. */
  | { readonly type: "gone"; readonly rootId: string };

/** What a source found. */
export interface SourceReading {
  readonly roots: readonly RootState[];
  /** Why roots may be missing: nothing may be concluded then from one that is not mentioned. */
  readonly incomplete?: BotError;
}

/** A place that catalog files are read from. */
export interface EntitySource {
  readonly name: string;
  /** Whether a repository is, or could be, one of its roots. */
  covers(repository: RepositoryName): boolean;
  /**
   * @param known root ids with the revision last read
   * @param only looks at these repositories alone, which it covers, and mentions no other root
   */
  read(
    known: ReadonlyMap<string, string>,
    signal: AbortSignal,
    only?: readonly RepositoryName[],
  ): Promise<SourceReading>;
}
