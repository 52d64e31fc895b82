import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../clock.ts";
import type { Forge } from "../../forge/forge.ts";
import type { Log } from "../../log.ts";
import { type GitAddress, parseGitAddress } from "../git/address.ts";
import { createGit, type Git } from "../git/git.ts";
import type { GitNetwork } from "../git/git-environment.ts";
import { createGitRoot } from "../git/git-root.ts";
import { createMirror } from "../git/mirror.ts";
import { mirrorFailure } from "../git/mirror-failure.ts";
import { removeFolder } from "../git/mirror-folder.ts";
import { createProcessSlots, type ProcessSlots } from "../git/process-slots.ts";
import type { FileContent, Root } from "../source.ts";
import { createCaller } from "./caller.ts";
import { repositoryName } from "./selection.ts";

/** What git needs to copy repositories of a forge. */
export interface GitCopiesOptions {
  readonly forge: Pick<Forge, "cloneAccess">;
  /** Absolute path of a folder of mirrors, one a repository; nothing else may use it. Missing folders are made. */
  readonly mirrorDir: string;
  readonly network: GitNetwork;
  readonly log: Log;
  /** Shared by all sources to bound their git processes together; absent, this source alone has four. */
  readonly slots?: ProcessSlots;
  readonly clock?: Clock;
  /** What git may take PATH from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A commit in a copy that git made. */
export type GitCopy = Pick<Root, "list" | "read">;

/** Copies that git makes of repositories which the API does not give, or not in time. */
export interface GitCopies {
  /** For one round of reading: once git is refused, nothing more is copied in it. */
  round(): { copy(slug: string, commit: string): GitCopy };
  /** Removes the copies of repositories other than these. */
  keepOnly(slugs: Iterable<string>): Promise<void>;
}

/** A copy is a cache: it has one commit, is brought up to date when it is needed, and made again when it is damaged. */
export function createGitCopies(options: GitCopiesOptions): GitCopies {
  const { mirrorDir } = options;
  const withSlots = { ...options, slots: options.slots ?? createProcessSlots(4) };
  return {
    round() {
      const call = createCaller();
      const forge = {
        cloneAccess: (slug: string, signal: AbortSignal) => call(() => options.forge.cloneAccess(slug, signal)),
      };
      return { copy: (slug, commit) => createCopy(slug, commit, { ...withSlots, forge }) };
    },
    async keepOnly(slugs) {
      const kept = new Set([...slugs].map(folderName));
      const there = await readdir(mirrorDir).catch(() => []); // nothing was copied yet
      for (const name of there) if (!kept.has(name)) await removeFolder(join(mirrorDir, name));
    },
  };
}

function createCopy(
  slug: string,
  commit: string,
  options: GitCopiesOptions & { readonly slots: ProcessSlots },
): GitCopy {
  const dir = join(options.mirrorDir, folderName(slug), "mirror.git");
  let opened: Promise<GitCopy> | undefined;

  async function open(signal: AbortSignal): Promise<GitCopy> {
    const { url } = await options.forge.cloneAccess(slug, signal);
    const address = parseGitAddress(url);
    const git = renewedGit(address, slug, options);
    const mirror = createMirror({ git, address, dir, ref: commit, log: options.log });
    await mirror.update(commit, signal);
    return createGitRoot({ git, mirror, address, commit, branch: "HEAD" });
  }

  async function copy(signal: AbortSignal): Promise<GitCopy> {
    signal.throwIfAborted();
    opened ??= open(signal).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  async function* read(...[files, limits, signal]: Parameters<Root["read"]>): AsyncGenerator<FileContent> {
    try {
      yield* (await copy(signal)).read(files, limits, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw mirrorFailure(error, dir);
    }
  }

  return {
    async list(signal) {
      try {
        return await (await copy(signal)).list(signal);
      } catch (error) {
        signal.throwIfAborted();
        throw mirrorFailure(error, dir);
      }
    },
    read,
  };
}

/** Git whose token is the one that holds now: it may live for an hour, and a reading may be longer. */
function renewedGit(
  address: GitAddress,
  slug: string,
  options: GitCopiesOptions & { readonly slots: ProcessSlots },
): Git {
  const { network, log, environment, slots, clock, forge } = options;
  const base = { address, network, log, slots, inherited: environment, ...(clock && { clock }) };
  const local = createGit(base);
  return {
    async run(command, signal) {
      const { token } = await forge.cloneAccess(slug, signal);
      return createGit({ ...base, ...(token !== undefined && { token }) }).run(command, signal);
    },
    // What is streamed is in the mirror already.
    stream: local.stream,
  };
}

/** Names have no case, and the host allows letters, digits, `.`, `_` and `-` in them: what else comes is no folder of ours. */
function folderName(slug: string): string {
  const name = repositoryName(slug).toLowerCase();
  return /^[a-z0-9._-]+$/.test(name) && !/^\.{1,2}$/.test(name)
    ? name
    : encodeURIComponent(name).replaceAll(".", "%2e");
}
