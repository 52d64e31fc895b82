import type { Forge, ListedRepository } from "../../forge/forge.ts";
import { codeOwnersPlaces } from "../code-owners-harvest.ts";
import type { RootState } from "../source.ts";
import { createBlobReader } from "./blob-reader.ts";
import { createCaller } from "./caller.ts";
import type { GitCopies } from "./git-copies.ts";
import { createGitHubRoot, type HeadedRepository } from "./github-root.ts";
import type { Selection } from "./selection.ts";

/** What repositories come to, in one reading of a source. */
export interface Round {
  /** Calls the API, or rejects at once where that is known to be of no use in this reading. */
  readonly call: <T>(call: () => Promise<T>) => Promise<T>;
  /**
   * The state of a repository. Where it is known by another id than it has now, that one is gone, before its own state.
   * @param lastId the id that it is known by
   */
  statesOf(repository: ListedRepository, lastId: string | undefined): readonly RootState[];
}

/** What was said of a repository last. */
interface Seen {
  readonly branch: string;
  readonly blobIds: ReadonlySet<string>;
}

/** Compares what is said of repositories with what is known and with what was said before. */
export function createRepositoryStates(options: {
  forge: Pick<Forge, "host" | "tree" | "find" | "read">;
  idOf(slug: string): string;
  selection: Selection;
  listedPaths: readonly string[];
  copies: GitCopies;
}): { startRound(known: ReadonlyMap<string, string>, isComplete: boolean): Round } {
  const { forge, idOf, selection, copies } = options;
  const listedPaths = new Set(options.listedPaths);
  const seen = new Map<string, Seen>();

  function isUnchanged({ slug, head }: HeadedRepository, known: ReadonlyMap<string, string>): boolean {
    const id = idOf(slug);
    // A default branch that is called differently has the same files at other addresses.
    return known.get(id) === head.commit && (seen.get(id)?.branch ?? head.branch) === head.branch;
  }

  return {
    startRound(known, isComplete) {
      const call = createCaller();
      const blobs = createBlobReader(forge.read);
      const round = copies.round();

      function changed(repository: HeadedRepository, id: string): RootState {
        const { slug, head } = repository;
        // A blob that was there before has been read by whoever knows the root.
        const before = known.has(id) ? seen.get(id)?.blobIds : undefined;
        const wanted = wantedFiles(repository).filter(({ blobId }) => !before?.has(blobId));
        blobs.expect(slug, wanted);
        const copy = round.copy(slug, head.commit);
        return { type: "changed", root: createGitHubRoot({ id, repository, listedPaths, forge, call, blobs, copy }) };
      }

      function stateOf(repository: HeadedRepository): RootState {
        const id = idOf(repository.slug);
        const state: RootState = isUnchanged(repository, known)
          ? { type: "unchanged", rootId: id }
          : changed(repository, id);
        const blobIds = new Set(repository.files.map(({ blobId }) => blobId));
        seen.set(id, { branch: repository.head.branch, blobIds });
        return state;
      }

      return {
        call,
        statesOf(repository, lastId) {
          if (!selection.has(repository)) return gone(lastId);
          // A list that lacks some may lack heads too.
          if (!isHeaded(repository)) return isComplete ? gone(lastId) : [];
          const state = stateOf(repository);
          return lastId === idOf(repository.slug) ? [state] : [...gone(lastId), state];
        },
      };
    },
  };
}

function gone(rootId: string | undefined): readonly RootState[] {
  return rootId === undefined ? [] : [{ type: "gone", rootId }];
}

function isHeaded(repository: ListedRepository): repository is HeadedRepository {
  return repository.head !== undefined;
}

/** The catalog files, and the one CODEOWNERS file that counts. */
function wantedFiles({ files }: ListedRepository): ListedRepository["files"] {
  const places = files.filter(({ path }) => codeOwnersPlaces.includes(path));
  const others = files.filter(({ path }) => !codeOwnersPlaces.includes(path));
  const counts = codeOwnersPlaces.flatMap((place) => places.find(({ path }) => path === place) ?? []);
  return [...others, ...counts.slice(0, 1)];
}
