import { need } from "../credential.ts";
import { notFound } from "../refusal.ts";
import { type Organisation, organisation, person, teamsBelow } from "../world.ts";
import { accountJson } from "./account-json.ts";
import { type Asked, paged, type Reply, type Route } from "./route.ts";

/** Who is in an organisation. */
export const organisationRoutes: readonly Route[] = [
  { method: "GET", path: "/orgs/{org}/teams/{team_slug}/members", run: teamMembers },
];

/** Throws Refusal for none, and for those who may not see its people. */
export function neededOrganisation({ world, credential, params }: Asked, permission: string): Organisation {
  const found = organisation(world, params["org"] ?? "");
  if (found === undefined) throw notFound();
  need(credential, permission);
  const isOther =
    credential.type === "installation" && credential.installation.account.toLowerCase() !== found.login.toLowerCase();
  const isOutside =
    credential.type === "user" &&
    !(found.members.has(credential.login) && credential.scopes.some((scope) => /^(read|write|admin):org$/.test(scope)));
  if (isOther || isOutside) throw notFound();
  return found;
}

/** Those of teams below too. https://docs.github.com/rest/teams/members#list-team-members */
function teamMembers(asked: Asked): Reply {
  const own = neededOrganisation(asked, "members");
  const team = own.teams.get(asked.params["team_slug"] ?? "");
  if (team === undefined) throw notFound();
  const role = asked.query.get("role") ?? "all";
  const people = new Map([...teamsBelow(own, team.slug), team].flatMap(({ members }) => [...members]));
  const logins = [...people].filter(([, is]) => role === "all" || is === role).map(([login]) => login);
  const all = logins.flatMap((login) => person(asked.world, login) ?? []);
  return paged(asked, all, (page) => page.map((one) => accountJson(asked.world, one)));
}
