import picomatch from "picomatch";

/** Which files of a tree are catalog files. */
export interface CatalogPaths {
  /** Where every pattern is a plain path: these, so that nothing else of the tree need be known. */
  readonly literal?: readonly string[];
  isMatch(path: string): boolean;
}

/** What a pattern may give a meaning; a name that has one of these is found by the listing of its tree. */
const special = /[*?[\]{}()!+@|\\"]|^\.?\//;

/** @param globs as the configuration has them */
export function catalogPaths(globs: readonly string[]): CatalogPaths {
  const isMatch = picomatch([...globs], { dot: true });
  const paths: CatalogPaths = { isMatch: (path) => isMatch(path) };
  return globs.some((glob) => special.test(glob)) ? paths : { ...paths, literal: globs };
}
