import { type Organisation, organisation, person, type Team, type User, type World } from "./world.ts";

/** Somebody as they are made. */
export type NewUser = Pick<User, "login"> & Partial<Pick<User, "name" | "email" | "type">>;

/** A team as it is made; its people are, or become, members of the organisation. */
export type NewTeam = Partial<Pick<Team, "name" | "description" | "parent">> & {
  readonly slug: string;
  readonly members?: readonly string[];
  readonly maintainers?: readonly string[];
};

/** An organisation as it is made; people who are not there yet are made too. */
export interface NewOrganisation {
  readonly login: string;
  readonly name?: string;
  readonly members?: readonly string[];
  readonly admins?: readonly string[];
  readonly teams?: readonly NewTeam[];
}

/** Who and what is there, besides repositories. */
export interface Population {
  /** Puts whoever has that login in place of what they were. */
  readonly addUser: (user: NewUser) => User;
  readonly addOrganisation: (made: NewOrganisation) => Organisation;
  readonly addTeam: (owner: string, team: NewTeam) => Team;
  readonly removeTeam: (owner: string, slug: string) => void;
  /** A token of somebody: `repo` for what is private, `read:org` for teams, `read:user` for addresses; all of it unless told. */
  readonly createToken: (options: {
    readonly login: string;
    readonly scopes?: readonly string[];
    /** Whose scopes GitHub does not tell. */
    readonly isFineGrained?: boolean;
  }) => string;
  readonly revokeToken: (token: string) => void;
}

/** Without an organisation of that name it throws an Error. */
function neededOrganisation(world: World, login: string): Organisation {
  const found = organisation(world, login);
  if (found === undefined) throw new Error(`there is no organisation ${login}`);
  return found;
}

/** Who and what is there. */
export function population(world: World): Population {
  const addUser: Population["addUser"] = ({ login, name, email, type = "User" }) => {
    const known = world.accounts.get(login.toLowerCase());
    const { id, createdAt } = known ?? { id: world.newId(), createdAt: world.now() };
    const user: User = {
      type,
      id,
      login,
      createdAt,
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
    };
    world.accounts.set(login.toLowerCase(), user);
    world.changes.changed();
    return user;
  };
  const known = (login: string): string => (person(world, login) ?? addUser({ login })).login;
  const addTeam: Population["addTeam"] = (owner, { slug, members = [], maintainers = [], name = slug, ...rest }) => {
    const { teams, members: all } = neededOrganisation(world, owner);
    const people = new Map<string, "member" | "maintainer">();
    for (const login of members) people.set(known(login), "member");
    for (const login of maintainers) people.set(known(login), "maintainer");
    for (const login of people.keys()) if (!all.has(login)) all.set(login, "member");
    const team: Team = { id: teams.get(slug)?.id ?? world.newId(), slug, name, ...rest, members: people };
    teams.set(slug, team);
    world.changes.changed();
    return team;
  };
  return {
    addUser,
    addTeam,
    addOrganisation: ({ login, name, members = [], admins = [], teams = [] }) => {
      const id = world.newId();
      const createdAt = world.now();
      const people = new Map<string, "member" | "admin">();
      for (const one of members) people.set(known(one), "member");
      for (const one of admins) people.set(known(one), "admin");
      const rest = { ...(name !== undefined && { name }), members: people, teams: new Map() };
      const made: Organisation = { type: "Organization", id, login, createdAt, ...rest };
      world.accounts.set(login.toLowerCase(), made);
      for (const team of teams) addTeam(login, team);
      world.changes.changed();
      return made;
    },
    removeTeam: (owner, slug) => {
      neededOrganisation(world, owner).teams.delete(slug);
      world.changes.changed();
    },
    createToken: ({ login, scopes = ["repo", "read:org", "read:user", "admin:org_hook"], isFineGrained = false }) => {
      const token = `${isFineGrained ? "github_pat_" : "ghp_"}${String(world.newId()).padStart(36, "0")}`;
      world.tokens.set(token, { type: "user", login: known(login), scopes, isFineGrained });
      return token;
    },
    revokeToken: (token) => void world.tokens.delete(token),
  };
}
