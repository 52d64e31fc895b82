import { type Entity, specList, specText } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
import { resolveTreePath } from "./parse/tree-path.ts";
import type { Root } from "./source.ts";
import { isGlob, treeGlob } from "./tree-glob.ts";

/**
 * The files of the same tree that a Location points at, globs expanded. A target outside the tree, or one that is not there
 * (unless `presence: optional`), is a problem and never a request.
 * @param mayCompare asked before a pattern is compared with so many paths
 */
export function locationTargets(
  location: Entity,
  inTree: ReadonlySet<string>,
  repository: Root["repository"],
  mayCompare: (paths: number) => boolean,
): { readonly paths: readonly string[]; readonly problems: readonly Problem[] } {
  const written = [specText(location, "target"), ...specList(location, "targets")].filter(
    (target) => target !== undefined,
  );
  const isOptional = specText(location, "presence") === "optional";
  const paths: string[] = [];
  const problems: Problem[] = [];
  for (const text of written) {
    const target = resolveTreePath(text, location.origin.path, repository);
    if ("reason" in target) {
      problems.push(unresolved(location, `${cut(text)}: ${target.reason}.`, outsideFix));
      continue;
    }
    if (isGlob(target.path) && !mayCompare(inTree.size)) {
      problems.push(unresolved(location, `${cut(text)} is one pattern too many for this repository.`, tooManyFix));
      continue;
    }
    const found = filesMatching(target.path, inTree);
    paths.push(...found);
    if (found.length === 0 && !isOptional) {
      problems.push(
        unresolved(location, `${cut(text)} is not there.`, "Correct the target, or set presence: optional."),
      );
    }
  }
  return { paths: [...new Set(paths)].sort(), problems };
}

function filesMatching(path: string, inTree: ReadonlySet<string>): readonly string[] {
  if (!isGlob(path)) return inTree.has(path) ? [path] : [];
  const isMatch = treeGlob(path);
  return [...inTree].filter(isMatch);
}

const tooManyFix = "Name the files themselves, or use fewer patterns.";
const outsideFix =
  "Point at a file of this repository and branch, or add the other repository as a source in callboard.yaml.";

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
