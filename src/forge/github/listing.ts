import { z } from "zod";
import { BotError } from "../../errors.ts";
import type { Forge, ForgeFile, ListedRepository } from "../forge.ts";
import { isLogin, isObjectId, slugParts } from "./address.ts";
import { type Client, ofRepository, type QueryError, queryFailure } from "./client.ts";
import { allPages, connectionOf, gapError } from "./page.ts";
import { findQuery, headQuery, listQuery } from "./queries.ts";

const entrySchema = z.object({ mode: z.number(), type: z.string(), oid: z.string(), size: z.number() });
const filesSchema = z.record(z.string(), z.unknown());
// These go into addresses, to git and into messages: what can be none of them did not come from GitHub.
const slug = z.string().refine((text) => slugParts(text) !== undefined);
const commitId = z.string().refine(isObjectId);
const repositorySchema = z.object({
  nameWithOwner: slug,
  isArchived: z.boolean(),
  isFork: z.boolean(),
  defaultBranchRef: z.object({ name: z.string(), target: z.looseObject({ oid: commitId }).nullable() }).nullable(),
});

const listSchema = z.object({
  repositoryOwner: z.object({ repositories: connectionOf(repositorySchema) }).nullable(),
});
const headSchema = z.object({ repository: repositorySchema.nullable() });
const findSchema = z.object({ repository: z.object({ object: filesSchema.nullable() }).nullable() });

/** Whole pages of fifty take GitHub some seconds, and it gives up after ten. */
const pageSize = { most: 50, least: 5 };
/** So many files of one commit at once. */
const filesAtOnce = 50;

/** What is there, and where its files are. */
export function listingVerbs(client: Client): Pick<Forge, "list" | "head" | "find"> {
  const { host, webUrl } = client.options;

  return {
    async list(owner, { paths }, signal) {
      if (!isLogin(owner)) throw nobody(owner, host);
      const { nodes, gap } = await allPages(pageSize, async (page) => {
        const asking = { as: { owner }, signal, repeats: 0 };
        const { data, errors } = await client.graphql(listQuery(owner, paths, page), listSchema, asking);
        if (data.repositoryOwner === null) throw noOwner(errors, owner);
        return { data: data.repositoryOwner.repositories, errors };
      });
      const repositories = nodes.map((node) => listed(node, paths, webUrl));
      return gap === undefined ? { repositories } : { repositories, incomplete: gapError(host, owner, gap) };
    },
    async head(slug, { paths }, signal) {
      return ofRepository(slug, async ({ owner, repo }) => {
        const { data, errors } = await client.graphql(headQuery(owner, repo, paths), headSchema, {
          as: { owner },
          signal,
        });
        if (data.repository === null)
          throw queryFailure(errors[0] ?? { type: "NOT_FOUND", message: "" }, client.options);
        if (errors.length > 0) throw queryFailure(errors[0], client.options);
        return listed(data.repository, paths, webUrl);
      });
    },
    async find(slug, commit, paths, signal) {
      const found = await ofRepository(slug, async ({ owner, repo }) => {
        if (!isObjectId(commit)) throw noCommit(host, slug, commit);
        const files: ForgeFile[] = [];
        for (let from = 0; from < Math.max(paths.length, 1); from += filesAtOnce) {
          const some = paths.slice(from, from + filesAtOnce);
          const query = findQuery(owner, repo, commit, some);
          const { data, errors } = await client.graphql(query, findSchema, { as: { owner }, signal });
          if (errors.length > 0) throw queryFailure(errors[0], client.options);
          const object = data.repository?.object;
          if (object?.["__typename"] !== "Commit") throw noCommit(host, slug, commit);
          files.push(...filesIn(object, some));
        }
        return files;
      });
      if (found === undefined) throw noCommit(host, slug, commit);
      return found;
    },
  };

  function noOwner(errors: readonly QueryError[], owner: string): BotError {
    const [error] = errors;
    return error === undefined || error.type === "NOT_FOUND"
      ? nobody(owner, host)
      : queryFailure(error, client.options);
  }
}

/** Whoever asked for somebody who is not there. */
function nobody(owner: string, host: string): BotError {
  const shown = isLogin(owner) ? owner : JSON.stringify(owner.slice(0, 100));
  return new BotError(
    "not_found",
    `No organisation or person is called ${shown} on ${host}, or the credentials may not see it. Correct the name, or give them access.`,
  );
}

/** Whoever asked for files of a commit that is not there. */
export function noCommit(host: string, slug: string, commit: string): BotError {
  return new BotError(
    "not_found",
    `${host} has no commit ${commit.slice(0, 12)} of ${slug} any more, or the credentials may not see it.`,
  );
}

function listed(
  repository: z.infer<typeof repositorySchema>,
  paths: readonly string[],
  webUrl: string,
): ListedRepository {
  const { nameWithOwner: slug, isArchived, isFork, defaultBranchRef: ref } = repository;
  const target = ref?.target;
  return {
    slug,
    webUrl: `${webUrl}/${slug}`,
    isArchived,
    isFork,
    ...(ref && target && { head: { branch: ref.name, commit: target.oid } }),
    files: target ? filesIn(target, paths) : [],
  };
}

/** A regular file has one of these modes, as in git; a symlink is 120000, a submodule 160000. */
export function isRegular(mode: number): boolean {
  return mode === 0o100644 || mode === 0o100755 || mode === 0o100664;
}

function filesIn(object: Readonly<Record<string, unknown>>, paths: readonly string[]): ForgeFile[] {
  return paths.flatMap((path, index) => {
    const { data } = entrySchema.nullish().safeParse(object[`f${index}`]);
    return data?.type === "blob" && isRegular(data.mode) ? [{ path, blobId: data.oid, size: data.size }] : [];
  });
}
