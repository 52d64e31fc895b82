import { z } from "zod";
import { BotError } from "../../errors.ts";
import type { Finding } from "../../finding.ts";
import { areaOf, problemOf } from "./area.ts";
import type { Client } from "./client.ts";
import { missingScopes } from "./permissions.ts";

const userSchema = z.object({ login: z.string() });
const ownerSchema = z.object({ login: z.string(), type: z.string().optional() });

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
  const missing = missingScopes(told.split(",").map((scope) => scope.trim()));
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

async function ownerFinding(client: Client, owner: string, signal: AbortSignal): Promise<Finding> {
  const area = areaOf(client);
  try {
    const { data } = await client.rest("GET /users/{username}", { username: owner }, { as: { owner }, signal });
    return { level: "ok", area, found: `${client.read(data, ownerSchema).login} is found with the token.` };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    if (error.code !== "not_found") return problemOf(error, area);
    return {
      level: "problem",
      area,
      found: `Nobody is called ${owner} on ${client.options.host}.`,
      fix: "Correct the source's org.",
    };
  }
}
