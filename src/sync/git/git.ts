import { type Clock, systemClock } from "../../clock.ts";
import { BotError } from "../../errors.ts";
import { type Log, redactor } from "../../log.ts";
import { parseUrl } from "../../parse-url.ts";
import type { GitAddress } from "./address.ts";
import { type GitNetwork, gitEnvironment } from "./git-environment.ts";
import { type GitEnd, type GitProcess, startGit } from "./git-process.ts";
import { createProcessSlots, type ProcessSlots } from "./process-slots.ts";

/** One git command. */
export interface GitCommand {
  readonly args: readonly string[];
  /** The repository it works in; absent for a command that needs none. */
  readonly gitDir?: string;
  readonly config?: readonly (readonly [key: string, value: string])[];
  readonly input?: string;
  readonly deadlineMs: number;
}

/** What a command that ran to its end gave. */
export type GitResult =
  | { readonly type: "succeeded"; readonly stdout: Buffer }
  | Exclude<GitEnd, { type: "succeeded" }>;

/** git, bound to one address: its environment, deadlines and the bound on processes. The remote is called `origin`. */
export interface Git {
  /** Runs a command in one of the slots and collects its output, at most 64 MiB. */
  run(command: GitCommand, signal: AbortSignal): Promise<GitResult>;
  /** Starts a command whose output is read as it comes. Its reader sets the pace, so it takes no slot: waiting for one while holding one would never end. */
  stream(command: GitCommand, signal: AbortSignal): GitProcess;
}

/** What `createGit` needs. */
export interface GitOptions {
  readonly address: GitAddress;
  readonly token?: string;
  readonly network: GitNetwork;
  readonly log: Log;
  readonly slots?: ProcessSlots;
  readonly clock?: Clock;
  /** Our own environment. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

/** A tree of a few kilobytes can name billions of files; a listing ends here. */
const maxOutputBytes = 64 * 1024 * 1024;

/** Makes git for one address. Secrets (token, proxy password) are removed from all that git says. */
export function createGit(options: GitOptions): Git {
  const { address, token, network, log, inherited, clock = systemClock(), slots = createProcessSlots(4) } = options;
  const redact = redactor(secretsOf(token, network.proxy));

  function stream(command: GitCommand, signal: AbortSignal): GitProcess {
    const gitDir = command.gitDir ?? "/dev/null";
    const { args, input, deadlineMs, config = [] } = command;
    return startGit({
      args,
      environment: gitEnvironment({ address, network, inherited, gitDir, config, ...(token ? { token } : {}) }),
      ...(input === undefined ? {} : { input }),
      deadlineMs,
      redact,
      clock,
      signal,
    });
  }

  return {
    stream,
    async run(command, signal) {
      const giveBack = await slots.take(signal);
      try {
        const git = stream(command, signal);
        const [stdout, end] = await Promise.all([collect(git), git.ended]);
        if (end.type === "succeeded") return { type: "succeeded", stdout };
        log.debug({ address: address.id, command: command.args[0], ...end }, "git command failed");
        return end;
      } finally {
        giveBack();
      }
    },
  };
}

async function collect(git: GitProcess): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of git.stdout) {
      bytes += chunk.length;
      if (bytes > maxOutputBytes) throw tooMuch();
      chunks.push(chunk);
    }
  } catch (error) {
    git.stop();
    await git.ended;
    if (error instanceof BotError) throw error;
  }
  return Buffer.concat(chunks);
}

function tooMuch(): BotError {
  return new BotError("unavailable", "The repository lists more files than a catalog can hold (64 MiB of names).");
}

function secretsOf(token: string | undefined, proxy: string | undefined): string[] {
  const password = parseUrl(proxy ?? "")?.password ?? "";
  return [token ?? "", password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is part of the password.
    return text;
  }
}
