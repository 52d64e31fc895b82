import { parseUrl } from "../../parse-url.ts";
import type { Root } from "../source.ts";

/** What a placeholder's path or URL comes to: a path of the same tree, or why it is none. */
export type TreePath = { readonly path: string } | { readonly reason: string };

const outside: TreePath = { reason: "it leads out of the repository" };
const otherPlace: TreePath = { reason: "it points outside the entity's own repository and branch" };
const forgePath = /^\/([^/]+(?:\/[^/]+)+?)(?:\/-)?\/(?:blob|raw|tree)\/(.+)$/;

/**
 * Where `target` leads from the file `from`. A path is relative to that file, with a leading slash to the root of the
 * tree; a URL must name a file of the tree's own repository and branch. Never leads out of the tree.
 */
export function resolveTreePath(target: string, from: string, repository: Root["repository"]): TreePath {
  const text = target.trim();
  if (text === "") return { reason: "it is empty" };
  if (text.includes("\\")) return { reason: "it holds a backslash" };
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return resolveUrl(text, repository);
  const file = text.replace(/[?#].*$/s, "");
  if (file.startsWith("//")) return otherPlace;
  const base = file.startsWith("/") ? [] : from.split("/").slice(0, -1);
  return walk(base, file.replace(/^\//, "").split("/"));
}

function resolveUrl(text: string, repository: Root["repository"]): TreePath {
  const url = parseUrl(text);
  if (url === undefined) return { reason: "it is no valid URL" };
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "") return otherPlace;
  const found = repository === undefined ? undefined : insideRepository(url, repository);
  return found === undefined ? otherPlace : walk([], found.split("/"));
}

/** The part of a forge's URL behind the branch, still percent-encoded. */
function insideRepository(url: URL, repository: NonNullable<Root["repository"]>): string | undefined {
  const host = repository.host.toLowerCase();
  if (host === "github.com" && url.host === "raw.githubusercontent.com") {
    const [owner, name, ...rest] = url.pathname.slice(1).split("/");
    if (!isSame(`${owner}/${name}`, repository.slug)) return undefined;
    return behindBranch(rest.join("/").replace(/^refs\/heads\//, ""), repository.branch);
  }
  const match = forgePath.exec(url.pathname);
  if (url.host !== host || match === null || !isSame(match[1] ?? "", repository.slug)) return undefined;
  return behindBranch(match[2] ?? "", repository.branch);
}

function isSame(slug: string, own: string): boolean {
  return slug.toLowerCase() === own.toLowerCase();
}

function behindBranch(rest: string, branch: string): string | undefined {
  const forms = [branch, branch.split("/").map(encodeURIComponent).join("/"), encodeURIComponent(branch)];
  const prefix = forms.find((name) => rest.startsWith(`${name}/`));
  return prefix === undefined ? undefined : rest.slice(prefix.length + 1);
}

function walk(base: readonly string[], steps: readonly string[]): TreePath {
  const path = [...base];
  for (const step of steps) {
    const name = decodeStep(step);
    if (name === undefined) return { reason: "its percent-encoding is not that of a file name" };
    if (name === "" || name === ".") continue;
    if (name !== "..") path.push(name);
    else if (path.pop() === undefined) return outside;
  }
  return path.length === 0 ? { reason: "it names no file" } : { path: path.join("/") };
}

function decodeStep(step: string): string | undefined {
  if (!step.includes("%")) return step;
  try {
    const name = decodeURIComponent(step);
    // An encoded separator or dot segment would be a second path inside the first.
    return /[/\\\0]/.test(name) || name === "." || name === ".." ? undefined : name;
  } catch {
    return undefined;
  }
}
