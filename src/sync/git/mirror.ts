import { BotError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import type { GitAddress } from "./address.ts";
import type { Git, GitResult } from "./git.ts";
import { gitFailure } from "./git-failure.ts";
import { createMirrorCommands } from "./mirror-commands.ts";
import { countPacks, createSibling, removeFolder, replaceMirror, sweepLeftovers } from "./mirror-folder.ts";

/**
 * A bare copy of one commit's tree, without a checkout. It is a cache: whatever is wrong with it is cured by cloning afresh
 * beside it and taking its place, so a failed attempt never costs the mirror that was there. Its calls run one after the other.
 */
export interface Mirror {
  readonly dir: string;
  /** Brings the head in, which the remote said is `head`; gives the commit that was fetched. @throws BotError `unavailable` */
  update(head: string, signal: AbortSignal): Promise<string>;
  /** Makes sure that these blobs of `commit` are here, fetching those that are missing in one go. @throws BotError `unavailable` */
  provide(commit: string, blobIds: readonly string[], signal: AbortSignal): Promise<void>;
  /** Replaces a damaged mirror by one that has `commit`. @throws BotError `unavailable` */
  recover(commit: string, signal: AbortSignal): Promise<void>;
}

const headRef = "refs/callboard/head";

/** A mirror with this many packs is cloned afresh: that drops what no head needs any more, which `git gc` never does in a partial clone. */
const maxPacks = 100;

/**
 * The mirror at `dir`, an absolute path that nothing else uses, of `ref` (`HEAD` or `refs/heads/…`). Only one tree is ever
 * read, so it has depth 1; every fetch names its depth again, so history never creeps in.
 */
export function createMirror(options: { git: Git; address: GitAddress; dir: string; ref: string; log: Log }): Mirror {
  const { address, dir, log } = options;
  const commands = createMirrorCommands(options.git);
  const refspec = `+${options.ref}:${headRef}`;
  const inTurn = createTurns();
  let filter = true;

  /** The head in a mirror made from nothing. The old one stays until the new one is complete. */
  async function clone(idLength: number, signal: AbortSignal): Promise<string> {
    const fresh = await createSibling(dir);
    try {
      demand(address, await commands.init(fresh, idLength, signal));
      demand(address, await commands.fetch(fresh, refspec, filter, signal));
      const commit = await commands.commitOf(fresh, headRef, signal);
      if (!commit) throw withoutCommit(address);
      await replaceMirror(dir, fresh);
      return commit;
    } finally {
      await removeFolder(fresh);
    }
  }

  /** The head after a fetch into the mirror that is there; undefined when that mirror is of no use. */
  async function fetchHead(head: string, signal: AbortSignal): Promise<string | undefined> {
    if ((await commands.commitOf(dir, headRef, signal)) === head) return head;
    const result = await commands.fetch(dir, refspec, filter, signal);
    if (result.type === "timed_out") throw gitFailure(address, result);
    if (result.type === "succeeded") return commands.commitOf(dir, headRef, signal);
    log.warn({ address: address.id, mirror: dir }, "git fetch failed; trying a fresh mirror");
    return undefined;
  }

  async function update(head: string, signal: AbortSignal): Promise<string> {
    await sweepLeftovers(dir);
    const packs = await countPacks(dir);
    const fetched = packs > 0 && packs < maxPacks ? await fetchHead(head, signal) : undefined;
    return fetched ?? clone(head.length, signal);
  }

  async function recover(commit: string, signal: AbortSignal): Promise<void> {
    log.warn({ address: address.id, mirror: dir }, "git mirror is replaced by a fresh one");
    if ((await clone(commit.length, signal)) === commit) return;
    const result = await commands.fetch(dir, commit, filter, signal);
    if (result.type !== "succeeded" || !(await commands.commitOf(dir, commit, signal))) throw movedOn(address);
  }

  /** For a server that leaves blobs out but does not give single ones, and for a mirror that lost some. */
  async function recoverWhole(commit: string, signal: AbortSignal): Promise<void> {
    const before = filter;
    filter = false;
    try {
      await recover(commit, signal);
    } catch (error) {
      filter = before;
      throw error;
    }
  }

  async function provide(commit: string, blobIds: readonly string[], signal: AbortSignal): Promise<void> {
    const missing = await commands.missingBlobs(dir, blobIds, signal);
    if (missing?.length === 0) return;
    if (!missing || !filter) return recoverWhole(commit, signal);
    const result = await commands.fetchBlobs(dir, missing, signal);
    if (result.type === "timed_out") throw gitFailure(address, result);
    if (result.type === "failed") return recoverWhole(commit, signal);
  }

  return {
    dir,
    update: (head, signal) => inTurn(() => update(head, signal)),
    provide: (commit, blobIds, signal) => inTurn(() => provide(commit, blobIds, signal)),
    recover: (commit, signal) => inTurn(() => recover(commit, signal)),
  };
}

/** Runs one task after the other, each when the one before has settled. */
function createTurns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(task);
    last = turn.catch(() => {}); // its caller sees the error; the next one only waits
    return turn;
  };
}

function demand(address: GitAddress, result: GitResult): void {
  if (result.type !== "succeeded") throw gitFailure(address, result);
}

function withoutCommit(address: GitAddress): BotError {
  return new BotError(
    "unavailable",
    `What git fetched from ${address.id} has no commit to read. Check the repository.`,
  );
}

function movedOn(address: GitAddress): BotError {
  return new BotError("unavailable", `${address.id} changed while it was read. The next sync reads its new state.`);
}
