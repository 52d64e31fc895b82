import type { Entity } from "../../catalog/entity.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";

/** A repository, and maybe a path in it, that somebody named. Lower case. */
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
  return { host: host.toLowerCase(), slug: `${owner}/${repository}`.toLowerCase(), path: path.toLowerCase() };
}

/**
 * The things that live in a repository, the one whose folder holds `path` first. Known by `github.com/project-slug`,
 * `backstage.io/source-location`, else by where their own file is.
 */
export function thingsInRepository(snapshot: Snapshot, { host, slug, path }: NamedRepository): readonly Entity[] {
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

/** Where in the repository a thing lives, and how well that is known (0 best); undefined when it lives elsewhere. */
function homeOf(entity: Entity, host: string | undefined, slug: string): { folder: string; rank: number } | undefined {
  const location = readRepository((entity.annotations["backstage.io/source-location"] ?? "").replace(/^url:/, ""));
  const isHere = location?.slug === slug && (host === undefined || location.host === host);
  if (entity.annotations["github.com/project-slug"]?.trim().toLowerCase() === slug) {
    return { folder: isHere ? location.path : "", rank: 0 };
  }
  if (isHere) return { folder: location.path, rank: 0 };
  if (location !== undefined || entity.annotations["github.com/project-slug"] !== undefined) return undefined;
  if (entity.origin.rootName.toLowerCase() !== slug) return undefined;
  const folder = entity.origin.path.split("/").slice(0, -1).join("/").toLowerCase();
  return { folder, rank: 1 };
}
