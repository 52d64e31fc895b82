import type { HubEvent } from "../event.ts";
import { changesOf, commitsBetween, history } from "../git/history.ts";
import type { Commit, Signature } from "../git/object.ts";
import { gitUserJson } from "../rest/account-json.ts";
import { repositoryJson, timeText } from "../rest/repository-json.ts";
import { type Json, type Repository, slugOf, userByEmail, type World } from "../world.ts";

/** No commit. */
const zeros = "0".repeat(40);
const maxCommits = 2048;

/** What a push tells, besides what every event does. https://docs.github.com/webhooks/webhook-events-and-payloads#push */
export function pushPayload(world: World, event: Extract<HubEvent, { type: "push" }>): Json {
  const { repository, ref, before, after, sender } = event;
  const { git, defaultBranch } = repository;
  const web = `${world.webUrl}/${slugOf(repository)}`;
  const base = before ?? (defaultBranch === ref.replace("refs/heads/", "") ? undefined : git.branch(defaultBranch));
  const commits = newCommits(repository, base, after).slice(-maxCommits);
  const range = before && after ? `${before.slice(0, 12)}...${after.slice(0, 12)}` : (after ?? zeros).slice(0, 12);
  const head = after === undefined ? undefined : git.commit(after);
  const isForced = before !== undefined && after !== undefined && !history(git, after).some(({ id }) => id === before);
  return {
    ref,
    before: before ?? zeros,
    after: after ?? zeros,
    repository: pushedRepositoryJson(world, repository),
    pusher: gitUserJson(world, sender),
    created: before === undefined,
    deleted: after === undefined,
    forced: isForced,
    base_ref: null,
    compare: `${web}/compare/${range}`,
    commits: commits.map((commit) => commitJson(world, repository, commit)),
    head_commit: head ? commitJson(world, repository, head) : null,
  };
}

function newCommits({ git }: Repository, base: string | undefined, after: string | undefined): readonly Commit[] {
  if (after === undefined) return [];
  return base === undefined ? history(git, after).reverse() : commitsBetween(git, base, after);
}

/** In pushes the owner has a name and an address, and times are numbers. */
function pushedRepositoryJson(world: World, repository: Repository): Json {
  const json = repositoryJson(world, repository);
  const { createdAt, pushedAt, defaultBranch, owner } = repository;
  return {
    ...json,
    url: `${world.webUrl}/${slugOf(repository)}`,
    owner: { ...gitUserJson(world, owner), ...(json["owner"] as Json) },
    created_at: Math.floor(createdAt.getTime() / 1000),
    pushed_at: Math.floor(pushedAt.getTime() / 1000),
    ...{ stargazers: 0, master_branch: defaultBranch, organization: owner },
  };
}

function commitJson(world: World, repository: Repository, commit: Commit): Json {
  const { id, tree, message, author, committer } = commit;
  const changes = changesOf(repository.git, commit);
  const paths = (wanted: string) => changes.filter(({ status }) => status === wanted).map(({ path }) => path);
  const person = ({ name, email }: Signature) => {
    const login = userByEmail(world, email)?.login;
    return { name, email, ...(login && { username: login }) };
  };
  return {
    ...{ id, tree_id: tree, distinct: true, message, timestamp: timeText(author.at) },
    url: `${world.webUrl}/${slugOf(repository)}/commit/${id}`,
    author: person(author),
    committer: person(committer),
    ...{ added: paths("added"), removed: paths("removed"), modified: paths("modified") },
  };
}
