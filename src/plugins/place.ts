import type { Entity, Origin } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
import type { RepositoryState, Snapshot } from "../catalog/snapshot.ts";
import { oneLine } from "../chat/text.ts";

const usualPlace = 50;

/** Where a thing's file is, for whoever mends it: `acme/payments/catalog-info.yaml:12`. */
export function placeOf({ origin }: Entity, line = origin.line): string {
  return `${origin.rootName}/${origin.path}:${line}`;
}

/**
 * Says where a problem is, as `placeOf` does; of a long path the last folders. A problem of a whole source is at the source.
 * Where two hosts have a repository of one name, the host comes first.
 */
export function problemPlaces({ repositories }: Snapshot): (problem: Problem, longestPlace?: number) => string {
  const clashing = clashingRepositories(repositories.keys());
  return (problem, longestPlace = usualPlace) => {
    const { root, source, repository, path, line } = problem;
    const place = oneLine(path === undefined ? source : `${root ?? source}/${path}:${line ?? 1}`, 1000);
    const host = repository !== undefined && clashing.has(repository) ? `${hostIn(repository)}/` : "";
    return `${oneLine(host, 60)}${shortened(place, longestPlace)}`;
  };
}

/** Those keys whose owner and name another host has too. */
function clashingRepositories(keys: Iterable<string>): ReadonlySet<string> {
  const firsts = new Map<string, string>();
  const clashing = new Set<string>();
  for (const key of keys) {
    const slug = key.slice(hostIn(key).length);
    const first = firsts.get(slug);
    if (first === undefined) firsts.set(slug, key);
    else clashing.add(first).add(key);
  }
  return clashing;
}

function hostIn(repository: string): string {
  return repository.slice(0, repository.indexOf("/"));
}

function shortened(place: string, longestPlace: number): string {
  if (place.length <= longestPlace) return place;
  const slash = place.indexOf("/", place.length - longestPlace + 1);
  return slash === -1 ? oneLine(place, longestPlace) : `…${place.slice(slash)}`;
}

/** The page of a line of a file, where its host is known to have one: a configured forge, github.com, gitlab.com. */
export function fileUrl(
  { repositories }: Snapshot,
  { root, repository, path }: Origin,
  line: number,
): string | undefined {
  const known = repository === undefined ? undefined : repositories.get(repository);
  if (known?.webUrl !== undefined) return lineUrl(known, path, line);
  const [, host, name] =
    /^(?:https:\/\/|ssh:\/\/git@|git@)(github\.com|gitlab\.com)[/:]([\w./-]+?)(?:\.git)?\/?$/.exec(root) ?? [];
  if (host === undefined || name === undefined) return undefined;
  return `https://${host}/${name}${host === "gitlab.com" ? "/-" : ""}/blob/HEAD/${encodedPath(path)}#L${line}`;
}

/** The page of a line on the branch that is read, to be mended there; absent where the repository has no pages. */
export function lineUrl({ webUrl, branch }: RepositoryState, path: string, line: number): string | undefined {
  return webUrl && `${webUrl}/blob/${encodedPath(branch)}/${encodedPath(path)}#L${line}`;
}

/** A path as addresses have it. */
export function encodedPath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
