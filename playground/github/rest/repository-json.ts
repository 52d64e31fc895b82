import { type Json, nodeId, organisation, type Repository, slugOf, type World } from "../world.ts";
import { accountJson, accountOf } from "./account-json.ts";

/** Addresses of what a repository has, by field; those with `{…}` are patterns. */
const addresses = {
  archive: "{archive_format}{/ref}",
  assignees: "assignees{/user}",
  blobs: "git/blobs{/sha}",
  branches: "branches{/branch}",
  collaborators: "collaborators{/collaborator}",
  comments: "comments{/number}",
  commits: "commits{/sha}",
  compare: "compare/{base}...{head}",
  contents: "contents/{+path}",
  contributors: "contributors",
  deployments: "deployments",
  downloads: "downloads",
  events: "events",
  forks: "forks",
  git_commits: "git/commits{/sha}",
  git_refs: "git/refs{/sha}",
  git_tags: "git/tags{/sha}",
  hooks: "hooks",
  issue_comment: "issues/comments{/number}",
  issue_events: "issues/events{/number}",
  issues: "issues{/number}",
  keys: "keys{/key_id}",
  labels: "labels{/name}",
  languages: "languages",
  merges: "merges",
  milestones: "milestones{/number}",
  notifications: "notifications{?since,all,participating}",
  pulls: "pulls{/number}",
  releases: "releases{/id}",
  stargazers: "stargazers",
  statuses: "statuses/{sha}",
  subscribers: "subscribers",
  subscription: "subscription",
  tags: "tags",
  teams: "teams",
  trees: "git/trees{/sha}",
} as const;

/** A repository as lists and webhooks have it. */
export function repositoryJson(world: World, repository: Repository): Json {
  const { id, name, owner, isPrivate, isFork, isArchived, defaultBranch, createdAt, pushedAt } = repository;
  const slug = slugOf(repository);
  const api = `${world.apiUrl}/repos/${slug}`;
  const web = `${world.webUrl}/${slug}`;
  const counts = { forks: 0, open_issues: 0, watchers: 0 };
  return {
    id,
    node_id: nodeId("R", id),
    name,
    full_name: slug,
    private: isPrivate,
    owner: accountJson(world, accountOf(world, owner)),
    html_url: web,
    description: repository.description ?? null,
    fork: isFork,
    url: api,
    ...Object.fromEntries(Object.entries(addresses).map(([field, path]) => [`${field}_url`, `${api}/${path}`])),
    git_url: `git://${web.replace(/^\w+:\/\//, "")}.git`,
    ssh_url: `git@${new URL(web).hostname}:${slug}.git`,
    clone_url: `${web}.git`,
    svn_url: web,
    ...{ homepage: null, language: null, mirror_url: null, license: null },
    ...{ size: 1, ...counts, forks_count: 0, open_issues_count: 0, watchers_count: 0, stargazers_count: 0 },
    default_branch: defaultBranch,
    ...{ has_issues: true, has_projects: true, has_wiki: true, has_pages: false, has_downloads: true },
    ...{ has_discussions: false, is_template: false, allow_forking: true, web_commit_signoff_required: false },
    topics: [],
    visibility: isPrivate ? "private" : "public",
    archived: isArchived,
    disabled: false,
    pushed_at: timeText(pushedAt),
    created_at: timeText(createdAt),
    updated_at: timeText(pushedAt),
  };
}

/** A repository asked for alone. */
export function fullRepositoryJson(world: World, repository: Repository): Json {
  const own = organisation(world, repository.owner);
  return {
    ...repositoryJson(world, repository),
    temp_clone_token: "",
    network_count: 0,
    subscribers_count: 0,
    ...(own && { organization: accountJson(world, own) }),
  };
}

/** What little an event of an installation tells of a repository. */
export function briefRepositoryJson({ id, name, owner, isPrivate }: Repository): Json {
  return { id, node_id: nodeId("R", id), name, full_name: `${owner}/${name}`, private: isPrivate };
}

/** Without milliseconds, as GitHub writes times. */
export function timeText(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, "Z");
}
