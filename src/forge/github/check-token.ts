import { z } from "zod";
import { BotError } from "../../errors.ts";
import type { Finding } from "../../finding.ts";
import { areaOf, problemOf } from "./area.ts";
import { type Client, queryFailure } from "./client.ts";
import { missingScopes } from "./permissions.ts";
import { listQuery } from "./queries.ts";

const userSchema = z.object({ login: z.string() });
const ownerSchema = z.object({
  repositoryOwner: z.object({ repositories: z.object({ totalCount: z.number() }) }).nullable(),
});

const dayMs = 24 * 3_600_000;
const soonMs = 14 * dayMs;

/** What is wrong with the token, and what is well. */
export async function checkToken(client: Client, signal: AbortSignal): Promise<readonly Finding[]> {
  const { owners } = client.options;
  const answer = await client.rest("GET /user", {}, { as: { owner: owners[0] ?? "user" }, signal });
  const { login } = client.read(answer.data, userSchema);
  const found: Finding[] = [...scopesOf(client, login, answer.headers), ...expiryOf(client, login, answer.headers)];
  for (const owner of owners) found.push(await ownerFinding(client, owner, signal));
  return found;
}

/** Only a classic token says its scopes. https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps */
function scopesOf(client: Client, login: string, headers: Headers): readonly Finding[] {
  const area = areaOf(client);
  const told = headers.get("x-oauth-scopes");
  if (told === null)
    return [
      {
        level: "ok",
        area,
        found: `The fine-grained token of ${login} is accepted; what it may read shows as it is used.`,
      },
    ];
  const { isPulled = false } = client.options;
  const missing = missingScopes(told.split(",").map((scope) => scope.trim())).filter(
    ({ isForPull }) => isPulled || !isForPull,
  );
  const url = `${client.options.webUrl}/settings/tokens`;
  if (missing.length === 0)
    return [{ level: "ok", area, found: `The token of ${login} has every scope that is used.` }];
  return missing.map(({ name, without }) => ({
    level: "warning",
    ...{ area, url, found: `The token of ${login} lacks the scope ${name}: ${without}.`, fix: `Give it ${name}.` },
  }));
}

/** `2026-12-01 08:00:00 UTC`, or with `+0000` at its end. */
function expiryOf(client: Client, login: string, headers: Headers): readonly Finding[] {
  const told = headers.get("github-authentication-token-expiration");
  const at = Date.parse(
    (told ?? "")
      .replace(" UTC", "Z")
      .replace(/ \+0000$/, "Z")
      .replace(" ", "T"),
  );
  const leftMs = at - client.options.clock.now().getTime();
  if (Number.isNaN(leftMs) || leftMs > soonMs) return [];
  const days = Math.max(Math.ceil(leftMs / dayMs), 0);
  return [
    {
      ...{
        level: "warning",
        area: areaOf(client),
        found: `The token of ${login} expires in ${days} ${days === 1 ? "day" : "days"}.`,
      },
      ...{ fix: "Make a new one and set forge.github.token.", url: `${client.options.webUrl}/settings/tokens` },
    },
  ];
}

/** By GraphQL, which also says where an organisation wants single sign-on. */
async function ownerFinding(client: Client, owner: string, signal: AbortSignal): Promise<Finding> {
  const area = areaOf(client);
  const nobody: Finding = {
    ...{
      level: "problem",
      area,
      found: `Nobody is called ${owner} on ${client.options.host}, or the token may not see it.`,
    },
    fix: "Correct the source's org, or give the token access.",
  };
  try {
    const { data, errors } = await client.graphql(listQuery(owner, [], { first: 1 }), ownerSchema, {
      as: { owner },
      signal,
    });
    const error = errors.find(({ type }) => type !== "NOT_FOUND");
    if (error) return problemOf(queryFailure(error, client.options), area);
    if (data.repositoryOwner === null) return nobody;
    const { totalCount } = data.repositoryOwner.repositories;
    return {
      level: "ok",
      area,
      found: `The token sees ${totalCount} ${totalCount === 1 ? "repository" : "repositories"} of ${owner}.`,
    };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return error.code === "not_found" ? nobody : problemOf(error, area);
  }
}
