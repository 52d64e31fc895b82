import { posix } from "node:path";
import picomatch from "picomatch";
import { type Entity, specList, specText } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
import type { Root } from "./source.ts";

/**
 * The files of the same tree that a Location points at, globs expanded. A target outside the tree, or one that is not there
 * (unless `presence: optional`), is a problem and never a request.
 */
export function locationTargets(
  location: Entity,
  treePaths: Iterable<string>,
  repository: Root["repository"],
): { readonly paths: readonly string[]; readonly problems: readonly Problem[] } {
  const written = [specText(location, "target"), ...specList(location, "targets")].filter(
    (target) => target !== undefined,
  );
  const isOptional = specText(location, "presence") === "optional";
  const inTree = treePaths instanceof Set ? treePaths : new Set(treePaths);
  const paths: string[] = [];
  const problems: Problem[] = [];
  for (const target of written) {
    const path = treePathOf(target, location.origin.path, repository);
    if (path === undefined) {
      problems.push(
        unresolved(
          location,
          `${cut(target)} is outside its own repository, and Callboard reads nothing else.`,
          "Add that repository as a source in callboard.yaml, or point at a file of this repository.",
        ),
      );
      continue;
    }
    const found = /[*?{}[\]!()]/.test(path)
      ? [...inTree].filter(picomatch(path, { dot: true }))
      : inTree.has(path)
        ? [path]
        : [];
    paths.push(...found);
    if (found.length === 0 && !isOptional) {
      problems.push(
        unresolved(location, `${cut(target)} is not there.`, "Correct the target, or set presence: optional."),
      );
    }
  }
  return { paths: [...new Set(paths)].sort(), problems };
}

/** The path inside the tree that a relative target or a URL into the same repository and branch means. */
function treePathOf(target: string, from: string, repository: Root["repository"]): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target))
    return repository === undefined ? undefined : pathInRepository(target, repository);
  if (target.startsWith("/") || target.includes("\\") || target.includes("\0")) return undefined;
  const path = posix.normalize(posix.join(posix.dirname(from), target));
  return path === ".." || path.startsWith("../") ? undefined : path;
}

/** `https://host/owner/repo/blob/<branch>/path` and its `raw`, `tree` and raw.githubusercontent.com forms. */
function pathInRepository(url: string, repository: NonNullable<Root["repository"]>): string | undefined {
  const { host, slug, branch } = repository;
  const forms = [
    ...["blob", "tree", "raw", "-/blob", "-/tree", "-/raw"].map((view) => `https://${host}/${slug}/${view}/${branch}/`),
    ...(host === "github.com" ? [`https://raw.githubusercontent.com/${slug}/${branch}/`] : []),
  ];
  const form = forms.find((prefix) => url.toLowerCase().startsWith(prefix.toLowerCase()));
  if (form === undefined) return undefined;
  const path = posix.normalize(url.slice(form.length));
  return path === "." || path === ".." || path.startsWith("../") || path.startsWith("/") ? undefined : path;
}

function unresolved(location: Entity, what: string, fix: string): Problem {
  const { source, rootName, path, line } = location.origin;
  return {
    code: "location_unresolved",
    severity: "error",
    source,
    root: rootName,
    path,
    line,
    entity: location.ref,
    message: `A target of ${location.name} cannot be read: ${what}`,
    fix,
  };
}

function cut(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
