import { spawn } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An entry of a commit: text or bytes for a regular file, `undefined` to delete it, or any other mode. */
export type CommitEntry =
  | string
  | Uint8Array
  | undefined
  | { readonly mode: "100644" | "100755"; readonly content: string | Uint8Array }
  | { readonly symlink: string }
  | { readonly submodule: string };

/** A real, bare git repository in a temporary folder. Author and dates are fixed and no configuration but its own is read, so ids are the same everywhere. */
export interface GitRepository {
  readonly path: string;
  /** Writes a commit on `branch` (`main`), on top of it or, with `orphan`, in its place (a force-push); gives its id. Keys are paths; `\udc80` to `\udcff` stand for the bytes 80 to ff that are no UTF-8. */
  commit(
    entries: Readonly<Record<string, CommitEntry>>,
    options?: { branch?: string; orphan?: boolean },
  ): Promise<string>;
  /** Runs git in the repository and gives what it prints. Rejects with what it says when it fails. */
  git(args: readonly string[], input?: string | Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

/** An empty repository with the default branch `main`, in a folder named `name`. */
export async function createGitRepository(
  options: { name?: string; objectFormat?: "sha256" } = {},
): Promise<GitRepository> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "callboard-repository-")));
  const path = join(folder, options.name ?? "catalog");
  const git = (args: readonly string[], input: string | Uint8Array = "") => runGit(path, args, input);
  const format = options.objectFormat ? [`--object-format=${options.objectFormat}`] : [];
  await git(["init", "--quiet", "--bare", "--initial-branch=main", "--template=", ...format]);
  const branches = new Set<string>();
  let commits = 0;

  return {
    path,
    git,
    remove: () => rm(folder, { recursive: true, force: true }),
    async commit(entries, { branch = "main", orphan = false } = {}) {
      commits += 1;
      const ref = `refs/heads/${branch}`;
      const head = [
        `commit ${ref}`,
        "mark :1",
        `committer Test <test@example.invalid> ${1_700_000_000 + commits} +0000`,
        "data 6\ncommit",
        ...(branches.has(branch) && !orphan ? [`from ${ref}^0`] : []),
        "",
      ];
      branches.add(branch);
      const changes = Object.entries(entries).flatMap(([name, entry]) => fastImportChange(name, entry));
      const stream = Buffer.concat([Buffer.from(head.join("\n")), ...changes, Buffer.from("\nget-mark :1\n")]);
      return (await git(["fast-import", "--quiet", "--force"], stream)).trim();
    },
  };
}

/** https://git-scm.com/docs/git-fast-import: one `M` or `D` line with its data. */
function fastImportChange(name: string, entry: CommitEntry): Uint8Array[] {
  const path = quotedPath(name);
  if (entry === undefined) return [Buffer.from("D "), path, Buffer.from("\n")];
  if (typeof entry === "object" && "submodule" in entry) {
    return [Buffer.from(`M 160000 ${entry.submodule} `), path, Buffer.from("\n")];
  }
  const { mode, content } = regular(entry);
  const data = Buffer.from(content);
  return [Buffer.from(`M ${mode} inline `), path, Buffer.from(`\ndata ${data.length}\n`), data, Buffer.from("\n")];
}

function quotedPath(name: string): Buffer {
  const quoted = name.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n");
  const parts = quoted.split(/([\udc80-\udcff])/u).map((part) => {
    const code = part.charCodeAt(0);
    return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(part);
  });
  return Buffer.concat([Buffer.from('"'), ...parts, Buffer.from('"')]);
}

function regular(entry: Exclude<CommitEntry, undefined | { submodule: string }>) {
  if (typeof entry === "string" || entry instanceof Uint8Array) return { mode: "100644", content: entry };
  return "symlink" in entry ? { mode: "120000", content: entry.symlink } : entry;
}

/** The only environment that git has in tests: nothing of the machine's own configuration. */
export const isolatedGit: Readonly<Record<string, string>> = {
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

function runGit(gitDir: string, args: readonly string[], input: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, { cwd: "/", env: { ...isolatedGit, GIT_DIR: gitDir } });
    const out: Buffer[] = [];
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    child.on("error", reject);
    child.on("close", (exitCode) => {
      if (exitCode === 0) resolve(Buffer.concat(out).toString("utf8"));
      else reject(new Error(`git ${args.join(" ")} failed: ${Buffer.concat(said).toString("utf8")}`));
    });
    child.stdin.on("error", () => {}); // git that fails early closes its input; its exit status says so
    child.stdin.end(input);
  });
}
