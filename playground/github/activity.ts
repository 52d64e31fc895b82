import { rmSync } from "node:fs";
import { join } from "node:path";
import type { HubEvent } from "./event.ts";
import { createBareRepository } from "./git/bare-repository.ts";
import { mergeBase } from "./git/history.ts";
import { commitBody, type Signature } from "./git/object.ts";
import { changedTree, type NewFile, pathChanges } from "./git/tree.ts";
import {
  type Annotation,
  commitEmail,
  type PullRequest,
  person,
  type Repository,
  type Role,
  repositoryBySlug,
  slugOf,
  type World,
} from "./world.ts";

/** A repository as it is made. Files become its first commit. */
export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly description?: string;
  readonly files?: Readonly<Record<string, NewFile>>;
  readonly isPrivate?: boolean;
  readonly isArchived?: boolean;
  readonly isFork?: boolean;
  readonly defaultBranch?: string;
  readonly collaborators?: Readonly<Record<string, Role>>;
  /** By slug. */
  readonly teams?: Readonly<Record<string, Role>>;
  /** Login; the owner's where that is a person. */
  readonly by?: string;
}

/** A commit as it is made. */
export interface NewCommit {
  /** `acme/payments` */
  readonly repository: string;
  /** The default branch unless told; made where it is not there. */
  readonly branch?: string;
  /** Undefined takes a file away. */
  readonly files: Readonly<Record<string, NewFile>>;
  readonly by?: string;
  readonly message?: string;
}

/** What people do with repositories; each is told to hooks. Repositories are named `acme/payments`. */
export interface Activity {
  readonly createRepository: (made: NewRepository) => Repository;
  /** Returns its id. */
  readonly commit: (made: NewCommit) => string;
  /** Puts a commit with these files alone in place of a branch's whole history. */
  readonly forcePush: (made: NewCommit) => string;
  readonly rename: (repository: string, name: string, by?: string) => void;
  readonly transfer: (repository: string, owner: string, by?: string) => void;
  readonly archive: (repository: string, isArchived?: boolean, by?: string) => void;
  readonly deleteRepository: (repository: string, by?: string) => void;
  /** The default branch unless told which. */
  readonly renameBranch: (repository: string, to: string, from?: string, by?: string) => void;
  readonly deleteBranch: (repository: string, branch: string, by?: string) => void;
  /** A branch with these files, asked to be merged into the default branch. */
  readonly openPullRequest: (made: NewCommit & { readonly branch: string; readonly title: string }) => PullRequest;
  /** With a merge commit; returns that commit's id. */
  readonly mergePullRequest: (repository: string, number: number, by?: string) => string;
  /** Of the default branch's head; returns its id. */
  readonly addCheckRun: (repository: string, annotations: readonly Annotation[]) => number;
}

/** Without a repository of that name it throws an Error. */
export function neededRepository(world: World, slug: string): Repository {
  const found = repositoryBySlug(world, slug);
  if (found === undefined) throw new Error(`there is no repository ${slug}`);
  return found;
}

/** What people do; `tell` is told of it. */
export function activity(world: World, tell: (event: HubEvent) => void): Activity {
  const commitTo = createCommitter(world, tell);
  return {
    createRepository: (made) => createRepository(world, tell, commitTo, made),
    commit: (made) => commitTo(made, neededRepository(world, made.repository)),
    forcePush: (made) => commitTo(made, neededRepository(world, made.repository), { isForced: true }),
    ...repositoryActs(world, tell),
    ...pullRequestActs(world, commitTo),
    addCheckRun: (slug, annotations) => {
      const { git, defaultBranch, checkRuns } = neededRepository(world, slug);
      const id = world.newId();
      checkRuns.push({ id, commit: git.branch(defaultBranch) ?? "", annotations });
      return id;
    },
  };
}

type Committer = (
  made: NewCommit,
  repository: Repository,
  how?: { readonly isForced?: boolean; readonly from?: string; readonly mergedHead?: string },
) => string;

function createCommitter(world: World, tell: (event: HubEvent) => void): Committer {
  return ({ branch: wanted, files, by = "ghost", message = "Update files" }, repository, how = {}) => {
    const { git, defaultBranch } = repository;
    const branch = wanted ?? defaultBranch;
    const before = git.branch(branch);
    const base = how.isForced ? undefined : (before ?? git.branch(how.from ?? defaultBranch));
    const who = signatureOf(world, by);
    const tree = changedTree(git, base === undefined ? undefined : git.commit(base)?.tree, files);
    const parents = [base, how.mergedHead].filter((id) => id !== undefined);
    const id = git.write("commit", commitBody({ tree, parents, author: who, committer: who, message }));
    git.setBranch(branch, id);
    repository.pushedAt = world.now();
    tell({ type: "push", sender: by, repository, ref: `refs/heads/${branch}`, before, after: id });
    return id;
  };
}

function signatureOf(world: World, login: string): Signature {
  const user = person(world, login);
  const name = user?.name ?? login;
  return { name, email: user ? commitEmail(user) : `${login}@users.noreply.github.com`, at: world.now() };
}

function createRepository(
  world: World,
  tell: (event: HubEvent) => void,
  commitTo: Committer,
  made: NewRepository,
): Repository {
  const { owner, name, files, isPrivate = false, isArchived = false, isFork = false, defaultBranch = "main" } = made;
  if (!world.accounts.has(owner.toLowerCase())) throw new Error(`there is nobody called ${owner}`);
  const known = repositoryBySlug(world, slugOf(made));
  if (known && slugOf(known).toLowerCase() === slugOf(made).toLowerCase())
    throw new Error(`${slugOf(made)} is there already`);
  const id = world.newId();
  const createdAt = world.now();
  const repository: Repository = {
    ...{ id, owner, name, isPrivate, isArchived: false, isFork, defaultBranch, createdAt, pushedAt: createdAt },
    ...(made.description !== undefined && { description: made.description }),
    collaborators: new Map(Object.entries(made.collaborators ?? {})),
    teams: new Map(Object.entries(made.teams ?? {})),
    git: createBareRepository(join(world.folder, `${id}.git`), defaultBranch),
    pulls: [],
    checkRuns: [],
  };
  // Who takes the name of what was renamed ends the redirection.
  world.moved.delete(slugOf(made).toLowerCase());
  world.repositories.set(id, repository);
  const sender = made.by ?? owner;
  tell({ type: "repository", action: "created", sender, repository });
  if (files) commitTo({ repository: slugOf(made), files, by: sender, message: "Initial commit" }, repository);
  repository.isArchived = isArchived;
  return repository;
}

function repositoryActs(
  world: World,
  tell: (event: HubEvent) => void,
): Pick<Activity, "rename" | "transfer" | "archive" | "deleteRepository" | "renameBranch" | "deleteBranch"> {
  return {
    rename: (slug, name, by = "ghost") => {
      const repository = neededRepository(world, slug);
      const from = repository.name;
      world.moved.set(slugOf(repository).toLowerCase(), repository.id);
      repository.name = name;
      const changes = { repository: { name: { from } } };
      tell({ type: "repository", action: "renamed", sender: by, repository, changes });
    },
    transfer: (slug, owner, by = "ghost") => {
      const repository = neededRepository(world, slug);
      const from = repository.owner;
      world.moved.set(slugOf(repository).toLowerCase(), repository.id);
      repository.owner = owner;
      tell({ type: "repository", action: "transferred", sender: by, repository, previousOwner: from });
    },
    archive: (slug, isArchived = true, by = "ghost") => {
      const repository = neededRepository(world, slug);
      repository.isArchived = isArchived;
      tell({ type: "repository", action: isArchived ? "archived" : "unarchived", sender: by, repository });
    },
    deleteRepository: (slug, by = "ghost") => {
      const repository = neededRepository(world, slug);
      world.repositories.delete(repository.id);
      rmSync(repository.git.folder, { recursive: true, force: true });
      tell({ type: "repository", action: "deleted", sender: by, repository });
    },
    renameBranch: (slug, to, from, by = "ghost") => {
      const repository = neededRepository(world, slug);
      const { git, defaultBranch } = repository;
      const old = from ?? defaultBranch;
      const id = git.branch(old);
      git.setBranch(to, id);
      git.setBranch(old, undefined);
      if (old !== defaultBranch) return;
      repository.defaultBranch = to;
      git.setHead(to);
      const changes = { default_branch: { from: old } };
      tell({ type: "repository", action: "edited", sender: by, repository, changes });
    },
    deleteBranch: (slug, branch, by = "ghost") => {
      const repository = neededRepository(world, slug);
      const before = repository.git.branch(branch);
      repository.git.setBranch(branch, undefined);
      tell({ type: "push", sender: by, repository, ref: `refs/heads/${branch}`, before, after: undefined });
    },
  };
}

function pullRequestActs(world: World, commitTo: Committer): Pick<Activity, "openPullRequest" | "mergePullRequest"> {
  return {
    openPullRequest: (made) => {
      const repository = neededRepository(world, made.repository);
      const head = commitTo(made, repository);
      const pull: PullRequest = {
        id: world.newId(),
        number: repository.pulls.length + 1,
        title: made.title,
        author: made.by ?? "ghost",
        branch: made.branch,
        base: repository.defaultBranch,
        head,
        state: "open",
        createdAt: world.now(),
      };
      repository.pulls.push(pull);
      return pull;
    },
    mergePullRequest: (slug, number, by = "ghost") => {
      const repository = neededRepository(world, slug);
      const pull = repository.pulls.find((one) => one.number === number);
      if (pull?.state !== "open") throw new Error(`${slug} has no open pull request ${number}`);
      const { git } = repository;
      const [base, head] = [git.branch(pull.base), git.branch(pull.branch) ?? pull.head];
      const files = mergedFiles(repository, base, head);
      const message = `Merge pull request #${number} from ${repository.owner}/${pull.branch}\n\n${pull.title}`;
      const id = commitTo({ repository: slug, branch: pull.base, files, by, message }, repository, {
        mergedHead: head,
      });
      Object.assign(pull, { state: "closed", head, mergedBy: by, mergedAt: world.now(), mergeCommit: id });
      return id;
    },
  };
}

/** What a branch has changed since it left. */
function mergedFiles({ git }: Repository, base: string | undefined, head: string): Record<string, NewFile> {
  const common = base === undefined ? undefined : mergeBase(git, base, head)?.tree;
  const changes = pathChanges(git, common, git.commit(head)?.tree);
  return Object.fromEntries(
    changes.map(({ path, status, id }) => [path, status === "removed" ? undefined : git.read(id)?.body]),
  );
}
