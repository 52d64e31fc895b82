import type { Problem } from "../catalog/problem.ts";
import type { Root } from "./source.ts";
import type { TreeView } from "./tree-view.ts";

/** The CODEOWNERS file of a tree that counts. */
export interface CodeOwnersHarvest {
  readonly path: string;
  readonly blobId: string;
  /** Or why there is none; what is no UTF-8 is replaced. */
  readonly content: { readonly text: string } | { readonly missing: "too_large" | "unreadable" };
}

/**
 * Where GitHub looks for it: the first that is there counts.
 * https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export const codeOwnersPlaces: readonly string[] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/** GitHub loads none that is larger (same page, under "CODEOWNERS file size"). */
const maxCodeOwnersBytes = 3 * 1024 * 1024;

/**
 * Who owns which files of a repository, as the repository itself says; undefined where it does not.
 * @param previous what it was before: the same content is not read again
 * @throws BotError `unavailable` when the tree cannot be read
 */
export async function harvestCodeOwners(
  root: Root,
  tree: TreeView,
  previous: CodeOwnersHarvest | undefined,
  signal: AbortSignal,
): Promise<CodeOwnersHarvest | undefined> {
  const there = await tree.at(codeOwnersPlaces);
  const file = codeOwnersPlaces.map((place) => there.get(place)).find((found) => found !== undefined);
  if (file === undefined) return undefined;
  const { path, blobId } = file;
  if (previous?.path === path && previous.blobId === blobId) return previous;
  for await (const content of root.read([file], { maxBytes: maxCodeOwnersBytes }, signal)) {
    if ("bytes" in content) return { path, blobId, content: { text: new TextDecoder().decode(content.bytes) } };
    if (content.missing === "too_large") return { path, blobId, content: { missing: "too_large" } };
  }
  return { path, blobId, content: { missing: "unreadable" } };
}

/** What is wrong with it, if anything. */
export function codeOwnersProblem(
  { path, content }: CodeOwnersHarvest,
  source: string,
  root: string,
): readonly Problem[] {
  if ("text" in content) return [];
  const place = { severity: "warning" as const, source, root, path };
  return content.missing === "too_large"
    ? [
        {
          ...place,
          code: "code_owners_too_large",
          message: `${path} is larger than 3 MB, so that it counts neither here nor on GitHub.`,
          fix: "Name folders in it rather than single files.",
        },
      ]
    : [
        {
          ...place,
          code: "file_unreadable",
          message: `${path} cannot be read.`,
          fix: "Check that the file is a regular file that Callboard may read.",
        },
      ];
}
