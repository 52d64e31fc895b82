import type { BotError } from "../errors.ts";
import type { Finding } from "../finding.ts";

/**
 * One host that holds repositories, such as github.com or a GitHub Enterprise Server.
 *
 * Every verb may throw BotError `unavailable` (the host cannot be reached, or answered with a fault: the message tells which),
 * `rate_limited` (with `retryAfterMs`) and `not_allowed` (the credentials do not reach that far). What is not there is
 * `undefined` or empty, never an error: a host does not tell a private repository from none.
 */
export interface Forge {
  /** `github.com`; with its port where it has one. Lower case. */
  readonly host: string;
  /** Where people read it, without a slash at its end: `https://github.com`. */
  readonly webUrl: string;

  /**
   * Every repository of an organisation or person, and in each the files at exactly these paths.
   * @throws BotError `not_found` when there is no such owner
   */
  list(owner: string, options: { readonly paths: readonly string[] }, signal: AbortSignal): Promise<Listing>;
  /** One repository as `list` gives it. */
  head(
    slug: string,
    options: { readonly paths: readonly string[] },
    signal: AbortSignal,
  ): Promise<ListedRepository | undefined>;
  /**
   * The whole tree of a commit; `truncated` when it is too long for one answer: clone it then.
   * @throws BotError `not_found` when there is no such commit: an empty tree would be taken for files that were deleted
   */
  tree(slug: string, commit: string, signal: AbortSignal): Promise<readonly ForgeFile[] | "truncated">;
  /**
   * The files of a commit at exactly these paths, in the order asked; those that are not there are left out.
   * @throws BotError `not_found` when there is no such commit
   */
  find(slug: string, commit: string, paths: readonly string[], signal: AbortSignal): Promise<readonly ForgeFile[]>;
  /** Contents by blob id, in the order asked, of several repositories of one owner in as few requests as can be. */
  read(
    blobs: readonly BlobRequest[],
    options: { readonly maxBytes: number },
    signal: AbortSignal,
  ): Promise<readonly BlobContent[]>;
  /** What git needs to fetch a repository now; a token may live for an hour only. */
  cloneAccess(slug: string, signal: AbortSignal): Promise<{ readonly url: string; readonly token?: string }>;
  /** What we may see of this owner has changed: what is asked next is not asked with credentials that were made before. */
  forget(owner: string): void;

  /** What lies between two commits. */
  compare(slug: string, base: string, head: string, signal: AbortSignal): Promise<Comparison | undefined>;
  /** The pull requests that a commit came from or is in, merged ones first. */
  pullRequestsOf(slug: string, commit: string, signal: AbortSignal): Promise<readonly PullRequest[]>;
  /** What somebody may do in a repository. */
  permission(slug: string, login: string, signal: AbortSignal): Promise<RepositoryPermission>;
  /** What a check run says of lines. */
  annotations(slug: string, checkRunId: number, signal: AbortSignal): Promise<readonly CheckAnnotation[]>;

  /** The teams of an organisation with their own members, and its members. */
  people(
    owner: string,
    signal: AbortSignal,
  ): Promise<{ readonly teams: readonly ForgeTeam[]; readonly people: readonly ForgePerson[] }>;
  /** The members of one team, those of teams below among them, in the host's order. Undefined when there is no such team, or it may not be seen. */
  teamMembers(owner: string, teamSlug: string, signal: AbortSignal): Promise<readonly ForgePerson[] | undefined>;

  /** What the host tried to deliver to our webhooks since then, oldest first. */
  deliveries(since: Date, signal: AbortSignal): Promise<readonly ForgeDelivery[]>;
  /** One of these with what it carried; undefined once the host keeps it no longer. */
  delivery(
    id: string,
    signal: AbortSignal,
  ): Promise<{ readonly event: string; readonly guid: string; readonly payload: unknown } | undefined>;

  /** What is wrong with how we are connected, what that costs, and where to click; also what is well. */
  check(signal: AbortSignal): Promise<readonly Finding[]>;
}

/** The configured hosts. */
export type Forges = ReadonlyMap<string, Forge>;

/** What an owner has. */
export interface Listing {
  readonly repositories: readonly ListedRepository[];
  /** Why the list may lack some: nothing may be concluded then from what is not in it. */
  readonly incomplete?: BotError;
}

/** A repository at the head of its default branch. */
export interface ListedRepository {
  /** `acme/payments`, as the host writes it. */
  readonly slug: string;
  /** Where people read it, without a slash at its end. */
  readonly webUrl: string;
  readonly isArchived: boolean;
  readonly isFork: boolean;
  /** Absent while there is no commit. */
  readonly head?: { readonly branch: string; readonly commit: string };
  /** Those of the paths asked for that are regular files, in the order asked. */
  readonly files: readonly ForgeFile[];
}

/** A regular file; symlinks and submodules are none. */
export interface ForgeFile {
  readonly path: string;
  readonly blobId: string;
  /** In bytes. */
  readonly size: number;
}

export interface BlobRequest {
  readonly slug: string;
  readonly blobId: string;
  /** Where it is known, as of a `ForgeFile`: what is too large is then not fetched, and requests are filled by it. */
  readonly size?: number;
}

/** Bytes exactly as they are in git. */
export type BlobContent = Uint8Array | "absent" | "too_large";

/** The commits of `head` that `base` lacks, oldest first. */
export interface Comparison {
  readonly url: string;
  readonly status: "ahead" | "behind" | "identical" | "diverged";
  readonly commits: readonly ForgeCommit[];
  /** Paths that differ; with `isComplete: false` there are more commits or files than the host tells. */
  readonly paths: readonly string[];
  readonly isComplete: boolean;
}

export interface ForgeCommit {
  readonly id: string;
  /** First line of the message. */
  readonly subject: string;
  /** Login, where the host knows whose it is. */
  readonly author?: string;
  readonly at: Date;
}

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly state: "open" | "closed" | "merged";
  /** Logins. */
  readonly author?: string;
  readonly mergedBy?: string;
}

/** From least to most. */
export type RepositoryPermission = "none" | "read" | "triage" | "write" | "maintain" | "admin";

export interface CheckAnnotation {
  readonly path: string;
  readonly line: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title?: string;
  readonly message: string;
}

export interface ForgeTeam {
  readonly slug: string;
  readonly name: string;
  readonly description?: string;
  /** Slug of the team above. */
  readonly parent?: string;
  /** Logins of its own members, without those of teams below. */
  readonly members: readonly string[];
  readonly webUrl: string;
}

export interface ForgePerson {
  readonly login: string;
  readonly name?: string;
  /** For telling who somebody is in chat; never shown. */
  readonly email?: string;
  readonly webUrl: string;
}

/** One attempt of the host to deliver something. */
export interface ForgeDelivery {
  /** The attempt's own. */
  readonly id: string;
  /** The same for every attempt. */
  readonly guid: string;
  readonly event: string;
  readonly action?: string;
  readonly at: Date;
  /** Whether it was answered 2xx. */
  readonly isAccepted: boolean;
}
