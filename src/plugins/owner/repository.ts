import type { Entity } from "../../catalog/entity.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";

/** A repository, lower case, and maybe a path in it, as written, that somebody named. */
export interface NamedRepository {
  /** Absent when only `owner/repo` was typed. */
  readonly host?: string;
  readonly slug: string;
  readonly path: string;
}

/** Longer than any address; what is longer comes from somebody who wants to keep us busy. */
const longestAddress = 2048;

/** Reads a repository's URL (web, https, ssh, scp-like), with or without a path in it, or a plain `owner/repo`. */
export function readRepository(text: string): NamedRepository | undefined {
  if (text.length > longestAddress) return undefined;
  const typed = text
    .trim()
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "");
  const plain = /^([\w.-]+)\/([\w.-]+?)(?:\.git)?$/.exec(typed);
  if (plain) return { slug: `${plain[1]}/${plain[2]}`.toLowerCase(), path: "" };
  const address =
    /^(?:https?:\/\/|ssh:\/\/|git:\/\/)(?:[^@/\s]+@)?([\w.-]+(?::\d+)?)\/([\w.-]+)\/([\w.-]+?)(?:\.git)?(?:\/(.*))?$/.exec(
      typed,
    ) ??
    /^[\w.-]+@([\w.-]+):([\w.-]+)\/([\w.-]+?)(?:\.git)?(?:\/(.*))?$/.exec(typed) ??
    /^([\w-]+(?:\.[\w-]+)+)\/([\w.-]+)\/([\w.-]+?)(?:\.git)?(?:\/(.*))?$/.exec(typed);
  if (!address) return undefined;
  const [, host = "", owner, repository, rest = ""] = address;
  const path = rest.replace(/^(?:-\/)?(?:tree|blob|raw|src)\/[^/]+\/?/, "");
  // Where ssh listens says nothing of the pages.
  const name = typed.startsWith("ssh:") ? host.replace(/:\d+$/, "") : host;
  return { host: name.toLowerCase(), slug: `${owner}/${repository}`.toLowerCase(), path };
}

/**
 * The things that live in a repository, the one whose folder holds `path` first. Known by `github.com/project-slug`,
 * `backstage.io/source-location`, else by where their own file is.
 */
export function thingsInRepository(
  snapshot: Snapshot,
  { host, slug, path: asked }: NamedRepository,
): readonly Entity[] {
  const path = asked.toLowerCase();
  const found: { entity: Entity; folder: string; rank: number }[] = [];
  for (const entity of snapshot.entities.values()) {
    const home = homeOf(entity, host, slug);
    if (home !== undefined && (home.folder === "" || path === "" || `${path}/`.startsWith(`${home.folder}/`))) {
      found.push({ entity, ...home });
    }
  }
  const best = Math.min(...found.map(({ rank }) => rank));
  const named = found.filter(({ rank }) => rank === best);
  const deepest = Math.max(...named.map(({ folder }) => folder.length));
  const chosen = path === "" ? named : named.filter(({ folder }) => folder.length === deepest);
  return chosen.map(({ entity }) => entity).sort((a, b) => (a.ref < b.ref ? -1 : 1));
}

/** Those of them that are in no folder of their own: what the repository as a whole is. */
export function thingsOfWhole(
  snapshot: Snapshot,
  { host, slug }: Pick<NamedRepository, "host" | "slug">,
): readonly Entity[] {
  return thingsInRepository(snapshot, { ...(host !== undefined && { host }), slug, path: "/" });
}

/** Where a thing says that its code is; undefined where it says nothing of that. */
export function codeOf(entity: Entity): NamedRepository | undefined {
  const location = readRepository((entity.annotations["backstage.io/source-location"] ?? "").replace(/^url:/, ""));
  const slug = entity.annotations["github.com/project-slug"]?.trim().toLowerCase();
  if (!slug || location?.slug === slug) return location;
  const host = hostOf(entity);
  return { ...(host !== undefined && { host }), slug, path: "" };
}

/** What the thing's own file is on: its project-slug is there too. A file on no forge speaks for any. */
function hostOf({ origin }: Entity): string | undefined {
  return origin.repository?.split("/")[0];
}

/** Where in the repository a thing lives, and how well that is known (0 best); undefined when it lives elsewhere. */
function homeOf(entity: Entity, host: string | undefined, slug: string): { folder: string; rank: number } | undefined {
  const isOnHost = host === undefined || (hostOf(entity) ?? host) === host;
  const location = readRepository((entity.annotations["backstage.io/source-location"] ?? "").replace(/^url:/, ""));
  const isHere = location?.slug === slug && (host === undefined || location.host === host);
  if (isOnHost && entity.annotations["github.com/project-slug"]?.trim().toLowerCase() === slug) {
    return { folder: isHere ? location.path.toLowerCase() : "", rank: 0 };
  }
  if (isHere) return { folder: location.path.toLowerCase(), rank: 0 };
  if (location !== undefined || entity.annotations["github.com/project-slug"] !== undefined) return undefined;
  if (!isOnHost || entity.origin.rootName.toLowerCase() !== slug) return undefined;
  const folder = entity.origin.path.split("/").slice(0, -1).join("/").toLowerCase();
  return { folder, rank: 1 };
}
