import type { Entity, Origin } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
import type { RepositoryState, Snapshot } from "../catalog/snapshot.ts";
import { oneLine } from "../chat/text.ts";

const usualPlace = 50;

/** Where a thing's file is, for whoever mends it: `acme/payments/catalog-info.yaml:12`. */
export function placeOf({ origin }: Entity, line = origin.line): string {
  return `${origin.rootName}/${origin.path}:${line}`;
}

/** Where a problem is, as `placeOf` says it; of a long path the last folders. A problem of a whole source is at the source. */
export function problemPlace({ root, source, path, line }: Problem, longestPlace = usualPlace): string {
  const place = oneLine(path === undefined ? source : `${root ?? source}/${path}:${line ?? 1}`, 1000);
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
