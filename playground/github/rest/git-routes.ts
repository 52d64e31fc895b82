import { commitsBetween, history, mergeBase } from "../git/history.ts";
import type { Commit } from "../git/object.ts";
import { typeOfMode } from "../git/object.ts";
import { entryAt, pathChanges, wholeTree } from "../git/tree.ts";
import { notFound, Refusal } from "../refusal.ts";
import { type Json, nodeId, type Repository, slugOf, type World } from "../world.ts";
import { commitJson, fileJson, fullCommitJson, treeEntryJson } from "./commit-json.ts";
import { type Asked, pageOf, type Reply, type Route, readableRepository } from "./route.ts";

/** What git holds. */
export const gitRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/git/trees/{tree_sha}", run: tree },
  { method: "GET", path: "/repos/{owner}/{repo}/git/blobs/{file_sha}", run: blob },
  { method: "GET", path: "/repos/{owner}/{repo}/git/ref/{ref}", run: ref },
  { method: "GET", path: "/repos/{owner}/{repo}/contents/{path}", run: contents },
  { method: "GET", path: "/repos/{owner}/{repo}/compare/{basehead}", run: compare },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/commits/{ref}",
    run: (asked) => {
      const repository = readableRepository(asked);
      return {
        status: 200,
        body: fullCommitJson(asked.world, repository, neededCommit(repository, asked.params["ref"])),
      };
    },
  },
];

/** By id or its beginning, branch, tag or `HEAD`. */
export function commitOf({ git, defaultBranch }: Repository, name: string): Commit | undefined {
  const branch = name === "HEAD" ? defaultBranch : name.replace(/^refs\//, "").replace(/^heads\//, "");
  const refs = git.refs();
  const id = refs.get(`refs/heads/${branch}`) ?? refs.get(`refs/tags/${branch.replace(/^tags\//, "")}`) ?? name;
  return git.commit(id) ?? (/^[0-9a-f]{7,39}$/.test(id) ? abbreviated(git, refs, id) : undefined);
}

function abbreviated(git: Repository["git"], refs: ReadonlyMap<string, string>, start: string): Commit | undefined {
  for (const head of refs.values()) {
    const found = history(git, head).find(({ id }) => id.startsWith(start));
    if (found) return found;
  }
  return undefined;
}

function neededCommit(repository: Repository, name = ""): Commit {
  if (repository.git.refs().size === 0) throw new Refusal(409, "Git Repository is empty.");
  const found = commitOf(repository, name);
  if (found === undefined) throw new Refusal(422, `No commit found for SHA: ${name}`);
  return found;
}

function tree(asked: Asked): Reply {
  const repository = readableRepository(asked);
  const { git } = repository;
  const name = asked.params["tree_sha"] ?? "";
  if (git.refs().size === 0) throw new Refusal(409, "Git Repository is empty.");
  const sha = git.read(name)?.type === "tree" ? name : commitOf(repository, name)?.tree;
  if (sha === undefined) throw notFound();
  const all = asked.query.has("recursive")
    ? wholeTree(git, sha)
    : git.tree(sha).map((entry) => ({ ...entry, path: entry.name }));
  const entries: Json[] = [];
  let truncated = false;
  for (const entry of all) {
    truncated = entries.length >= asked.maxTreeEntries;
    if (truncated) break;
    entries.push(treeEntryJson(asked.world, repository, entry));
  }
  const url = `${asked.world.apiUrl}/repos/${slugOf(repository)}/git/trees/${sha}`;
  return { status: 200, body: { sha, url, tree: entries, truncated } };
}

/** https://docs.github.com/rest/git/blobs#get-a-blob */
function blob(asked: Asked): Reply {
  const repository = readableRepository(asked);
  const sha = asked.params["file_sha"] ?? "";
  const object = repository.git.read(sha);
  if (object?.type !== "blob") throw notFound();
  const url = `${asked.world.apiUrl}/repos/${slugOf(repository)}/git/blobs/${sha}`;
  const { body } = object;
  const content = lined(body);
  return { status: 200, body: { sha, node_id: nodeId("B", sha), size: body.length, url, content, encoding: "base64" } };
}

function ref(asked: Asked): Reply {
  const repository = readableRepository(asked);
  const name = `refs/${asked.params["ref"]}`;
  const sha = repository.git.refs().get(name);
  if (sha === undefined) throw notFound();
  const api = `${asked.world.apiUrl}/repos/${slugOf(repository)}/git`;
  const object = { sha, type: "commit", url: `${api}/commits/${sha}` };
  return {
    status: 200,
    body: { ref: name, node_id: nodeId("REF", `${repository.id}:${name}`), url: `${api}/${name}`, object },
  };
}

const maxContentBytes = 1024 * 1024;

/** https://docs.github.com/rest/repos/contents#get-repository-content */
function contents(asked: Asked): Reply {
  const repository = readableRepository(asked);
  const { git } = repository;
  const at = asked.query.get("ref") ?? repository.defaultBranch;
  const commit = commitOf(repository, at);
  if (git.refs().size === 0) throw new Refusal(404, "This repository is empty.");
  if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${at}`);
  const path = (asked.params["path"] ?? "").replace(/\/$/, "");
  const entry = entryAt(git, commit.tree, path);
  if (entry === undefined) throw notFound();
  const json = (mode: string, id: string, where: string) =>
    contentJson(asked.world, repository, { mode, id, path: where, at });
  if (entry.mode === "40000") {
    const below = git
      .tree(entry.id)
      .map(({ mode, id, name }) => json(mode, id, path === "" ? name : `${path}/${name}`));
    return { status: 200, body: below };
  }
  if (entry.mode === "160000")
    return { status: 200, body: { ...json(entry.mode, entry.id, path), submodule_git_url: "" } };
  const body = git.read(entry.id)?.body ?? Buffer.alloc(0);
  // What is larger is given only where its raw form is asked for.
  const isLarge = body.length > maxContentBytes;
  if (entry.mode === "120000")
    return { status: 200, body: { ...json(entry.mode, entry.id, path), target: body.toString() } };
  const content = { content: isLarge ? "" : lined(body), encoding: isLarge ? "none" : "base64" };
  return { status: 200, body: { ...json(entry.mode, entry.id, path), ...content } };
}

function contentJson(
  world: World,
  repository: Repository,
  { mode, id, path, at }: { readonly mode: string; readonly id: string; readonly path: string; readonly at: string },
): Json {
  const slug = slugOf(repository);
  const kind = typeOfMode(mode);
  const type = { blob: mode === "120000" ? "symlink" : "file", tree: "dir", commit: "submodule" }[kind];
  const url = `${world.apiUrl}/repos/${slug}/contents/${path}?ref=${at}`;
  const html = `${world.webUrl}/${slug}/${kind === "tree" ? "tree" : "blob"}/${at}/${path}`;
  const git = `${world.apiUrl}/repos/${slug}/git/${kind === "tree" ? "trees" : "blobs"}/${id}`;
  return {
    name: path.split("/").at(-1) ?? "",
    path,
    sha: id,
    size: kind === "blob" ? (repository.git.read(id)?.body.length ?? 0) : 0,
    url,
    html_url: html,
    git_url: git,
    download_url: kind === "blob" ? `${world.webUrl}/${slug}/raw/${at}/${path}` : null,
    type,
    _links: { self: url, git, html },
  };
}

const maxCompareFiles = 300;

/** https://docs.github.com/rest/commits/commits#compare-two-commits */
function compare(asked: Asked): Reply {
  const repository = readableRepository(asked);
  const { git } = repository;
  const [base, head] = (asked.params["basehead"] ?? "").split("...").map((name) => commitOf(repository, name));
  const common = base && head && mergeBase(git, base.id, head.id);
  if (!base || !head || !common) throw notFound();
  const ahead = commitsBetween(git, base.id, head.id);
  const behind = commitsBetween(git, head.id, base.id).length;
  const { size, page } = pageOf(asked, 250);
  const files = page > 1 ? [] : pathChanges(git, common.tree, head.tree).slice(0, maxCompareFiles);
  const { world } = asked;
  const slug = slugOf(repository);
  const web = `${world.webUrl}/${slug}/compare/${asked.params["basehead"]}`;
  const diverged = behind > 0 ? "diverged" : "ahead";
  return {
    status: 200,
    body: {
      url: `${world.apiUrl}/repos/${slug}/compare/${asked.params["basehead"]}`,
      html_url: web,
      permalink_url: `${world.webUrl}/${slug}/compare/${base.id.slice(0, 7)}...${head.id.slice(0, 7)}`,
      diff_url: `${web}.diff`,
      patch_url: `${web}.patch`,
      base_commit: commitJson(world, repository, base),
      merge_base_commit: commitJson(world, repository, common),
      status: ahead.length > 0 ? diverged : behind > 0 ? "behind" : "identical",
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      commits: ahead.slice((page - 1) * size, page * size).map((commit) => commitJson(world, repository, commit)),
      files: files.map((change) => fileJson(world, repository, head.id, change)),
    },
  };
}

/** Base64 as GitHub breaks it. */
function lined(body: Buffer): string {
  return body.toString("base64").replace(/.{60}/g, "$&\n");
}
