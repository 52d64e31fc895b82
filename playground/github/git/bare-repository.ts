import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import { type Commit, type GitObject, type ObjectType, readCommit, readTree, type TreeEntry } from "./object.ts";

/** A bare repository on disk, read and written without git itself; git serves the same folder over HTTP. */
export interface BareRepository {
  readonly folder: string;
  /** Returns its id. */
  readonly write: (type: ObjectType, body: Buffer) => string;
  readonly read: (id: string) => GitObject | undefined;
  /** Empty for what is no tree. */
  readonly tree: (id: string) => readonly TreeEntry[];
  readonly commit: (id: string) => Commit | undefined;
  /** By full name, `refs/heads/main`, in their order. */
  readonly refs: () => ReadonlyMap<string, string>;
  readonly branch: (name: string) => string | undefined;
  /** Without an id it is deleted. */
  readonly setBranch: (name: string, id: string | undefined) => void;
  /** Which branch a clone checks out. */
  readonly setHead: (branch: string) => void;
}

// What is pushed stays loose, so that nothing here has to read packs.
const config = `[core]
	repositoryformatversion = 0
	bare = true
[receive]
	unpackLimit = 1000000
	autogc = false
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[gc]
	auto = 0
`;

const maxCached = 500;

/** Makes an empty one. */
export function createBareRepository(folder: string, branch: string): BareRepository {
  mkdirSync(join(folder, "refs", "heads"), { recursive: true });
  mkdirSync(join(folder, "objects"));
  writeFileSync(join(folder, "config"), config);
  const cached = new Map<string, GitObject>();
  const pathOf = (id: string) => join(folder, "objects", id.slice(0, 2), id.slice(2));
  const read: BareRepository["read"] = (id) => {
    const known = cached.get(id);
    if (known) return known;
    if (!/^[0-9a-f]{40}$/.test(id) || !existsSync(pathOf(id))) return undefined;
    const whole = inflateSync(readFileSync(pathOf(id)));
    const end = whole.indexOf(0);
    const type = whole.toString("latin1", 0, whole.indexOf(0x20)) as ObjectType;
    const object = { type, body: whole.subarray(end + 1) };
    if (cached.size >= maxCached) cached.clear();
    if (type !== "blob") cached.set(id, object);
    return object;
  };
  const refPath = (name: string) => join(folder, "refs", "heads", name);
  const repository: BareRepository = {
    folder,
    write: (type, body) => {
      const whole = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
      const id = createHash("sha1").update(whole).digest("hex");
      if (!existsSync(pathOf(id))) {
        mkdirSync(dirname(pathOf(id)), { recursive: true });
        writeFileSync(pathOf(id), deflateSync(whole, { level: 1 }));
      }
      return id;
    },
    read,
    tree: (id) => {
      const object = read(id);
      return object?.type === "tree" ? readTree(object.body) : [];
    },
    commit: (id) => {
      const object = read(id);
      return object?.type === "commit" ? readCommit(id, object.body) : undefined;
    },
    refs: () => refsBelow(folder),
    branch: (name) => (existsSync(refPath(name)) ? readFileSync(refPath(name), "latin1").trim() : undefined),
    setBranch: (name, id) => {
      if (id === undefined) return rmSync(refPath(name), { force: true });
      mkdirSync(dirname(refPath(name)), { recursive: true });
      writeFileSync(refPath(name), `${id}\n`);
    },
    setHead: (name) => writeFileSync(join(folder, "HEAD"), `ref: refs/heads/${name}\n`),
  };
  repository.setHead(branch);
  return repository;
}

function refsBelow(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(join(folder, "refs"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".lock"))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), "latin1").trim()]));
}
