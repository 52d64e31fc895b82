import { type Effort, hasLeft, hasWildcard, matchesName } from "./wildcard.ts";

/** A pattern of CODEOWNERS, taken apart. */
export interface PathPattern {
  /** Patterns of one name each; `**` stands for any number of folders, and is never the last. */
  readonly names: readonly string[];
  /** What may follow: nothing; something within it; or either. */
  readonly end: "exact" | "inside" | "both";
  /** The shortest path that it could match. */
  readonly minLength: number;
}

/**
 * Reads a pattern. Undefined for what GitHub does not understand: `!`, `[ ]`, three asterisks, a backslash at the end, and
 * two slashes in a row or `/` alone, which match nothing.
 *
 * https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax
 */
export function readPathPattern(text: string): PathPattern | undefined {
  if (!isUnderstood(text)) return undefined;
  const parts = text.split("/");
  const isOfFolder = parts.length > 1 && parts.at(-1) === "";
  if (isOfFolder) parts.pop();
  const isAnchored = parts.length > 1;
  if (parts[0] === "" && isAnchored) parts.shift();
  const written = isAnchored ? parts : ["**", ...parts];
  const isDeepAtEnd = written.at(-1) === "**";
  const rest = withoutRepeats(isDeepAtEnd ? withoutDeepEnd(written) : written);
  // `**/` is whatever lies in a folder.
  const names = isOfFolder && rest.length === 0 ? ["*"] : rest;
  if (names.includes("")) return undefined;
  const end = isOfFolder || isDeepAtEnd ? "inside" : names.at(-1) === "*" ? "exact" : "both";
  return { names, end, minLength: shortest(names) };
}

function isUnderstood(text: string): boolean {
  if (text === "" || text === "/" || text.startsWith("!") || text.includes("***")) return false;
  let isEscaped = false;
  for (const character of text) {
    if (!isEscaped && (character === "[" || character === "]")) return false;
    isEscaped = !isEscaped && character === "\\";
  }
  return !isEscaped;
}

function withoutDeepEnd(names: readonly string[]): readonly string[] {
  let end = names.length;
  while (end > 0 && names[end - 1] === "**") end -= 1;
  return names.slice(0, end);
}

function withoutRepeats(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => name !== "**" || names[index - 1] !== "**");
}

function shortest(names: readonly string[]): number {
  const folders = names.filter((name) => name !== "**");
  const letters = folders.reduce((sum, name) => sum + lettersOf(name), 0);
  return letters + Math.max(folders.length - 1, 0);
}

function lettersOf(name: string): number {
  let letters = 0;
  for (let at = 0; at < name.length; at += name[at] === "\\" ? 2 : 1) if (name[at] !== "*") letters += 1;
  return letters;
}

/** The names of a path. A folder, with a slash at its end, is as a file in it of which no name is known. */
export function pathNames(path: string): readonly string[] {
  return path
    .replace(/^\.?\/+/, "")
    .replace(/\/{2,}/g, "/")
    .split("/");
}

/** Whether a pattern matches a path. As within a name, only the last `**` is ever taken up again. False once it took too much effort. */
export function matchesPath({ names, end }: PathPattern, path: readonly string[], effort: Effort): boolean {
  let at = 0;
  let place = 0;
  let afterDeep = -1;
  let taken = 0;
  while (hasLeft(effort)) {
    const name = names[at];
    if (name === undefined && isEnd(end, path.length - place)) return true;
    if (name === "**") {
      at += 1;
      afterDeep = at;
      taken = place;
      continue;
    }
    const folder = path[place];
    if (folder === undefined) return false;
    if (name !== undefined && (name === "*" || matchesName(name, folder, effort))) {
      at += 1;
      place += 1;
      continue;
    }
    if (afterDeep === -1) return false;
    taken += 1;
    place = taken;
    at = afterDeep;
  }
  return false;
}

function isEnd(end: PathPattern["end"], left: number): boolean {
  if (end === "both") return true;
  return end === "exact" ? left === 0 : left > 0;
}

/** Whether it matches everything: then it tells nothing of a path in particular. */
export function isCatchAll({ names, end }: PathPattern): boolean {
  if (names.length === 0 || (names.length === 1 && names[0] === "**")) return end === "inside";
  return names.length === 2 && names[0] === "**" && names[1] === "*" && end === "exact";
}

/** Whether it names the folder or file at the root that it begins with. */
export function isAnchored({ names }: PathPattern): boolean {
  const [first] = names;
  return first !== undefined && first !== "**" && !hasWildcard(first.replaceAll("\\ ", " "));
}
