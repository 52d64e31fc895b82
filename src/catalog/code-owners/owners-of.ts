import type { CodeOwners, CodeOwnersRule } from "./parse-code-owners.ts";
import { isCatchAll, matchesPath, pathNames } from "./path-pattern.ts";

/** Longer than any path that somebody asks about. */
const longestPath = 1000;
/** A third of a second: a hundred times what the largest file of honest rules takes. Nobody else is answered meanwhile. */
const mostSteps = 20_000_000;

/**
 * The rule that counts for a path: the last that matches. Undefined where none does; a rule without owners says that the
 * path has none. Case counts. A path with a slash at its end is a folder. Linear in the file for paths of one length. A file
 * that was made to take long says nothing of such a path.
 */
export function ownersOf({ rules }: CodeOwners, path: string): CodeOwnersRule | undefined {
  const names = pathNames(path);
  if (path.length > longestPath) return undefined;
  const effort = { left: mostSteps };
  return rules.findLast((rule) => rule.path.minLength <= path.length && matchesPath(rule.path, names, effort));
}

/** The rule for whatever no other is for. */
export function defaultRule({ rules }: CodeOwners): CodeOwnersRule | undefined {
  return rules.findLast(({ path }) => isCatchAll(path));
}
