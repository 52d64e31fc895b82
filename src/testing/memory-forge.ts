import { BotError } from "../errors.ts";
import type { Finding } from "../finding.ts";
import type {
  BlobContent,
  CheckAnnotation,
  Forge,
  ForgeDelivery,
  ForgePerson,
  ForgeTeam,
  ListedRepository,
  PullRequest,
  RepositoryPermission,
} from "../forge/forge.ts";
import {
  type CommitEntries,
  type CommitOptions,
  createMemoryRepository,
  type MemoryRepository,
} from "./memory-repository.ts";

/** What is asked of a forge. */
export type ForgeVerb = Exclude<keyof Forge, "host" | "webUrl">;

/** A team as a test writes it. */
export type TeamPut = Pick<ForgeTeam, "slug"> & Partial<Pick<ForgeTeam, "name" | "description" | "parent" | "members">>;

/** A delivery as a test writes it. */
export type DeliveryPut = Omit<ForgeDelivery, "id"> & { readonly payload: unknown };

/** A forge in memory that behaves as a real one does, and fails as told. */
export interface MemoryForge extends Forge {
  /** What was asked so far, in order. */
  readonly calls: readonly { readonly verb: ForgeVerb; readonly about: string }[];
  /** Makes a repository, and its owner, without a commit; or changes what is said of it. */
  put(slug: string, options?: { isArchived?: boolean; isFork?: boolean; branch?: string }): void;
  /** Commits on the default branch, or another; makes the repository where there is none. Gives the commit's id. */
  commit(slug: string, entries: CommitEntries, options?: CommitOptions): string;
  /** The old name leads to it for `head` and all that names a repository, as after a rename or a transfer. */
  rename(slug: string, to: string): void;
  remove(slug: string): void;
  /** From now on its trees are too long for one answer. */
  truncate(slug: string): void;
  /** An owner without a repository. */
  putOwner(login: string): void;
  putTeam(owner: string, team: TeamPut): void;
  putPerson(owner: string, person: Omit<ForgePerson, "webUrl">): void;
  permit(slug: string, login: string, permission: RepositoryPermission): void;
  putPullRequest(slug: string, commit: string, pullRequest: PullRequest): void;
  annotate(slug: string, checkRunId: number, annotations: readonly CheckAnnotation[]): void;
  /** Gives its id. */
  putDelivery(delivery: DeliveryPut): string;
  /** What `check` finds from now on. */
  putFindings(findings: readonly Finding[]): void;
  /** The next `times` calls of this verb, or of any, fail. */
  failNext(error: BotError, options?: { verb?: ForgeVerb; times?: number }): void;
  /** From now on these verbs, or all, fail, until it is called without an error. */
  fail(error?: BotError, verbs?: readonly ForgeVerb[]): void;
  /** From now on listings lack the repositories that are not named, and say that they are incomplete; whole again without names. */
  partial(slugs?: readonly string[]): void;
}

interface Owner {
  readonly login: string;
  readonly teams: Map<string, ForgeTeam>;
  readonly people: Map<string, ForgePerson>;
}

/** A memory forge with nothing in it. */
export function createMemoryForge(options: { host?: string; webUrl?: string } = {}): MemoryForge {
  const host = (options.host ?? "github.com").toLowerCase();
  const webUrl = options.webUrl ?? `https://${host}`;
  const owners = new Map<string, Owner>();
  const repositories = new Map<string, MemoryRepository>();
  const renamed = new Map<string, string>();
  const deliveries: (ForgeDelivery & { readonly payload: unknown })[] = [];
  const faults = createFaults();
  let findings: readonly Finding[] = [];
  let seen: ReadonlySet<string> | undefined;

  function ownerOf(login: string): Owner {
    const known = owners.get(login.toLowerCase());
    if (known) return known;
    const made = { login, teams: new Map(), people: new Map() };
    owners.set(login.toLowerCase(), made);
    return made;
  }

  function repositoryAt(slug: string): MemoryRepository | undefined {
    const key = slug.toLowerCase();
    return repositories.get(key) ?? repositories.get(renamed.get(key) ?? "");
  }

  function made(slug: string): MemoryRepository {
    const known = repositories.get(slug.toLowerCase());
    if (known) return known;
    ownerOf(slug.split("/")[0] ?? "");
    const repository = createMemoryRepository(slug);
    repositories.set(slug.toLowerCase(), repository);
    return repository;
  }

  function listed(repository: MemoryRepository, paths: readonly string[]): ListedRepository {
    const { slug, isArchived, isFork, branch } = repository;
    const commit = repository.headCommit();
    const files = commit === undefined ? [] : (repository.files(commit) ?? []);
    return {
      slug,
      webUrl: `${webUrl}/${slug}`,
      isArchived,
      isFork,
      ...(commit !== undefined && { head: { branch, commit } }),
      files: paths.flatMap((path) => files.find((file) => file.path === path) ?? []),
    };
  }

  function filesOf(slug: string, commit: string) {
    const files = repositoryAt(slug)?.files(commit);
    if (!files)
      throw new BotError("not_found", `${host} has no commit ${commit} of ${slug}, or the credentials may not see it.`);
    return files;
  }

  const forge: Forge = {
    host,
    webUrl,
    async list(owner, { paths }) {
      const known = owners.get(owner.toLowerCase());
      if (!known) throw new BotError("not_found", `No organisation or person is called ${owner} on ${host}.`);
      const all = [...repositories.values()].filter(({ slug }) =>
        slug.toLowerCase().startsWith(`${owner.toLowerCase()}/`),
      );
      const given = all.filter(({ slug }) => seen === undefined || seen.has(slug.toLowerCase()));
      const incomplete = new BotError("unavailable", `${host} told of ${given.length} of ${all.length} repositories.`);
      return { repositories: given.map((each) => listed(each, paths)), ...(seen !== undefined && { incomplete }) };
    },
    async head(slug, { paths }) {
      const repository = repositoryAt(slug);
      return repository && listed(repository, paths);
    },
    async tree(slug, commit) {
      return repositoryAt(slug)?.isTruncated ? "truncated" : filesOf(slug, commit);
    },
    async find(slug, commit, paths) {
      const files = filesOf(slug, commit);
      return paths.flatMap((path) => files.find((file) => file.path === path) ?? []);
    },
    async read(blobs, { maxBytes }) {
      return blobs.map(({ slug, blobId }): BlobContent => {
        const bytes = repositoryAt(slug)?.blob(blobId);
        if (!bytes) return "absent";
        return bytes.length > maxBytes ? "too_large" : bytes;
      });
    },
    cloneAccess: async (slug) => ({
      url: `${webUrl}/${repositoryAt(slug)?.slug ?? slug}.git`,
      token: "memory-forge-token",
    }),
    async compare(slug, base, head) {
      const repository = repositoryAt(slug);
      return repository?.compare(base, head, `${webUrl}/${repository.slug}/compare/${base}...${head}`);
    },
    async pullRequestsOf(slug, commit) {
      const found = repositoryAt(slug)?.pullRequests.get(commit) ?? [];
      return found.toSorted((a, b) => Number(b.state === "merged") - Number(a.state === "merged"));
    },
    permission: async (slug, login) => repositoryAt(slug)?.permissions.get(login.toLowerCase()) ?? "none",
    // It asks nobody, so that nothing can be in its way.
    forget: (owner) => void faults.calls.push({ verb: "forget", about: owner }),
    annotations: async (slug, checkRunId) => repositoryAt(slug)?.annotations.get(checkRunId) ?? [],
    async people(owner) {
      const known = owners.get(owner.toLowerCase());
      if (!known) throw new BotError("not_found", `No organisation is called ${owner} on ${host}.`);
      return { teams: [...known.teams.values()], people: [...known.people.values()] };
    },
    async teamMembers(owner, teamSlug) {
      const known = owners.get(owner.toLowerCase());
      if (!known?.teams.has(teamSlug.toLowerCase())) return undefined;
      const logins = membersBelow(known.teams, teamSlug.toLowerCase());
      return [...new Set(logins)].flatMap((login) => known.people.get(login.toLowerCase()) ?? []);
    },
    async deliveries(since) {
      return deliveries
        .filter(({ at }) => at >= since)
        .map(({ payload: _, ...delivery }) => delivery)
        .sort((a, b) => a.at.getTime() - b.at.getTime());
    },
    async delivery(id) {
      const found = deliveries.find((delivery) => delivery.id === id);
      return found && { event: found.event, guid: found.guid, payload: found.payload };
    },
    check: async () => findings,
  };

  return {
    ...faults.watched(forge),
    forget: forge.forget,
    calls: faults.calls,
    put(slug, { isArchived, isFork, branch } = {}) {
      const repository = made(slug);
      if (isArchived !== undefined) repository.isArchived = isArchived;
      if (isFork !== undefined) repository.isFork = isFork;
      if (branch !== undefined) repository.branch = branch;
    },
    commit: (slug, entries, given) => made(slug).commit(entries, given),
    rename(slug, to) {
      const repository = made(slug);
      repositories.delete(slug.toLowerCase());
      ownerOf(to.split("/")[0] ?? "");
      repository.slug = to;
      repositories.set(to.toLowerCase(), repository);
      for (const [from, where] of renamed) if (where === slug.toLowerCase()) renamed.set(from, to.toLowerCase());
      renamed.set(slug.toLowerCase(), to.toLowerCase());
    },
    remove: (slug) => void repositories.delete(slug.toLowerCase()),
    truncate(slug) {
      made(slug).isTruncated = true;
    },
    putOwner: (login) => void ownerOf(login),
    putTeam(owner, team) {
      const webTeamUrl = `${webUrl}/orgs/${owner}/teams/${team.slug}`;
      ownerOf(owner).teams.set(team.slug.toLowerCase(), { name: team.slug, members: [], ...team, webUrl: webTeamUrl });
    },
    putPerson(owner, person) {
      ownerOf(owner).people.set(person.login.toLowerCase(), { ...person, webUrl: `${webUrl}/${person.login}` });
    },
    permit: (slug, login, permission) => void made(slug).permissions.set(login.toLowerCase(), permission),
    putPullRequest(slug, commit, pullRequest) {
      const { pullRequests } = made(slug);
      pullRequests.set(commit, [...(pullRequests.get(commit) ?? []), pullRequest]);
    },
    annotate: (slug, checkRunId, annotations) => void made(slug).annotations.set(checkRunId, annotations),
    putDelivery(delivery) {
      const id = `app-${deliveries.length + 1}`;
      deliveries.push({ ...delivery, id });
      return id;
    },
    putFindings(next) {
      findings = next;
    },
    failNext: faults.failNext,
    fail: faults.fail,
    partial(slugs) {
      seen = slugs && new Set(slugs.map((slug) => slug.toLowerCase()));
    },
  };
}

/** Members of teams below are members too. */
function membersBelow(teams: ReadonlyMap<string, ForgeTeam>, slug: string): readonly string[] {
  const below = [...teams.values()].filter((team) => team.parent?.toLowerCase() === slug);
  return [
    ...(teams.get(slug)?.members ?? []),
    ...below.flatMap((team) => membersBelow(teams, team.slug.toLowerCase())),
  ];
}

/** Records what is asked, and fails what shall fail. */
function createFaults() {
  const calls: { verb: ForgeVerb; about: string }[] = [];
  let once: { error: BotError; verb: ForgeVerb | undefined }[] = [];
  let lasting: { error: BotError; verbs: readonly ForgeVerb[] | undefined } | undefined;

  function enter(verb: ForgeVerb, args: readonly unknown[]): void {
    const signal = args.find((arg) => arg instanceof AbortSignal);
    const [first] = args;
    calls.push({ verb, about: typeof first === "string" ? first : "" });
    signal?.throwIfAborted();
    const due = once.find((fault) => (fault.verb ?? verb) === verb);
    if (due) {
      once = once.filter((fault) => fault !== due);
      throw due.error;
    }
    if (lasting && (lasting.verbs?.includes(verb) ?? true)) throw lasting.error;
  }

  return {
    calls,
    watched(forge: Forge): Forge {
      const entries = Object.entries(forge).map(([name, member]) => [
        name,
        typeof member !== "function"
          ? member
          : async (...args: unknown[]) => {
              enter(name as ForgeVerb, args);
              return (member as (...given: unknown[]) => unknown)(...args);
            },
      ]);
      return Object.fromEntries(entries) as Forge;
    },
    failNext(error: BotError, { verb, times = 1 }: { verb?: ForgeVerb; times?: number } = {}): void {
      once = [...once, ...Array.from({ length: times }, () => ({ error, verb }))];
    },
    fail(error?: BotError, verbs?: readonly ForgeVerb[]): void {
      lasting = error && { error, verbs };
    },
  };
}
