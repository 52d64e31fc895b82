import { type Account, type Json, nodeId, organisation, person, type User, type World } from "../world.ts";

/** Somebody as every answer has them. */
export function accountJson(world: World, account: Account): Json {
  const { id, login, type } = account;
  const api = `${world.apiUrl}/users/${login}`;
  return {
    login,
    id,
    node_id: nodeId(type === "Organization" ? "O" : "U", id),
    avatar_url: `${world.webUrl}/avatars/u/${id}?v=4`,
    gravatar_id: "",
    url: api,
    html_url: `${world.webUrl}/${type === "Bot" ? `apps/${login.replace("[bot]", "")}` : login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** Whoever has a login; somebody who is gone is `ghost`. */
export function accountOf(world: World, login: string): Account {
  return world.accounts.get(login.toLowerCase()) ?? ghost;
}

const ghost: User = { type: "User", id: 10137, login: "ghost", name: "Deleted user", createdAt: new Date(0) };

/** Null where nobody has a login. */
export function userJson(world: World, login: string | undefined): Json | null {
  return login === undefined ? null : accountJson(world, accountOf(world, login));
}

/** Somebody about themselves. */
export function ownAccountJson(world: World, user: User): Json {
  const at = user.createdAt.toISOString();
  const unknown = { company: null, blog: "", location: null, hireable: null, bio: null, twitter_username: null };
  return {
    ...accountJson(world, user),
    ...{ name: user.name ?? null, email: user.email ?? null, ...unknown },
    ...{ public_repos: 0, public_gists: 0, followers: 0, following: 0, created_at: at, updated_at: at },
  };
}

/** An organisation as webhooks have it; undefined for a person. */
export function organisationJson(world: World, login: string): Json | undefined {
  const found = organisation(world, login);
  if (found === undefined) return undefined;
  const api = `${world.apiUrl}/orgs/${found.login}`;
  return {
    login: found.login,
    id: found.id,
    node_id: nodeId("O", found.id),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${world.webUrl}/avatars/u/${found.id}?v=4`,
    description: found.name ?? "",
  };
}

/** Who a pusher or committer is, as webhooks have them. */
export function gitUserJson(world: World, login: string): Json {
  const user = person(world, login);
  return { name: login, email: user?.email ?? null };
}
