import type { Problem } from "../../catalog/problem.ts";
import type { RepositoryState, Snapshot } from "../../catalog/snapshot.ts";
import { repositoryKey } from "../../event/delivery-event.ts";

/** An error at a place in a file. */
export type FileError = Problem & { readonly path: string };

/** The errors in files of each repository, by its key. */
export function errorsByRepository({ problems }: Snapshot): ReadonlyMap<string, readonly FileError[]> {
  const found = new Map<string, FileError[]>();
  for (const problem of problems) {
    const { severity, repository, path } = problem;
    if (severity !== "error" || repository === undefined || path === undefined) continue;
    const list = found.get(repository) ?? [];
    list.push({ ...problem, path });
    found.set(repository, list);
  }
  return found;
}

/** The errors in files of one repository. */
export function errorsOf(snapshot: Snapshot, repository: RepositoryState): readonly FileError[] {
  return errorsByRepository(snapshot).get(repositoryKey(repository)) ?? [];
}

/** The same for the same error, on whichever line it is by now. */
export function errorKey({ code, path, entity = "", message }: FileError): string {
  return JSON.stringify([code, path, entity, message]);
}
