import type { Problem } from "../../catalog/problem.ts";
import type { RepositoryState, Snapshot } from "../../catalog/snapshot.ts";

/** An error at a place in a file. */
export type FileError = Problem & { readonly path: string };

/** The errors in files of each repository, by its slug in lower case. */
export function errorsBySlug({ problems }: Snapshot): ReadonlyMap<string, readonly FileError[]> {
  const found = new Map<string, FileError[]>();
  for (const problem of problems) {
    const { severity, root, path } = problem;
    if (severity !== "error" || root === undefined || path === undefined) continue;
    const slug = root.toLowerCase();
    const list = found.get(slug) ?? [];
    list.push({ ...problem, path });
    found.set(slug, list);
  }
  return found;
}

/** The errors in files of one repository. */
export function errorsOf(snapshot: Snapshot, { slug }: RepositoryState): readonly FileError[] {
  return errorsBySlug(snapshot).get(slug.toLowerCase()) ?? [];
}

/** The same for the same error, on whichever line it is by now. */
export function errorKey({ code, path, entity = "", message }: FileError): string {
  return JSON.stringify([code, path, entity, message]);
}
