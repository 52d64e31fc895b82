import type { Git, GitResult } from "./git.ts";

/** The single steps a mirror is made of; each is one git process. `gitDir` is the mirror they work in. */
export interface MirrorCommands {
  init(gitDir: string, idLength: number, signal: AbortSignal): Promise<GitResult>;
  /** Brings one ref or commit in, at depth 1; without its blobs where `filter` is set and the server can. */
  fetch(gitDir: string, what: string, filter: boolean, signal: AbortSignal): Promise<GitResult>;
  /** Brings in exactly these blobs. Servers with protocol 2 give them; older ones only with `allowAnySHA1InWant`. */
  fetchBlobs(gitDir: string, blobIds: readonly string[], signal: AbortSignal): Promise<GitResult>;
  /** The commit that a name stands for; undefined when it is not there. */
  commitOf(gitDir: string, name: string, signal: AbortSignal): Promise<string | undefined>;
  /** Which blobs are not there; undefined when the mirror cannot tell. */
  missingBlobs(gitDir: string, blobIds: readonly string[], signal: AbortSignal): Promise<string[] | undefined>;
}

const fetchDeadlineMs = 600_000;
const localDeadlineMs = 60_000;

/** Not written to the mirror: only a fetch knows of the promisor, so no other command can ever fetch lazily, blob by blob. */
const promisor: readonly (readonly [string, string])[] = [
  ["remote.origin.promisor", "true"],
  ["remote.origin.partialclonefilter", "blob:none"],
];

const fetchOnly = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];

/** The steps, done by `git`. */
export function createMirrorCommands(git: Git): MirrorCommands {
  return {
    init(gitDir, idLength, signal) {
      const format = idLength === 64 ? ["--object-format=sha256"] : [];
      const args = ["init", "--quiet", "--bare", "--template=", ...format];
      return git.run({ args, gitDir, deadlineMs: localDeadlineMs }, signal);
    },
    fetch(gitDir, what, filter, signal) {
      const args = [...fetchOnly, "--depth=1", ...(filter ? ["--filter=blob:none"] : []), "--", "origin", what];
      return git.run({ args, gitDir, config: filter ? promisor : [], deadlineMs: fetchDeadlineMs }, signal);
    },
    fetchBlobs(gitDir, blobIds, signal) {
      const args = [...fetchOnly, "--filter=blob:none", "--stdin", "--", "origin"];
      const config = [...promisor, ["fetch.negotiationAlgorithm", "noop"] as const];
      return git.run({ args, gitDir, config, input: lines(blobIds), deadlineMs: fetchDeadlineMs }, signal);
    },
    async commitOf(gitDir, name, signal) {
      const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
      const result = await git.run({ args, gitDir, deadlineMs: localDeadlineMs }, signal);
      return result.type === "succeeded" ? result.stdout.toString("latin1").trim() : undefined;
    },
    async missingBlobs(gitDir, blobIds, signal) {
      const args = ["cat-file", "--batch-check=%(objectname)", "--buffer"];
      const result = await git.run({ args, gitDir, input: lines(blobIds), deadlineMs: localDeadlineMs }, signal);
      if (result.type !== "succeeded") return undefined;
      const answers = result.stdout.toString("latin1").split("\n");
      return answers.filter((line) => line.endsWith(" missing")).map((line) => line.slice(0, -" missing".length));
    },
  };
}

function lines(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join("");
}
