import picomatch from "picomatch";
import type { ListedRepository } from "../../forge/forge.ts";

/** Which repositories of an organisation are read. */
export interface SelectionOptions {
  /** Globs of names; absent or empty: every name. */
  readonly include?: readonly string[];
  /** Globs of names that are left out all the same. */
  readonly exclude?: readonly string[];
  readonly withArchived?: boolean;
  readonly withForks?: boolean;
}

/** A test of repositories, by their name and by what they are. */
export interface Selection {
  /** @param name without its owner */
  hasName(name: string): boolean;
  has(repository: ListedRepository): boolean;
}

/** Names have no case, as on the host; archived repositories and forks count only where they are asked for. */
export function createSelection(options: SelectionOptions): Selection {
  const { include = [], exclude = [], withArchived = false, withForks = false } = options;
  const isIncluded = include.length === 0 ? () => true : nameTest(include);
  const isExcluded = exclude.length === 0 ? () => false : nameTest(exclude);
  const hasName = (name: string) => isIncluded(name) && !isExcluded(name);
  return {
    hasName,
    has: ({ slug, isArchived, isFork }) =>
      hasName(repositoryName(slug)) && (withArchived || !isArchived) && (withForks || !isFork),
  };
}

/** `payments` of `acme/payments`. */
export function repositoryName(slug: string): string {
  return slug.slice(slug.indexOf("/") + 1);
}

function nameTest(globs: readonly string[]): (name: string) => boolean {
  // A name such as .github is one like any other.
  const isMatch = picomatch([...globs], { nocase: true, dot: true });
  return (name) => isMatch(name);
}
