import { BotError } from "../../errors.ts";
import type { RepositoryName } from "../../event/delivery-event.ts";
import type { Forge } from "../../forge/forge.ts";
import { codeOwnersPlaces } from "../code-owners-harvest.ts";
import type { EntitySource, RootState, SourceReading } from "../source.ts";
import { createGitCopies, type GitCopiesOptions } from "./git-copies.ts";
import { literalPaths, withTwins } from "./literal-paths.ts";
import { peopleDescriptors } from "./people-descriptors.ts";
import { createPeopleRoot, peopleRootId } from "./people-root.ts";
import { createRepositoryStates } from "./repository-states.ts";
import { createSelection, repositoryName, type SelectionOptions } from "./selection.ts";

/** An organisation, or a person, whose repositories are read. */
export interface GitHubSourceOptions extends SelectionOptions, Omit<GitCopiesOptions, "forge"> {
  readonly name: string;
  readonly forge: Pick<
    Forge,
    "host" | "webUrl" | "list" | "head" | "tree" | "find" | "read" | "cloneAccess" | "people"
  >;
  readonly org: string;
  /** Globs of catalog files. Those that name one file cost no call for each changed repository. */
  readonly paths: readonly string[];
  /** Whether its teams and members are read too, as a root of their own. */
  readonly people?: boolean;
  /** The namespace of these groups and users; absent, the default one. */
  readonly peopleNamespace?: string;
}

/**
 * A source with one root a repository, at the head of its default branch. A listing tells which heads changed, so that
 * unchanged repositories cost its pages alone. `read` rejects with a BotError when there is no listing.
 */
export function createGitHubSource(options: GitHubSourceOptions): EntitySource {
  const { name, forge, org, people = false, peopleNamespace = "default" } = options;
  const paths = [...new Set([...literalPaths(withTwins(options.paths)), ...codeOwnersPlaces])];
  const selection = createSelection(options);
  const copies = createGitCopies(options);
  const idOf = (slug: string) => `${forge.webUrl}/${slug}`;
  const isOwn = (slug: string) => slug.toLowerCase().startsWith(`${org.toLowerCase()}/`);
  const repositories = createRepositoryStates({ forge, idOf, selection, listedPaths: paths, copies });

  async function readAll(known: ReadonlyMap<string, string>, signal: AbortSignal): Promise<SourceReading> {
    const { repositories: all, incomplete } = await forge.list(org, { paths }, signal);
    const round = repositories.startRound(known, incomplete === undefined);
    const ids = byLowerCase(known.keys());
    const listed = [...new Map(all.map((repository) => [repository.slug.toLowerCase(), repository])).values()];
    const roots = listed.flatMap((repository) =>
      round.statesOf(repository, ids.get(idOf(repository.slug).toLowerCase())),
    );
    if (people) roots.push(await readPeople(known, signal));
    if (incomplete !== undefined) return { roots, incomplete };
    await copies.keepOnly(listed.map(({ slug }) => slug));
    return { roots };
  }

  async function readPeople(known: ReadonlyMap<string, string>, signal: AbortSignal): Promise<RootState> {
    const id = peopleRootId(forge.webUrl, org);
    const rootName = `people of ${org}`;
    try {
      const files = peopleDescriptors({ owner: org, namespace: peopleNamespace }, await forge.people(org, signal));
      const root = createPeopleRoot({ id, name: rootName, host: forge.host, files });
      return known.get(id) === root.revision ? { type: "unchanged", rootId: id } : { type: "changed", root };
    } catch (error) {
      return failed({ rootId: id, name: rootName }, error, signal);
    }
  }

  async function readOnly(
    known: ReadonlyMap<string, string>,
    only: readonly RepositoryName[],
    signal: AbortSignal,
  ): Promise<SourceReading> {
    const round = repositories.startRound(known, true);
    const ids = byLowerCase(known.keys());
    const heads = await someAtATime(only, ({ slug }) => round.call(() => forge.head(slug, { paths }, signal)));
    const states = only.flatMap(({ slug }, index): readonly RootState[] => {
      const lastId = ids.get(idOf(slug).toLowerCase());
      const head = heads[index];
      if (head?.status === "rejected")
        return [failed({ rootId: lastId ?? idOf(slug), name: slug }, head.reason, signal)];
      // What belongs to somebody else now will be missing in the next listing.
      return head?.value !== undefined && isOwn(head.value.slug) ? round.statesOf(head.value, lastId) : [];
    });
    return { roots: withoutRepeats(states) };
  }

  return {
    name,
    covers: ({ host, slug }) =>
      host.toLowerCase() === forge.host && isOwn(slug) && selection.hasName(repositoryName(slug)),
    read: (known, signal, only) => (only === undefined ? readAll(known, signal) : readOnly(known, only, signal)),
  };
}

/** Several pushes at once do not wait for the host one after the other. */
const headsAtATime = 16;

/** In the order of the items. */
async function someAtATime<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly PromiseSettledResult<R>[]> {
  const ends: PromiseSettledResult<R>[] = [];
  const queue = items.entries();
  async function worker(): Promise<void> {
    for (const [index, item] of queue) [ends[index]] = await Promise.allSettled([work(item)]);
  }
  await Promise.all(Array.from({ length: Math.min(items.length, headsAtATime) }, worker));
  return ends;
}

function byLowerCase(ids: Iterable<string>): ReadonlyMap<string, string> {
  return new Map([...ids].map((id) => [id.toLowerCase(), id]));
}

function failed(root: { rootId: string; name: string }, error: unknown, signal: AbortSignal): RootState {
  signal.throwIfAborted();
  if (!(error instanceof BotError)) throw error;
  return { type: "failed", ...root, error };
}

/** One state a root: that it is there says more than that something is not called so any more. */
function withoutRepeats(states: readonly RootState[]): readonly RootState[] {
  const byRoot = new Map<string, RootState>();
  for (const state of states) {
    const id = state.type === "changed" ? state.root.id : state.rootId;
    const before = byRoot.get(id);
    if (before === undefined || before.type === "gone") byRoot.set(id, state);
  }
  return [...byRoot.values()];
}
