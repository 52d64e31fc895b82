import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Clock, systemClock } from "../clock.ts";
import { BotError } from "../errors.ts";
import { createFolderListing, type FolderListing } from "./folder-listing.ts";
import { readFolderFile } from "./read-folder-file.ts";
import type { EntitySource, FileContent, Root, RootState, TreeFile } from "./source.ts";

/**
 * A source with one root: the regular files of a plain folder, without `.git` and `node_modules`. Links are never followed,
 * except that `path` itself may be one. A folder that is missing or only partly readable is a failed root, never an empty one.
 */
export function createFolderSource(options: { name: string; path: string; clock?: Clock }): EntitySource {
  const path = resolve(options.path);
  const rootId = pathToFileURL(path).href;
  const listing = createFolderListing(options.clock ?? systemClock());

  async function state(known: string | undefined, signal: AbortSignal): Promise<RootState> {
    const folder = await realpath(path);
    const files = await listing.list(folder, signal);
    const revision = revisionOf(files);
    if (revision === known) return { type: "unchanged", rootId };
    return {
      type: "changed",
      root: folderRoot({ id: rootId, name: basename(path) || "/", folder, files, revision, listing }),
    };
  }

  return {
    name: options.name,
    covers: () => false,
    async read(known, signal) {
      try {
        return { roots: [await state(known.get(rootId), signal)] };
      } catch (error) {
        signal.throwIfAborted();
        return { roots: [{ type: "failed", rootId, error: folderFailure(path, error) }] };
      }
    },
  };
}

function folderRoot(options: {
  id: string;
  name: string;
  folder: string;
  files: readonly TreeFile[];
  revision: string;
  listing: FolderListing;
}): Root {
  const { id, name, folder, files, revision, listing } = options;

  async function* read(
    wanted: readonly TreeFile[],
    maxBytes: number,
    signal: AbortSignal,
  ): AsyncGenerator<FileContent> {
    for (const file of wanted) {
      signal.throwIfAborted();
      const content = await readFolderFile(folder, file.path, maxBytes);
      if ("bytes" in content && !listing.isContentOf(file.blobId, content.bytes)) throw movedOn(folder);
      yield content;
    }
  }

  return {
    id,
    name,
    revision,
    list: async (signal) => {
      signal.throwIfAborted();
      return files;
    },
    read: (wanted, { maxBytes }, signal) => read(wanted, maxBytes, signal),
  };
}

function revisionOf(files: readonly TreeFile[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file.path}\0${file.blobId}\0`);
  return hash.digest("hex").slice(0, 40);
}

function folderFailure(path: string, error: unknown): BotError {
  if (error instanceof BotError) return error;
  if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
  if (error.code === "ENOENT")
    return new BotError("not_found", `The folder ${path} does not exist. Create it or correct path:.`);
  const cause = { cause: error };
  return new BotError(
    "unavailable",
    `The folder ${path} could not be read completely (${error.code}). Check its rights.`,
    cause,
  );
}

function movedOn(folder: string): BotError {
  return new BotError(
    "unavailable",
    `A file in ${folder} changed while it was read. The next sync reads its new state.`,
  );
}
