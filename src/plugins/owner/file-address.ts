/** A page of a forge: a repository, and a place in it where the page is of one. */
export interface FilePage {
  readonly host: string;
  readonly slug: string;
  /** The names behind `blob/`: those of the branch, then those of the path. Empty where the page is of the whole. */
  readonly rest: readonly string[];
  /** The names of a path that stands behind the repository at once, as people write it. */
  readonly path?: readonly string[];
  readonly isFolder: boolean;
}

/** Longer than any address; what is longer comes from somebody who wants to keep us busy. */
const longestAddress = 2048;
/** What stands before a branch and a path. */
const views: ReadonlySet<string> = new Set(["blob", "tree", "raw", "blame", "edit", "commits"]);
/** What Gitea and its kin have there: `src/branch/main/lib/a.ts`. */
const refKinds: ReadonlySet<string> = new Set(["branch", "tag", "commit"]);
/** What else a host has behind a repository: pages that are of no file. */
const otherPages =
  /^(?:actions|activity|branches|checks|commit|compare|contributors|deployments|discussions|environments|forks|graphs|insights|issues|labels|milestones?|network|packages|projects?|pulls?|pulse|releases?|rules|runs|search|security|settings|stargazers|tags|watchers|wiki)$/i;

/**
 * Reads the address of a repository or of a file in it: https://github.com/acme/shop/blob/main/src/tax.ts#L10, the same on
 * other hosts, raw files, GitLab's `-/blob`. One address may be read in two ways; the repository that is known tells which.
 */
export function readFilePages(text: string): readonly FilePage[] {
  const typed = text.trim();
  if (typed.length > longestAddress || /\s/.test(typed)) return [];
  const address = /^(https?:\/\/)?(?:[^@/]*@)?([\w-]+(?:\.[\w-]+)*(?::\d+)?)\/([^?#]+)/i.exec(typed);
  const [, scheme, written = "", path = ""] = address ?? [];
  if (address === null || (scheme === undefined && !written.includes("."))) return [];
  const host = written.toLowerCase().replace(/^www\./, "");
  const names = path.split("/").map(decoded);
  const isFolder = names.at(-1) === "";
  return [...rawPages(host, names), pageOf(host, names.filter(isName), isFolder)].filter((page) => page !== undefined);
}

/** raw.githubusercontent.com, and where an Enterprise Server keeps raw files: a host of their own, or `/raw/`. */
function rawPages(host: string, all: readonly string[]): readonly FilePage[] {
  const names = all.filter(isName);
  if (host === "raw.githubusercontent.com") return rawPage("github.com", names);
  if (host.startsWith("raw.")) return rawPage(host.slice("raw.".length), names);
  return names[0] === "raw" ? rawPage(host, names.slice(1)) : [];
}

function rawPage(host: string, [owner, repository, ...rest]: readonly string[]): readonly FilePage[] {
  if (owner === undefined || repository === undefined || rest.length < 2) return [];
  return [{ host, slug: `${owner}/${repository}`, rest, isFolder: false }];
}

function pageOf(host: string, names: readonly string[], endsWithSlash: boolean): FilePage | undefined {
  const dash = names.indexOf("-");
  const slugLength = dash > 1 ? dash : 2;
  if (names.length < slugLength) return undefined;
  const slug = names
    .slice(0, slugLength)
    .join("/")
    .replace(/\.git$/i, "");
  const [view = "", ...rest] = names.slice(dash > 1 ? dash + 1 : slugLength);
  if (view === "src" && refKinds.has(rest[0] ?? ""))
    return { host, slug, rest: rest.slice(1), isFolder: endsWithSlash };
  if (view === "src" && /^bitbucket\./.test(host)) return { host, slug, rest, isFolder: endsWithSlash };
  if (views.has(view)) return { host, slug, rest, isFolder: view === "tree" || endsWithSlash };
  const path = view === "" || otherPages.test(view) ? [] : [view, ...rest];
  return { host, slug, rest: [], path, isFolder: path.length > 0 && endsWithSlash };
}

/** What branches are called before a slash. */
const branchFolders =
  /^(?:bug|bugfix|build|chore|ci|dependabot|docs?|feat|feature|fix|hotfix|perf|refactor|releases?|renovate|revert|tests?|users?)$/i;
/** How many names a branch may have. */
const longestBranch = 5;

/**
 * The path in a page's names: what is behind the branch. Where that is not the branch that is read, nothing says where it
 * ends: at the first slash, but for branches such as `feature/x`, of which `isSure` tells the path when it sees one.
 */
export function pathBehindBranch(rest: readonly string[], branch: string, isSure: (path: string) => boolean): string {
  const isRef = rest[0] === "refs" && (rest[1] === "heads" || rest[1] === "tags");
  const names = isRef ? rest.slice(2) : rest;
  const known = branch.split("/");
  if (known.every((name, index) => names[index] === name)) return names.slice(known.length).join("/");
  if (!branchFolders.test(names[0] ?? "") || names.length < 3) return names.slice(1).join("/");
  const paths = names.slice(2, longestBranch + 1).map((_, index) => names.slice(index + 2).join("/"));
  return paths.find(isSure) ?? paths[0] ?? "";
}

/**
 * A path that somebody typed or took from a stack trace: `src/billing/tax.ts:88:12`, `./src/`, `at tax (src/tax.ts:8:1)`.
 * Undefined for what has no slash within it, and for what is something else.
 */
export function readPath(text: string): string | undefined {
  if (text.length > longestAddress) return undefined;
  const path = decoded(
    framePath(text.trim())
      .replace(/^["'`(]+|["'`)]+$/g, "")
      .replace(/#L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$/, "")
      .replace(/(?::\d+){1,2}:?$/, "")
      .replace(/^(?:\.?\/)+/, ""),
  );
  const names = path.split("/");
  const isPath =
    names.filter(isName).length > 1 && !names.includes("..") && !/[\s:<>|"*?]/.test(path.replaceAll(" ", "_"));
  return isPath && !/^[\w.-]+@[\w.-]+:/.test(path) ? path : undefined;
}

/** Of a line of a stack trace the path; anything else with a blank in it is no path. */
function framePath(line: string): string {
  if (!/\s/.test(line)) return line;
  const [, javascript, python] = /\(([^\s()]{1,1000}:\d+)\)$|^File "([^"]{1,1000})", line \d+/.exec(line) ?? [];
  return javascript ?? python ?? "";
}

function isName(name: string): boolean {
  return name !== "" && name !== ".";
}

/** `a%20b` is `a b`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: it is meant as it stands.
    return text;
  }
}
