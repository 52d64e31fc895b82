import { type Signature, type TreeEntry, typeOfMode } from "../git/object.ts";
import { entryAt } from "../git/tree.ts";
import { commitOf } from "../rest/git-routes.ts";
import { nodeId, type Repository, slugOf, userByEmail } from "../world.ts";
import type { Scope } from "./scope.ts";

const maxTextBytes = 512 * 1024;

/** What an expression names: `HEAD:path`, `main`, an id. */
export function objectAt(
  scope: Scope,
  repository: Repository,
  { expression, oid }: { readonly expression?: string | null; readonly oid?: string | null },
): object | null {
  if (oid) return objectNode(scope, repository, oid);
  const [name = "", ...rest] = (expression ?? "").split(":");
  const commit = commitOf(repository, name);
  if (commit === undefined) return rest.length === 0 ? objectNode(scope, repository, name) : null;
  if (rest.length === 0) return objectNode(scope, repository, commit.id);
  const entry = entryAt(repository.git, commit.tree, rest.join(":"));
  return entry ? objectNode(scope, repository, entry.id) : null;
}

/** A branch; null where it is not there. */
export function refNode(scope: Scope, repository: Repository, name: string): object | null {
  const id = repository.git.branch(name);
  if (id === undefined) return null;
  return {
    id: nodeId("REF", `${repository.id}:${name}`),
    name,
    prefix: "refs/heads/",
    target: () => objectNode(scope, repository, id),
    repository: () => scope.nodes.repository(scope, repository),
  };
}

function objectNode(scope: Scope, repository: Repository, id: string): object | null {
  const object = repository.git.read(id);
  if (object === undefined) return null;
  const shared = {
    id: nodeId("G", `${repository.id}:${id}`),
    oid: id,
    abbreviatedOid: id.slice(0, 7),
    commitUrl: `${scope.world.webUrl}/${slugOf(repository)}/commit/${id}`,
    repository: () => scope.nodes.repository(scope, repository),
  };
  if (object.type === "blob") return { __typename: "Blob", ...shared, ...blobFields(object.body) };
  if (object.type === "tree") {
    const entries = () => repository.git.tree(id).map((entry) => treeEntryNode(scope, repository, entry, entry.name));
    return { __typename: "Tree", ...shared, entries };
  }
  return { __typename: "Commit", ...shared, ...commitFields(scope, repository, id) };
}

function blobFields(body: Buffer): object {
  const isBinary = body.subarray(0, 8000).includes(0) || !Buffer.from(body.toString()).equals(body);
  const isTruncated = body.length > maxTextBytes;
  const text = () => (isBinary ? null : body.toString("utf8", 0, maxTextBytes));
  return { byteSize: body.length, isBinary, isTruncated, text };
}

function commitFields(scope: Scope, repository: Repository, id: string): object {
  const commit = repository.git.commit(id);
  if (commit === undefined) return {};
  return {
    url: `${scope.world.webUrl}/${slugOf(repository)}/commit/${id}`,
    message: commit.message,
    messageHeadline: commit.message.split("\n")[0],
    committedDate: commit.committer.at.toISOString(),
    authoredDate: commit.author.at.toISOString(),
    author: () => actor(scope, commit.author),
    tree: () => objectNode(scope, repository, commit.tree),
    file: ({ path }: { readonly path: string }) => {
      const entry = entryAt(repository.git, commit.tree, path);
      return entry ? treeEntryNode(scope, repository, entry, path) : null;
    },
  };
}

function actor(scope: Scope, { name, email, at }: Signature): object {
  const user = userByEmail(scope.world, email);
  return { name, email, date: at.toISOString(), user: () => (user ? scope.nodes.user(scope, user) : null) };
}

function treeEntryNode(scope: Scope, repository: Repository, entry: TreeEntry, path: string): object {
  const type = typeOfMode(entry.mode);
  return {
    name: entry.name,
    path,
    // GitHub gives the mode as the number that git's octal digits mean: 33188 for 100644.
    mode: Number.parseInt(entry.mode, 8),
    type,
    oid: entry.id,
    size: () => (type === "blob" ? (repository.git.read(entry.id)?.body.length ?? 0) : 0),
    object: () => (type === "commit" ? null : objectNode(scope, repository, entry.id)),
  };
}
