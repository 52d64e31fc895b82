import { BotError } from "../../errors.ts";
import type { BlobContent, Forge, ForgeFile, ListedRepository } from "../../forge/forge.ts";
import type { FileContent, Root, TreeFile } from "../source.ts";
import { readTreePath } from "../tree-path.ts";
import { type BlobReader, batchBounds, type SizedBlob } from "./blob-reader.ts";
import type { GitCopy } from "./git-copies.ts";

/** A repository with this many files to read is cheaper to clone: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const mostFiles = 200;

/** A repository with a commit. */
export type HeadedRepository = ListedRepository & Required<Pick<ListedRepository, "head">>;

/** What reading a repository takes. */
interface GitHubRootOptions {
  readonly id: string;
  readonly repository: HeadedRepository;
  /** The paths that the listing was asked for: what of them it does not show is not there. */
  readonly listedPaths: ReadonlySet<string>;
  readonly forge: Pick<Forge, "host" | "tree" | "find">;
  /** Calls the API, or rejects at once where that is known to be of no use. */
  readonly call: <T>(call: () => Promise<T>) => Promise<T>;
  readonly blobs: BlobReader;
  readonly copy: GitCopy;
}

/**
 * The head of a repository, read through the API; by git where the tree is too long for it, where many files are wanted,
 * and where the API's budget is used up, which does not count what git fetches.
 */
export function createGitHubRoot(options: GitHubRootOptions): Root {
  const { id, repository, listedPaths, forge, call, blobs, copy } = options;
  const { slug, head, webUrl } = repository;
  const sizes = new Map(repository.files.map(({ blobId, size }) => [blobId, size]));
  let tree: Promise<readonly TreeFile[]> | undefined;
  let isCopied = false;

  async function viaApi<T>(request: () => Promise<T>): Promise<T | "use_git"> {
    try {
      return await call(request);
    } catch (error) {
      if (error instanceof BotError && error.code === "rate_limited") return "use_git";
      throw error;
    }
  }

  async function wholeTree(signal: AbortSignal): Promise<readonly TreeFile[]> {
    const files = await viaApi(() => forge.tree(slug, head.commit, signal));
    if (typeof files === "object") return known(files);
    isCopied = true;
    return copy.list(signal);
  }

  function known(files: readonly ForgeFile[]): readonly TreeFile[] {
    for (const { blobId, size } of files) sizes.set(blobId, size);
    return inPathOrder(files);
  }

  async function list(signal: AbortSignal): Promise<readonly TreeFile[]> {
    signal.throwIfAborted();
    tree ??= wholeTree(signal).catch((error: unknown) => {
      tree = undefined;
      throw error;
    });
    return tree;
  }

  async function find(paths: readonly string[], signal: AbortSignal): Promise<readonly TreeFile[]> {
    signal.throwIfAborted();
    const wanted = new Set(paths);
    const listed = repository.files.filter(({ path }) => wanted.has(path));
    const others = [...wanted].filter((path) => !listedPaths.has(path));
    if (others.length === 0) return inPathOrder(listed);
    if (tree !== undefined) return (await tree).filter(({ path }) => wanted.has(path));
    const found = await viaApi(() => forge.find(slug, head.commit, others, signal));
    if (found !== "use_git") return known([...listed, ...found]);
    return (await list(signal)).filter(({ path }) => wanted.has(path));
  }

  async function* read(files: readonly TreeFile[], maxBytes: number, signal: AbortSignal): AsyncGenerator<FileContent> {
    signal.throwIfAborted();
    let done = 0;
    for (const batch of isCopied || files.length > mostFiles ? [] : batchesOf(files, sizes)) {
      const wanted = batch.map(({ blobId }) => sized(blobId, sizes));
      const contents = await viaApi(() => blobs.read(slug, wanted, maxBytes, signal));
      if (contents === "use_git") break;
      yield* given(batch, contents, signal);
      done += batch.length;
    }
    if (done < files.length) yield* copy.read(files.slice(done), { maxBytes }, signal);
  }

  return {
    id,
    name: slug,
    repository: { host: forge.host, slug, branch: head.branch, webUrl },
    revision: head.commit,
    list,
    find,
    read: (files, { maxBytes }, signal) => read(files, maxBytes, signal),
  };
}

function* given(
  files: readonly TreeFile[],
  contents: readonly BlobContent[],
  signal: AbortSignal,
): Generator<FileContent> {
  for (const [index, { path }] of files.entries()) {
    signal.throwIfAborted();
    const content = contents[index] ?? "absent";
    yield typeof content === "string" ? { path, missing: content } : { path, bytes: content };
  }
}

/** As git orders them: by the bytes of their paths. What is no plain path (control characters, `..`) is left out. */
function inPathOrder(files: readonly ForgeFile[]): readonly TreeFile[] {
  return files
    .map(({ path, blobId }) => ({ path, blobId, bytes: Buffer.from(path) }))
    .filter(({ path, bytes }) => readTreePath(bytes) === path)
    .sort((a, b) => a.bytes.compare(b.bytes))
    .map(({ path, blobId }) => ({ path, blobId }));
}

function batchesOf(files: readonly TreeFile[], sizes: ReadonlyMap<string, number>): readonly (readonly TreeFile[])[] {
  const batches: TreeFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const { size } = sized(file.blobId, sizes);
    const last = batches.at(-1);
    if (last === undefined || last.length >= batchBounds.blobs || bytes + size > batchBounds.bytes) {
      batches.push([file]);
      bytes = size;
    } else {
      last.push(file);
      bytes += size;
    }
  }
  return batches;
}

function sized(blobId: string, sizes: ReadonlyMap<string, number>): SizedBlob {
  return { blobId, size: sizes.get(blobId) ?? 0 };
}
