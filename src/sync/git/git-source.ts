import type { Clock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import { isSameRepository } from "../../event/delivery-event.ts";
import type { Log } from "../../log.ts";
import type { EntitySource, RootState } from "../source.ts";
import { parseGitAddress } from "./address.ts";
import { checkBranchName } from "./branch-name.ts";
import { createGit } from "./git.ts";
import type { GitNetwork } from "./git-environment.ts";
import { createGitRoot } from "./git-root.ts";
import { createMirror } from "./mirror.ts";
import { mirrorFailure } from "./mirror-failure.ts";
import type { ProcessSlots } from "./process-slots.ts";
import { remoteHead } from "./remote-head.ts";

/** A repository to read catalog files from. */
export interface GitSourceOptions {
  readonly name: string;
  /** https, ssh, a local path, or http on loopback; without credentials. */
  readonly url: string;
  /** Absent: the default branch, whatever it is called today. */
  readonly branch?: string;
  /** For https; sent to the host of `url` alone. */
  readonly token?: string;
  /** Absolute path of the bare mirror; nothing else may use it. Missing folders are made. */
  readonly mirrorDir: string;
  readonly network: GitNetwork;
  readonly log: Log;
  /** Shared by all sources to bound their git processes together; absent, this source alone has four. */
  readonly slots?: ProcessSlots;
  readonly clock?: Clock;
  /** What git may take PATH and, for ssh, HOME and the agent from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * A source with one root: the head of a branch. An unchanged head costs one `git ls-remote`.
 * @throws BotError `invalid_config` at once for a url, branch or token that git must not see
 */
export function createGitSource(options: GitSourceOptions): EntitySource {
  const { name, token, network, log, mirrorDir, slots, clock, environment } = options;
  const address = parseGitAddress(options.url);
  const branch = options.branch === undefined ? undefined : checkBranchName(options.branch);
  const git = createGit({
    address,
    network,
    log,
    inherited: environment,
    ...(token ? { token: checkToken(token) } : {}),
    ...(slots ? { slots } : {}),
    ...(clock ? { clock } : {}),
  });
  const ref = branch === undefined ? "HEAD" : `refs/heads/${branch}`;
  const mirror = createMirror({ git, address, dir: mirrorDir, ref, log });

  async function state(known: string | undefined, signal: AbortSignal): Promise<RootState> {
    const head = await remoteHead(git, address, branch, signal);
    if (head.commit === known) return { type: "unchanged", rootId: address.id };
    const commit = await mirror.update(head.commit, signal);
    return { type: "changed", root: createGitRoot({ git, mirror, address, commit, branch: head.branch }) };
  }

  return {
    name,
    covers: (repository) => address.forge !== undefined && isSameRepository(address.forge, repository),
    async read(known, signal) {
      try {
        return { roots: [await state(known.get(address.id), signal)] };
      } catch (error) {
        signal.throwIfAborted();
        return { roots: [{ type: "failed", rootId: address.id, error: mirrorFailure(error, mirrorDir) }] };
      }
    },
  };
}

function checkToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new BotError(
    "invalid_config",
    "The token of the git source contains a space, a line break or another character that no token has.",
  );
}
