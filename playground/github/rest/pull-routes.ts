import { history } from "../git/history.ts";
import { notFound } from "../refusal.ts";
import { type CheckRun, type Json, nodeId, type PullRequest, type Repository, slugOf, type World } from "../world.ts";
import { accountJson, accountOf, userJson } from "./account-json.ts";
import { commitOf } from "./git-routes.ts";
import { repositoryJson, timeText } from "./repository-json.ts";
import { type Asked, paged, type Reply, type Route, readableRepository } from "./route.ts";

/** Where commits came from, and what checks say of them. */
export const pullRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/commits/{commit_sha}/pulls", run: pullsOf },
  { method: "GET", path: "/repos/{owner}/{repo}/pulls/{pull_number}", run: pull },
  { method: "GET", path: "/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations", run: annotations },
];

/** https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit */
function pullsOf(asked: Asked): Reply {
  const repository = readableRepository(asked, "pull_requests");
  const commit = commitOf(repository, asked.params["commit_sha"] ?? "");
  if (commit === undefined) throw notFound();
  const pulls = repository.pulls.filter(
    (pull) => pull.mergeCommit === commit.id || commitsOf(repository, pull).has(commit.id),
  );
  const isOnDefault = history(repository.git, repository.git.branch(repository.defaultBranch) ?? "").some(
    ({ id }) => id === commit.id,
  );
  const shown = isOnDefault ? pulls.filter(({ mergedAt }) => mergedAt !== undefined) : pulls;
  return paged(asked, shown, (page) => page.map((pull) => pullJson(asked.world, repository, pull)));
}

/** Only it alone says who merged it. https://docs.github.com/rest/pulls/pulls#get-a-pull-request */
function pull(asked: Asked): Reply {
  const repository = readableRepository(asked, "pull_requests");
  const found = repository.pulls.find(({ number }) => number === Number(asked.params["pull_number"]));
  if (found === undefined) throw notFound();
  const counts = { additions: 0, deletions: 0, changed_files: 1, comments: 0, review_comments: 0 };
  const merging = {
    merged: found.mergedAt !== undefined,
    mergeable: null,
    mergeable_state: "unknown",
    rebaseable: null,
  };
  const body = {
    ...pullJson(asked.world, repository, found),
    ...{ ...counts, ...merging, commits: commitsOf(repository, found).size, maintainer_can_modify: false },
    merged_by: userJson(asked.world, found.mergedBy),
  };
  return { status: 200, body };
}

function commitsOf({ git }: Repository, { base, head, mergeCommit }: PullRequest): ReadonlySet<string> {
  const before = mergeCommit === undefined ? git.branch(base) : git.commit(mergeCommit)?.parents[0];
  const known = new Set(before === undefined ? [] : history(git, before).map(({ id }) => id));
  return new Set(history(git, head, known).map(({ id }) => id));
}

function pullJson(world: World, repository: Repository, pull: PullRequest): Json {
  const { id, number, title, author, branch, base, head, state, mergedAt, mergeCommit, createdAt } = pull;
  const slug = slugOf(repository);
  const api = `${world.apiUrl}/repos/${slug}`;
  const html = `${world.webUrl}/${slug}/pull/${number}`;
  const addresses = {
    issue_url: `${api}/issues/${number}`,
    commits_url: `${api}/pulls/${number}/commits`,
    review_comments_url: `${api}/pulls/${number}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${number}/comments`,
    statuses_url: `${api}/statuses/${head}`,
  };
  const side = (ref: string, sha: string | undefined): Json => ({
    label: `${repository.owner}:${ref}`,
    ref,
    sha: sha ?? "",
    user: accountJson(world, accountOf(world, repository.owner)),
    repo: repositoryJson(world, repository),
  });
  const linked = Object.entries({ self: `${api}/pulls/${number}`, html, ...shortened(addresses) });
  const at = timeText(createdAt);
  const closed = mergedAt ? timeText(mergedAt) : null;
  return {
    ...{ url: `${api}/pulls/${number}`, id, node_id: nodeId("PR", id), html_url: html, number, state, title },
    ...{ diff_url: `${html}.diff`, patch_url: `${html}.patch`, ...addresses, locked: false, body: null, draft: false },
    user: userJson(world, author),
    ...{ assignee: null, assignees: [], requested_reviewers: [], requested_teams: [], labels: [], milestone: null },
    ...{ created_at: at, updated_at: closed ?? at, closed_at: closed, merged_at: closed },
    merge_commit_sha: mergeCommit ?? null,
    head: side(branch, head),
    base: side(base, repository.git.branch(base)),
    _links: Object.fromEntries(linked.map(([name, href]) => [name, { href }])),
    ...{ author_association: "MEMBER", auto_merge: null, active_lock_reason: null },
  };
}

/** `issue_url` → `issue` */
function shortened(addresses: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(addresses).map(([name, url]) => [name.replace(/_url$/, ""), url]));
}

function annotations(asked: Asked): Reply {
  const repository = readableRepository(asked, "checks");
  const run = repository.checkRuns.find(({ id }) => id === Number(asked.params["check_run_id"]));
  if (run === undefined) throw notFound();
  return paged(asked, run.annotations, (page) => page.map((one) => annotationJson(asked.world, repository, run, one)));
}

function annotationJson(
  world: World,
  repository: Repository,
  { commit }: CheckRun,
  { path, line, level, title, message }: CheckRun["annotations"][number],
): Json {
  return {
    path,
    blob_href: `${world.apiUrl}/repos/${slugOf(repository)}/git/blobs/${commit}`,
    ...{ start_line: line, end_line: line, start_column: null, end_column: null },
    annotation_level: level,
    title: title ?? null,
    message,
    raw_details: null,
  };
}
