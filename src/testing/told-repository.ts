import { createHash } from "node:crypto";
import type { Forge } from "../forge/forge.ts";

/** What `acme` is listed to have. */
export async function slugs(forge: Forge): Promise<string[]> {
  const { repositories } = await forge.list("acme", { paths: [] }, new AbortController().signal);
  return repositories.map(({ slug }) => slug).sort();
}

/** None of what is truncated. */
export async function pathsIn(tree: ReturnType<Forge["tree"]>): Promise<string[]> {
  const files = await tree;
  return files === "truncated" ? [] : files.map(({ path }) => path);
}

/** As a listing tells of it that asked for no file. */
export function repository(forge: Forge, slug: string, commit?: string) {
  return {
    slug,
    webUrl: `${forge.webUrl}/${slug}`,
    isArchived: false,
    isFork: false,
    ...(commit !== undefined && { head: { branch: "main", commit } }),
    files: [],
  };
}

/** As a listing tells of it. */
export function file(path: string, content: string) {
  return { path, blobId: blobId(content), size: Buffer.byteLength(content) };
}

/** As `git hash-object`. */
export function blobId(content: string | Uint8Array): string {
  const bytes = Buffer.from(content);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
