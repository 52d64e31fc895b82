import picomatch from "picomatch";

/** The globs, and for each that names one YAML file the same with the other ending: `catalog-info.yml` is meant as well. */
export function withTwins(globs: readonly string[]): readonly string[] {
  return [...new Set(globs.flatMap((glob) => (isGlob(glob) ? [glob] : [glob, twinOf(glob)])))];
}

/** Those of the globs that name one file each. */
export function literalPaths(globs: readonly string[]): readonly string[] {
  return globs.filter((glob) => !isGlob(glob));
}

function isGlob(text: string): boolean {
  return picomatch.scan(text).isGlob;
}

function twinOf(path: string): string {
  if (path.endsWith(".yaml")) return `${path.slice(0, -".yaml".length)}.yml`;
  return path.endsWith(".yml") ? `${path.slice(0, -".yml".length)}.yaml` : path;
}
