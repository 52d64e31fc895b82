import { changesOf } from "../git/history.ts";
import { type Commit, type Signature, typeOfMode } from "../git/object.ts";
import type { PathChange, TreePath } from "../git/tree.ts";
import { type Json, nodeId, type Repository, slugOf, userByEmail, type World } from "../world.ts";
import { accountJson } from "./account-json.ts";
import { timeText } from "./repository-json.ts";

/** A commit as lists have it. */
export function commitJson(world: World, repository: Repository, commit: Commit): Json {
  const slug = slugOf(repository);
  const api = `${world.apiUrl}/repos/${slug}`;
  const web = `${world.webUrl}/${slug}`;
  const { id, tree, parents, author, committer, message } = commit;
  const userOf = ({ email }: Signature) => {
    const user = userByEmail(world, email);
    return user ? accountJson(world, user) : null;
  };
  return {
    sha: id,
    node_id: nodeId("C", id),
    commit: {
      author: signatureJson(author),
      committer: signatureJson(committer),
      message,
      tree: { sha: tree, url: `${api}/git/trees/${tree}` },
      url: `${api}/git/commits/${id}`,
      comment_count: 0,
      verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
    },
    url: `${api}/commits/${id}`,
    html_url: `${web}/commit/${id}`,
    comments_url: `${api}/commits/${id}/comments`,
    author: userOf(author),
    committer: userOf(committer),
    parents: parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${web}/commit/${sha}` })),
  };
}

/** One commit asked for alone, with what it changed. */
export function fullCommitJson(world: World, repository: Repository, commit: Commit): Json {
  const files = changesOf(repository.git, commit);
  const changes = { additions: files.length, deletions: 0, total: files.length };
  return {
    ...commitJson(world, repository, commit),
    stats: changes,
    files: files.map((change) => fileJson(world, repository, commit.id, change)),
  };
}

/** A path that differs; lines are not counted. */
export function fileJson(world: World, repository: Repository, commit: string, { path, status, id }: PathChange): Json {
  const slug = slugOf(repository);
  return {
    sha: id,
    filename: path,
    status,
    ...{ additions: 1, deletions: 0, changes: 1 },
    blob_url: `${world.webUrl}/${slug}/blob/${commit}/${path}`,
    raw_url: `${world.webUrl}/${slug}/raw/${commit}/${path}`,
    contents_url: `${world.apiUrl}/repos/${slug}/contents/${path}?ref=${commit}`,
  };
}

/** A line of a tree. */
export function treeEntryJson(world: World, repository: Repository, { path, mode, id }: TreePath): Json {
  const type = typeOfMode(mode);
  const sha = { path, mode: mode.padStart(6, "0"), type, sha: id };
  const url = `${world.apiUrl}/repos/${slugOf(repository)}/git/${type}s/${id}`;
  if (type === "commit") return sha;
  return type === "tree" ? { ...sha, url } : { ...sha, size: repository.git.read(id)?.body.length ?? 0, url };
}

function signatureJson({ name, email, at }: Signature): Json {
  return { name, email, date: timeText(at) };
}
