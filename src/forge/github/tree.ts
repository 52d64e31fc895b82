import { z } from "zod";
import type { Forge, ForgeFile } from "../forge.ts";
import { isObjectId } from "./address.ts";
import { type Client, ofRepository } from "./client.ts";
import { isRegular, noCommit } from "./listing.ts";

const treeSchema = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({
      path: z.string().optional(),
      mode: z.string().optional(),
      type: z.string().optional(),
      sha: z.string().nullish(),
      size: z.number().optional(),
    }),
  ),
});

/** The files of whole commits, and how git gets them. */
export function treeVerbs(client: Client): Pick<Forge, "tree" | "cloneAccess"> {
  const { options, credentials } = client;
  const { host, webUrl } = options;
  return {
    async tree(slug, commit, signal) {
      const found = await ofRepository(slug, async (repository) => {
        if (!isObjectId(commit)) throw noCommit(host, slug, commit);
        const route = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
        const parameters = { ...repository, tree_sha: commit, recursive: "1" };
        const answer = await client.rest(route, parameters, { as: repository, signal, deadlineMs: 30_000 });
        const { tree, truncated } = client.read(answer.data, treeSchema);
        return truncated ? ("truncated" as const) : tree.flatMap(fileOf);
      });
      if (found === undefined) throw noCommit(host, slug, commit);
      return found;
    },
    async cloneAccess(slug, signal) {
      const url = `${webUrl}/${slug}.git`;
      const access = await ofRepository(slug, async ({ owner }) => {
        const { value } = await credentials.forOwner(owner, signal);
        return { url, token: value };
      });
      return access ?? { url };
    },
  };
}

function fileOf(entry: z.infer<typeof treeSchema>["tree"][number]): ForgeFile[] {
  const { path, mode, type, sha, size } = entry;
  if (path === undefined || !sha || !isObjectId(sha) || type !== "blob" || !isRegular(Number.parseInt(mode ?? "", 8)))
    return [];
  return [{ path, blobId: sha, size: size ?? 0 }];
}
