/** What git keeps. */
export type ObjectType = "blob" | "tree" | "commit" | "tag";

/** One of them, without its header. */
export interface GitObject {
  readonly type: ObjectType;
  readonly body: Buffer;
}

/** A line of a tree. */
export interface TreeEntry {
  /** As git writes it: `100644`, `100755`, `120000`, `160000`, `40000`. */
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

/** Who made a commit, and when. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly at: Date;
}

/** A commit, read. */
export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** `blob` for links and executables too, `commit` for a submodule. */
export function typeOfMode(mode: string): "blob" | "tree" | "commit" {
  if (mode === "40000") return "tree";
  return mode === "160000" ? "commit" : "blob";
}

/** The lines of a tree. https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export function readTree(body: Buffer): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const end = body.indexOf(0, space);
    const mode = body.toString("latin1", at, space);
    entries.push({ mode, name: body.toString("utf8", space + 1, end), id: body.toString("hex", end + 1, end + 21) });
    at = end + 21;
  }
  return entries;
}

/** A tree of these lines; git sorts folders as if their names ended with a slash. */
export function treeBody(entries: readonly TreeEntry[]): Buffer {
  const sorted = entries
    .map((entry) => ({ entry, key: Buffer.from(entry.mode === "40000" ? `${entry.name}/` : entry.name) }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  return Buffer.concat(
    sorted.flatMap(({ entry: { mode, name, id } }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]),
  );
}

/** A commit's text. */
export function commitBody({ tree, parents, author, committer, message }: Omit<Commit, "id">): Buffer {
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signatureText(author)}`,
    `committer ${signatureText(committer)}`,
  ];
  return Buffer.from(`${lines.join("\n")}\n\n${message.replace(/\n*$/, "\n")}`);
}

/** What a commit's text says. */
export function readCommit(id: string, body: Buffer): Commit {
  const text = body.toString();
  const end = text.indexOf("\n\n");
  const lines = text.slice(0, end).split("\n");
  const all = (name: string) =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    id,
    tree: all("tree")[0] ?? "",
    parents: all("parent"),
    author: signature(all("author")[0] ?? ""),
    committer: signature(all("committer")[0] ?? ""),
    message: text.slice(end + 2).replace(/\n+$/, ""),
  };
}

function signatureText({ name, email, at }: Signature): string {
  return `${name} <${email}> ${Math.floor(at.getTime() / 1000)} +0000`;
}

function signature(text: string): Signature {
  const [, name = "", email = "", seconds = "0"] = /^(.*) <(.*)> (\d+)/.exec(text) ?? [];
  return { name, email, at: new Date(Number(seconds) * 1000) };
}
