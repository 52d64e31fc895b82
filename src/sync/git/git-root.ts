import { BotError } from "../../errors.ts";
import type { FileContent, Root, TreeFile } from "../source.ts";
import type { GitAddress } from "./address.ts";
import { streamBlobs } from "./blob-stream.ts";
import type { Git } from "./git.ts";
import { gitFailure } from "./git-failure.ts";
import type { Mirror } from "./mirror.ts";
import { parseTreeListing } from "./tree-listing.ts";

const listDeadlineMs = 120_000;

/** The tree of one commit in a mirror. A damaged mirror is replaced once, in the middle of a listing or of reading. */
export function createGitRoot(options: {
  git: Git;
  mirror: Mirror;
  address: GitAddress;
  commit: string;
  branch: string;
}): Root {
  const { git, mirror, address, commit, branch } = options;

  function tree(signal: AbortSignal) {
    const args = ["ls-tree", "-r", "-z", "--full-tree", commit];
    return git.run({ args, gitDir: mirror.dir, deadlineMs: listDeadlineMs }, signal);
  }

  async function list(signal: AbortSignal): Promise<readonly TreeFile[]> {
    let result = await tree(signal);
    if (result.type === "failed") {
      await mirror.recover(commit, signal);
      result = await tree(signal);
    }
    if (result.type !== "succeeded") throw gitFailure(address, result);
    return parseTreeListing(result.stdout);
  }

  async function* read(files: readonly TreeFile[], maxBytes: number, signal: AbortSignal): AsyncGenerator<FileContent> {
    let rest = files;
    for (let recovered = false; rest.length > 0; ) {
      const ids = [...new Set(rest.map((file) => file.blobId))];
      await mirror.provide(commit, ids, signal);
      const end = yield* streamBlobs(git, mirror.dir, rest, maxBytes, signal);
      rest = rest.slice(end.delivered);
      const [next] = rest;
      if (!next) return;
      if (recovered && !end.missing) throw damaged(address);
      if (recovered) {
        yield { path: next.path, missing: "absent" };
        rest = rest.slice(1);
        continue;
      }
      await mirror.recover(commit, signal);
      recovered = true;
    }
  }

  return {
    id: address.id,
    name: address.name,
    ...(address.forge ? { repository: { ...address.forge, branch } } : {}),
    revision: commit,
    list,
    read: (files, { maxBytes }, signal) => read(files, maxBytes, signal),
  };
}

function damaged(address: GitAddress): BotError {
  return new BotError(
    "unavailable",
    `The copy of ${address.id} is damaged and could not be made again. Check the disk.`,
  );
}
