import { Refusal } from "../refusal.ts";
import { type Json, organisationIn, type User, type World } from "../world.ts";
import { type Call, type Method, page, textArg } from "./call.ts";

/** Methods about who there is: users, user groups and workspaces. */
export const peopleMethods: Readonly<Record<string, Method>> = {
  "auth.test": { scopes: [], run: authTest },
  "auth.teams.list": { scopes: [], run: listTeams },
  "users.info": { scopes: ["users:read"], run: (call) => ({ user: userJson(call.world, knownUser(call)) }) },
  "users.list": { scopes: ["users:read"], isPerTeam: true, run: listUsers },
  "users.lookupByEmail": { scopes: ["users:read.email"], run: lookupByEmail },
  "usergroups.list": {
    scopes: ["usergroups:read"],
    isPerTeam: true,
    run: ({ world }) => ({ usergroups: [...world.userGroups.values()] }),
  },
  "team.info": { scopes: ["team:read"], run: teamInfo },
};

function authTest({ world }: Call): Json {
  const { botId, botUserId, enterprise, isEnterpriseInstall } = world.installation;
  // https://docs.slack.dev/reference/methods/auth.test: with an org-wide token the organisation stands for the workspace.
  const asOrg = isEnterpriseInstall && enterprise !== undefined;
  return {
    url: `https://${world.home.domain}.slack.com/`,
    team: asOrg ? enterprise.name : world.home.name,
    user: world.users.get(botUserId)?.name ?? "",
    team_id: asOrg ? enterprise.id : world.home.id,
    user_id: botUserId,
    bot_id: botId,
    ...(enterprise && { enterprise_id: enterprise.id }),
    is_enterprise_install: isEnterpriseInstall,
  };
}

function listTeams(call: Call): Json {
  const { items, more } = page(call, [...call.world.teams.values()]);
  return { teams: items.map(({ id, name }) => ({ id, name })), ...more };
}

function knownUser(call: Call): User {
  const user = call.world.users.get(textArg(call, "user"));
  if (!user) throw new Refusal("user_not_found");
  return user;
}

function listUsers(call: Call): Json {
  const teamId = textArg(call, "team_id") || call.world.home.id;
  const users = [...call.world.users.values()].filter(
    (user) => !user.isStranger && (user.enterpriseUser?.teams ?? [user.teamId]).includes(teamId),
  );
  const { items, more } = page(call, users);
  const members = items.map((user) => userJson(call.world, user));
  return { members, cache_ts: Math.floor(call.world.now() / 1000), ...more };
}

function lookupByEmail(call: Call): Json {
  const email = textArg(call, "email").toLowerCase();
  const user = [...call.world.users.values()].find(
    (candidate) => candidate.email?.toLowerCase() === email && !candidate.isDeleted && !candidate.isStranger,
  );
  if (!user || email === "") throw new Refusal("users_not_found");
  return { user: userJson(call.world, user) };
}

function teamInfo(call: Call): Json {
  const team = call.world.teams.get(textArg(call, "team") || textArg(call, "team_id") || call.world.home.id);
  if (!team) throw new Refusal("team_not_found");
  const url = `https://${team.domain}.slack.com/`;
  return { team: { ...team, url, email_domain: "", icon: {}, ...organisationIn(call.world) } };
}

function userJson(world: World, user: User): Json {
  const { scopes } = world.installation;
  const { realName, teamId, enterpriseUser } = user;
  const isMailSeen = scopes.has("users:read.email") && !user.isStranger && user.email !== undefined;
  return {
    id: user.id,
    team_id: teamId,
    name: user.name,
    deleted: user.isDeleted === true,
    color: "9f69e7",
    real_name: realName,
    tz: "Europe/Berlin",
    tz_label: "Central European Time",
    tz_offset: 3600,
    profile: {
      title: "",
      phone: "",
      real_name: realName,
      real_name_normalized: realName,
      display_name: user.name,
      display_name_normalized: user.name,
      status_text: "",
      status_emoji: "",
      team: teamId,
      ...(isMailSeen && { email: user.email }),
      ...(user.isBot && { bot_id: world.installation.botId, api_app_id: world.installation.appId }),
    },
    is_admin: user.isAdmin === true,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.isGuest !== undefined,
    is_ultra_restricted: user.isGuest === "single-channel",
    is_bot: user.isBot === true,
    is_app_user: false,
    updated: Math.floor(world.now() / 1000),
    is_email_confirmed: true,
    ...(user.isStranger && { is_stranger: true }),
    ...(enterpriseUser && {
      enterprise_user: { ...enterpriseUser, ...organisationIn(world), is_admin: false, is_owner: false },
    }),
  };
}
