import { type CodeOwner, readCodeOwner } from "./code-owner.ts";
import { type PathPattern, readPathPattern } from "./path-pattern.ts";

/** A line that says who owns what. Without owners it says that nobody does. */
export interface CodeOwnersRule {
  /** From 1. */
  readonly line: number;
  /** As written. */
  readonly pattern: string;
  readonly path: PathPattern;
  readonly owners: readonly CodeOwner[];
}

/** A line that the forge passes over, as we do. */
export interface CodeOwnersError {
  /** From 1; 0 for the whole file. */
  readonly line: number;
  readonly reason: "invalid_pattern" | "invalid_owner" | "too_large";
}

/** A CODEOWNERS file, read. */
export interface CodeOwners {
  /** In the order of the file: the last that matches counts. */
  readonly rules: readonly CodeOwnersRule[];
  readonly errors: readonly CodeOwnersError[];
}

/**
 * "CODEOWNERS files must be under 3 MB in size":
 * https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-file-size
 */
const maxBytes = 3 * 1024 * 1024;

/** Reads a CODEOWNERS file as GitHub does: a line that is not understood is passed over. Never throws; linear in its length. */
export function parseCodeOwners(text: string): CodeOwners {
  if (Buffer.byteLength(text) >= maxBytes) return { rules: [], errors: [{ line: 0, reason: "too_large" }] };
  const rules: CodeOwnersRule[] = [];
  const errors: CodeOwnersError[] = [];
  for (const [index, written] of text
    .replace(/^\ufeff/, "")
    .split("\n")
    .entries()) {
    const read = readLine(written, index + 1);
    if (read === undefined) continue;
    if ("reason" in read) errors.push(read);
    else rules.push(read);
  }
  return { rules, errors };
}

function readLine(written: string, line: number): CodeOwnersRule | CodeOwnersError | undefined {
  // A comment begins anywhere, and no backslash saves a `#` from being one.
  const [text = ""] = written.split("#", 1);
  const [pattern, ...names] = words(text);
  if (pattern === undefined) return undefined;
  const path = readPathPattern(pattern);
  if (path === undefined) return { line, reason: "invalid_pattern" };
  const owners = names.map(readCodeOwner);
  if (owners.includes(undefined)) return { line, reason: "invalid_owner" };
  return { line, pattern, path, owners: owners.filter((owner) => owner !== undefined) };
}

/** What stands between blanks; a blank behind a backslash is part of a word. */
function words(text: string): readonly string[] {
  const found: string[] = [];
  let start = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const isBlank = at === text.length || " \t\r\f\v".includes(text.charAt(at));
    if (!isBlank && start === -1) start = at;
    if (isBlank && start !== -1) {
      found.push(text.slice(start, at));
      start = -1;
    }
    if (text.charAt(at) === "\\") at += 1;
  }
  if (start !== -1) found.push(text.slice(start));
  return found;
}
