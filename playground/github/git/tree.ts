import type { BareRepository } from "./bare-repository.ts";
import { type TreeEntry, treeBody, typeOfMode } from "./object.ts";

/** A file as it is put into a commit: text, bytes, or a link, program or submodule. Undefined takes it away. */
export type NewFile =
  | string
  | Uint8Array
  | { readonly mode: "100755" | "120000" | "160000"; readonly content: string }
  | undefined;

/** What stands where in a tree. */
export interface TreePath extends TreeEntry {
  readonly path: string;
}

/** A path that differs between two trees. */
export interface PathChange {
  readonly path: string;
  readonly status: "added" | "removed" | "modified";
  /** Of the new file, else of the old one. */
  readonly id: string;
}

/** A tree with these files changed; returns its id. `root` undefined is an empty one. */
export function changedTree(
  git: BareRepository,
  root: string | undefined,
  files: Readonly<Record<string, NewFile>>,
): string {
  const here = new Map((root === undefined ? [] : git.tree(root)).map((entry) => [entry.name, entry]));
  const below = new Map<string, Record<string, NewFile>>();
  for (const [path, file] of Object.entries(files)) {
    const slash = path.indexOf("/");
    const name = slash < 0 ? path : path.slice(0, slash);
    if (slash < 0) putFile(git, here, name, file);
    else below.set(name, { ...below.get(name), [path.slice(slash + 1)]: file });
  }
  for (const [name, inner] of below) {
    const old = here.get(name);
    const id = changedTree(git, old?.mode === "40000" ? old.id : undefined, inner);
    if (git.tree(id).length === 0) here.delete(name);
    else here.set(name, { mode: "40000", name, id });
  }
  return git.write("tree", treeBody([...here.values()]));
}

function putFile(git: BareRepository, here: Map<string, TreeEntry>, name: string, file: NewFile): void {
  if (file === undefined) return void here.delete(name);
  if (typeof file === "string" || file instanceof Uint8Array)
    return void here.set(name, { mode: "100644", name, id: git.write("blob", Buffer.from(file)) });
  const { mode, content } = file;
  here.set(name, { mode, name, id: mode === "160000" ? content : git.write("blob", Buffer.from(content)) });
}

/** What stands at a path; "" is the root. */
export function entryAt(git: BareRepository, root: string, path: string): TreeEntry | undefined {
  let entry: TreeEntry = { mode: "40000", name: "", id: root };
  for (const name of path.split("/").filter((part) => part !== "")) {
    const next = entry.mode === "40000" ? git.tree(entry.id).find((one) => one.name === name) : undefined;
    if (next === undefined) return undefined;
    entry = next;
  }
  return entry;
}

/** Everything in a tree, folders before what is in them. */
export function* wholeTree(git: BareRepository, root: string, prefix = ""): Generator<TreePath> {
  for (const entry of git.tree(root)) {
    const path = `${prefix}${entry.name}`;
    yield { ...entry, path };
    if (entry.mode === "40000") yield* wholeTree(git, entry.id, `${path}/`);
  }
}

/** Where two trees differ, in the order of paths. */
export function pathChanges(git: BareRepository, before: string | undefined, after: string | undefined): PathChange[] {
  return [...changesBelow(git, before, after, "")].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function* changesBelow(
  git: BareRepository,
  before: string | undefined,
  after: string | undefined,
  prefix: string,
): Generator<PathChange> {
  if (before === after) return;
  const old = new Map((before === undefined ? [] : git.tree(before)).map((entry) => [entry.name, entry]));
  const now = new Map((after === undefined ? [] : git.tree(after)).map((entry) => [entry.name, entry]));
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(name), now.get(name)];
    if (was?.id === is?.id && was?.mode === is?.mode) continue;
    const path = `${prefix}${name}`;
    yield* changesBelow(git, folderId(was), folderId(is), `${path}/`);
    const [oldFile, newFile] = [fileId(was), fileId(is)];
    if (newFile !== undefined) yield { path, status: oldFile === undefined ? "added" : "modified", id: newFile };
    else if (oldFile !== undefined) yield { path, status: "removed", id: oldFile };
  }
}

function folderId(entry: TreeEntry | undefined): string | undefined {
  return entry?.mode === "40000" ? entry.id : undefined;
}

function fileId(entry: TreeEntry | undefined): string | undefined {
  return entry !== undefined && typeOfMode(entry.mode) !== "tree" ? entry.id : undefined;
}
