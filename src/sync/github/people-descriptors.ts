import type { ForgePerson, ForgeTeam } from "../../forge/forge.ts";
import { entityNames } from "./entity-names.ts";

/** Members of a larger team are named by their own files alone: its file would grow beyond what is read. */
const mostMembers = 1000;

/**
 * Teams and people as catalog files, by path: `teams/<name>.json` a Group, `people/<name>.json` a User. Who is a member of a
 * team without being one of the organisation is a User too. Groups are in `namespace`; users always in `default`, as one person
 * in two namespaces would be unknown in chat.
 */
export function peopleDescriptors(
  { owner, namespace }: { readonly owner: string; readonly namespace: string },
  { teams: allTeams, people }: { readonly teams: readonly ForgeTeam[]; readonly people: readonly ForgePerson[] },
): ReadonlyMap<string, string> {
  const teams = [...new Map(allTeams.map((team) => [team.slug.toLowerCase(), team])).values()];
  const everybody = [...allPeople(teams, people).values()];
  const context: Context = {
    owner,
    namespace,
    teams: new Map(teams.map((team) => [team.slug.toLowerCase(), team])),
    teamNames: namesOf(teams.map(({ slug }) => slug)),
    people: new Map(everybody.map((person) => [person.login.toLowerCase(), person])),
    peopleNames: namesOf(everybody.map(({ login }) => login)),
  };
  const teamsOfPeople = groupByMember(teams);
  return new Map([
    ...teams.map((team) => [`teams/${context.teamNames(team.slug)}.json`, document(groupOf(team, context))] as const),
    ...everybody.map((person) => {
      const memberOf = teamsOfPeople.get(person.login.toLowerCase()) ?? [];
      return [`people/${context.peopleNames(person.login)}.json`, document(userOf(person, memberOf, context))] as const;
    }),
  ]);
}

interface Context {
  readonly owner: string;
  /** Of the groups. */
  readonly namespace: string;
  /** By slug and by login, lower case. */
  readonly teams: ReadonlyMap<string, ForgeTeam>;
  readonly people: ReadonlyMap<string, Pick<ForgePerson, "login" | "name">>;
  readonly teamNames: (slug: string) => string;
  readonly peopleNames: (login: string) => string;
}

type Person = Omit<ForgePerson, "webUrl"> & Partial<Pick<ForgePerson, "webUrl">>;

/** Names in the catalog, whatever case the key comes in. */
function namesOf(keys: readonly string[]): (key: string) => string {
  const names = entityNames(keys);
  const byKey = new Map([...names].map(([key, name]) => [key.toLowerCase(), name]));
  return (key) => byKey.get(key.toLowerCase()) ?? key;
}

function allPeople(teams: readonly ForgeTeam[], people: readonly ForgePerson[]): ReadonlyMap<string, Person> {
  const all = new Map<string, Person>(people.map((person) => [person.login.toLowerCase(), person]));
  for (const login of teams.flatMap(({ members }) => members)) {
    if (!all.has(login.toLowerCase())) all.set(login.toLowerCase(), { login });
  }
  return all;
}

function groupByMember(teams: readonly ForgeTeam[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { slug, members } of teams) {
    for (const login of new Set(members.map((member) => member.toLowerCase()))) {
      const list = groups.get(login);
      if (list === undefined) groups.set(login, [slug]);
      else list.push(slug);
    }
  }
  return groups;
}

function groupOf(team: ForgeTeam, context: Context): object {
  const parent = parentOf(team, context);
  const members = [...new Set(team.members.map((login) => userRef(login, context)))].sort(byText);
  return {
    apiVersion: "backstage.io/v1alpha1",
    kind: "Group",
    metadata: {
      name: context.teamNames(team.slug),
      ...(!isDefault(context) && { namespace: context.namespace }),
      ...optional("description", team.description),
      annotations: { "github.com/team-slug": `${context.owner}/${team.slug}` },
      links: [{ url: team.webUrl, title: "Team on GitHub" }],
    },
    spec: {
      type: "team",
      profile: { ...optional("displayName", team.name) },
      ...(parent !== undefined && { parent: groupRef(parent.slug, context) }),
      children: [],
      ...(members.length <= mostMembers && { members }),
    },
  };
}

function userOf({ login, name, email, webUrl }: Person, teams: readonly string[], context: Context): object {
  const isAddress = email !== undefined && /^[^\s@]+@[^\s@]+$/.test(email.trim());
  return {
    apiVersion: "backstage.io/v1alpha1",
    kind: "User",
    metadata: {
      name: context.peopleNames(login),
      annotations: { "github.com/user-login": login },
      ...(webUrl !== undefined && { links: [{ url: webUrl, title: "Profile on GitHub" }] }),
    },
    spec: {
      profile: { ...optional("displayName", name ?? login), ...(isAddress && { email: email.trim() }) },
      memberOf: teams.map((slug) => groupRef(slug, context)).sort(byText),
    },
  };
}

function groupRef(slug: string, context: Context): string {
  const name = context.teamNames(slug);
  return isDefault(context) ? name : `group:${context.namespace}/${name}`;
}

function userRef(login: string, context: Context): string {
  const name = context.peopleNames(login);
  return isDefault(context) ? name : `user:default/${name}`;
}

function isDefault({ namespace }: Context): boolean {
  return namespace === "default";
}

/** The team above; none where it is not to be seen, or where a team moved while we looked and is above itself. */
function parentOf(team: ForgeTeam, { teams }: Context): ForgeTeam | undefined {
  const above = ({ parent }: ForgeTeam) => (parent === undefined ? undefined : teams.get(parent.toLowerCase()));
  const seen = new Set<ForgeTeam>();
  for (let at = above(team); at !== undefined && !seen.has(at); at = above(at)) {
    if (at === team) return undefined;
    seen.add(at);
  }
  return above(team);
}

function optional<K extends string>(key: K, text: string | undefined): { [P in K]?: string } {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? {} : ({ [key]: trimmed } as { [P in K]?: string });
}

/** JSON in ASCII: what YAML takes for unprintable may stand in anybody's name. */
function document(value: object): string {
  const ascii = JSON.stringify(value, undefined, 2).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${ascii}\n`;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
