import type { Entity, Origin } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
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

/** The page of a file where its host is known to have one: github.com and gitlab.com. */
export function fileUrl({ root, path }: Origin, line: number): string | undefined {
  const [, host, repository] =
    /^(?:https:\/\/|ssh:\/\/git@|git@)(github\.com|gitlab\.com)[/:]([\w./-]+?)(?:\.git)?\/?$/.exec(root) ?? [];
  if (host === undefined || repository === undefined) return undefined;
  const file = path.split("/").map(encodeURIComponent).join("/");
  return `https://${host}/${repository}${host === "gitlab.com" ? "/-" : ""}/blob/HEAD/${file}#L${line}`;
}
