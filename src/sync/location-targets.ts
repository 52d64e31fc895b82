import { type Entity, specList, specText } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
import { resolveTreePath } from "./parse/tree-path.ts";
import type { Root } from "./source.ts";
import { isGlob, treeGlob } from "./tree-glob.ts";
import type { TreeView } from "./tree-view.ts";

/** What some Locations point at. */
export interface LocationTargets {
  readonly paths: readonly string[];
  readonly problems: readonly Problem[];
}

/** Where one target leads in the tree, or what is wrong with it. */
type Target = { readonly text: string; readonly path: string } | { readonly problem: Problem };

/**
 * The files of the same tree that Locations point at, for each in their order, globs expanded. A target outside the tree, or
 * one that is not there (unless `presence: optional`), is a problem and never a request.
 * @param mayCompare asked before a pattern is compared with so many paths
 */
export async function locationTargets(
  locations: readonly Entity[],
  tree: TreeView,
  repository: Root["repository"],
  mayCompare: (paths: number) => boolean,
): Promise<readonly LocationTargets[]> {
  const written = locations.map((location) => ({ location, targets: readTargets(location, repository) }));
  const paths = written.flatMap(({ targets }) => targets.flatMap((target) => ("path" in target ? target.path : [])));
  const inTree = paths.some(isGlob) ? await tree.all() : await tree.at(paths);
  return written.map(({ location, targets }) => expand(location, targets, inTree, mayCompare));
}

function readTargets(location: Entity, repository: Root["repository"]): readonly Target[] {
  const written = [specText(location, "target"), ...specList(location, "targets")];
  return written
    .filter((text) => text !== undefined)
    .map((text) => {
      const target = resolveTreePath(text, location.origin.path, repository);
      return "path" in target
        ? { text, path: target.path }
        : { problem: unresolved(location, `${cut(text)}: ${target.reason}.`, outsideFix) };
    });
}

function expand(
  location: Entity,
  targets: readonly Target[],
  inTree: ReadonlyMap<string, unknown>,
  mayCompare: (paths: number) => boolean,
): LocationTargets {
  const isOptional = specText(location, "presence") === "optional";
  const paths: string[] = [];
  const problems: Problem[] = [];
  for (const target of targets) {
    if ("problem" in target) {
      problems.push(target.problem);
      continue;
    }
    const text = cut(target.text);
    if (isGlob(target.path) && !mayCompare(inTree.size)) {
      problems.push(unresolved(location, `${text} is one pattern too many for this repository.`, tooManyFix));
      continue;
    }
    const found = filesMatching(target.path, inTree);
    paths.push(...found);
    if (found.length === 0 && !isOptional) problems.push(unresolved(location, `${text} is not there.`, absentFix));
  }
  return { paths: [...new Set(paths)].sort(), problems };
}

function filesMatching(path: string, inTree: ReadonlyMap<string, unknown>): readonly string[] {
  if (!isGlob(path)) return inTree.has(path) ? [path] : [];
  const isMatch = treeGlob(path);
  return [...inTree.keys()].filter(isMatch);
}

const absentFix = "Correct the target, or set presence: optional.";
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
