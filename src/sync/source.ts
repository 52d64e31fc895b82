import type { BotError } from "../errors.ts";

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
  readonly repository?: { readonly host: string; readonly slug: string; readonly branch: string };
  readonly revision: string;
  /** Every regular file of the tree, in path order. @throws BotError `unavailable` */
  list(signal: AbortSignal): Promise<readonly TreeFile[]>;
  /** Contents of the given files of `list`, in their order; files over `maxBytes` are `too_large`. @throws BotError `unavailable` when the tree itself cannot be read */
  read(files: readonly TreeFile[], options: { maxBytes: number }, signal: AbortSignal): AsyncIterable<FileContent>;
}

/** What became of a root since it was last read. */
export type RootState =
  | { readonly type: "changed"; readonly root: Root }
  | { readonly type: "unchanged"; readonly rootId: string }
  | { readonly type: "failed"; readonly rootId: string; readonly error: BotError };

/**
 * A place that catalog files are read from. `known` maps root ids to the revision last read.
 * `complete: false` means that the listing of roots itself is partial: nothing may be concluded from an absent root.
 */
export interface EntitySource {
  readonly name: string;
  read(
    known: ReadonlyMap<string, string>,
    signal: AbortSignal,
  ): Promise<{ complete: boolean; roots: readonly RootState[] }>;
}
