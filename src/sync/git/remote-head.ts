import { BotError } from "../../errors.ts";
import type { GitAddress } from "./address.ts";
import { isBranchName } from "./branch-name.ts";
import type { Git } from "./git.ts";
import { gitFailure } from "./git-failure.ts";

/** The commit that the remote's branch points at. */
export interface RemoteHead {
  readonly commit: string;
  readonly branch: string;
}

const checkDeadlineMs = 30_000;

/**
 * Asks the remote, in one round trip, for the head of `branch` or of its default branch.
 * @throws BotError `not_found` for a missing branch or an empty repository, `unavailable` when it does not answer
 */
export async function remoteHead(
  git: Git,
  address: GitAddress,
  branch: string | undefined,
  signal: AbortSignal,
): Promise<RemoteHead> {
  const ref = branch === undefined ? "HEAD" : `refs/heads/${branch}`;
  const args = ["ls-remote", "--quiet", "--symref", "--", "origin", ref];
  const result = await git.run({ args, deadlineMs: checkDeadlineMs }, signal);
  if (result.type !== "succeeded") throw gitFailure(address, result);
  const head = parseRemoteHead(result.stdout.toString("utf8"), ref);
  if (head) return { commit: head.commit, branch: branch ?? head.branch };
  throw new BotError(
    "not_found",
    branch === undefined
      ? `${address.id} has no commit on its default branch. Push one, or name a branch under branch:.`
      : `${address.id} has no branch "${branch}". Correct branch:, or leave it out for the default branch.`,
  );
}

/** Reads `git ls-remote --symref`. A pattern also matches the ends of longer names, so only `ref` itself counts. */
export function parseRemoteHead(output: string, ref: string): RemoteHead | undefined {
  let commit: string | undefined;
  let branch = "HEAD";
  for (const line of output.split("\n")) {
    const [value = "", name] = line.split("\t");
    if (name !== ref) continue;
    const target = /^ref: refs\/heads\/(.+)$/.exec(value)?.[1];
    if (target !== undefined && isBranchName(target)) branch = target;
    if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(value)) commit = value;
  }
  return commit === undefined ? undefined : { commit, branch };
}
