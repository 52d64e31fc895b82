import { z } from "zod";
import { BotError } from "../../errors.ts";
import type { Forge, ForgePerson, ForgeTeam } from "../forge.ts";
import { isLogin, isTeamSlug } from "./address.ts";
import { type Client, type QueryError, queryFailure } from "./client.ts";
import { absent } from "./credentials.ts";
import { allPages, connectionOf, gapError, type Pages } from "./page.ts";
import { membersQuery, teamMembersQuery, teamsQuery } from "./queries.ts";

const personSchema = z.object({
  login: z.string(),
  name: z.string().nullish(),
  // Empty where somebody shows none.
  email: z.string().nullish(),
});
const memberPage = connectionOf(personSchema);
const teamSchema = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  parentTeam: z.object({ slug: z.string() }).nullish(),
  members: connectionOf(z.object({ login: z.string() })),
});

const organisationOf = <T extends z.ZodType>(content: T) => z.object({ organization: content.nullable() });
const teamsSchema = organisationOf(z.object({ teams: connectionOf(teamSchema) }));
const membersSchema = organisationOf(z.object({ membersWithRole: memberPage }));
const teamMembersSchema = organisationOf(z.object({ team: z.object({ members: memberPage }).nullable() }));

/** A team brings up to a hundred members with it. */
const teamPage = { most: 25, least: 5 };
const personPage = { most: 100, least: 10 };

/** Teams and people. */
export function peopleVerbs(client: Client): Pick<Forge, "people" | "teamMembers"> {
  const { host, webUrl } = client.options;

  async function members(owner: string, signal: AbortSignal): Promise<Pages<z.infer<typeof personSchema>>> {
    return withAddresses((withEmail) =>
      allPages(personPage, async (page) => {
        const query = membersQuery(owner, withEmail, page);
        const { data, errors } = await client.graphql(query, membersSchema, { as: { owner }, signal, repeats: 0 });
        return { data: needed(data.organization, errors, owner).membersWithRole, errors };
      }),
    );
  }

  function membersOf(owner: string, slug: string, membership: "IMMEDIATE" | "ALL", signal: AbortSignal) {
    return withAddresses((withEmail) =>
      allPages(personPage, async (page) => {
        const query = teamMembersQuery(owner, slug, membership, { ...page, withEmail });
        const { data, errors } = await client.graphql(query, teamMembersSchema, { as: { owner }, signal, repeats: 0 });
        const { team } = needed(data.organization, errors, owner);
        if (team === null) throw errors[0] ? queryFailure(errors[0], client.options) : noTeam();
        return { data: team.members, errors };
      }),
    );
  }

  async function teams(owner: string, signal: AbortSignal): Promise<Pages<z.infer<typeof teamSchema>>> {
    return allPages(teamPage, async (page) => {
      const asking = { as: { owner }, signal, repeats: 0 };
      const { data, errors } = await client.graphql(teamsQuery(owner, page), teamsSchema, asking);
      return { data: needed(data.organization, errors, owner).teams, errors };
    });
  }

  function needed<T>(organisation: T | null, errors: readonly QueryError[], owner: string): T {
    if (organisation !== null) return organisation;
    const [error] = errors;
    if (error && error.type !== "NOT_FOUND") throw queryFailure(error, client.options);
    throw noOrganisation(owner, host);
  }

  function whole<T>({ nodes, gap }: Pages<T>, what: string): readonly T[] {
    if (gap !== undefined) throw gapError(host, what, gap);
    return nodes;
  }

  async function teamOf(owner: string, team: z.infer<typeof teamSchema>, signal: AbortSignal): Promise<ForgeTeam> {
    const { slug, name, description, parentTeam, members: first } = team;
    const people = first.pageInfo.hasNextPage
      ? whole(await membersOf(owner, slug, "IMMEDIATE", signal), `the team ${owner}/${slug}`)
      : first.nodes.filter((node) => node !== null);
    return {
      ...{ slug, name, members: people.map(({ login }) => login) },
      ...(description && { description }),
      ...(parentTeam && { parent: parentTeam.slug }),
      webUrl: `${webUrl}/orgs/${owner}/teams/${slug}`,
    };
  }

  return {
    async people(owner, signal) {
      if (!isLogin(owner)) throw noOrganisation(owner, host);
      const found: ForgeTeam[] = [];
      for (const team of whole(await teams(owner, signal), `the teams of ${owner}`))
        found.push(await teamOf(owner, team, signal));
      const people = whole(await members(owner, signal), `the people of ${owner}`);
      return { teams: found, people: people.map((one) => personOf(one, webUrl)) };
    },
    async teamMembers(owner, teamSlug, signal) {
      if (!isLogin(owner) || !isTeamSlug(teamSlug)) return undefined;
      const found = await membersOf(owner, teamSlug, "ALL", signal).catch(absent);
      return found && whole(found, `the team ${owner}/${teamSlug}`).map((one) => personOf(one, webUrl));
    },
  };
}

/** Without their addresses where the token may not ask for them; the rest is worth having. */
async function withAddresses<T>(ask: (withEmail: boolean) => Promise<T>): Promise<T> {
  try {
    return await ask(true);
  } catch (error) {
    if (!(error instanceof BotError) || error.code !== "not_allowed") throw error;
    return ask(false);
  }
}

function personOf({ login, name, email }: z.infer<typeof personSchema>, webUrl: string): ForgePerson {
  return { login, ...(name && { name }), ...(email && { email }), webUrl: `${webUrl}/${login}` };
}

function noTeam(): BotError {
  return new BotError("not_found", "There is no such team, or the credentials may not see it.");
}

function noOrganisation(owner: string, host: string): BotError {
  const shown = isLogin(owner) ? owner : JSON.stringify(owner.slice(0, 100));
  return new BotError(
    "not_found",
    `No organisation is called ${shown} on ${host}, or the credentials may not see it. Teams and people are an organisation's.`,
  );
}
