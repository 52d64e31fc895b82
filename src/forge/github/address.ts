/** A repository's name in its two parts. */
export interface SlugParts {
  readonly owner: string;
  readonly repo: string;
}

// Logins of companies' managed accounts have an underscore. https://docs.github.com/enterprise-cloud@latest/admin/managing-iam
const login = /^[a-z\d][a-z\d_-]{0,99}(\[bot\])?$/i;
const repositoryName = /^[\w.-]{1,100}$/;
const teamSlug = /^[\w.-]{1,255}$/;
const objectId = /^([\da-f]{40}|[\da-f]{64})$/;

/** Undefined for what can be no repository's name, and so is not asked for: in an address `..` would lead elsewhere. */
export function slugParts(slug: string): SlugParts | undefined {
  const [owner = "", repo = "", ...rest] = slug.split("/");
  if (rest.length > 0 || !isLogin(owner) || !isSegment(repo, repositoryName)) return undefined;
  return { owner, repo };
}

/** Whether somebody or an organisation can be called that. */
export function isLogin(text: string): boolean {
  return login.test(text);
}

/** Whether a team can be called that. */
export function isTeamSlug(text: string): boolean {
  return isSegment(text, teamSlug);
}

/** Whether it is the whole id of a commit or a blob. */
export function isObjectId(text: string): boolean {
  return objectId.test(text);
}

function isSegment(text: string, pattern: RegExp): boolean {
  return pattern.test(text) && text !== "." && text !== "..";
}

/** What `/graphql` is appended to: beside `/api/v3` on an Enterprise Server. https://docs.github.com/enterprise-server@latest/graphql/guides/forming-calls-with-graphql */
export function graphqlBase(apiUrl: string): string {
  return apiUrl.replace(/\/+$/, "").replace(/\/api\/v3$/, "/api");
}
