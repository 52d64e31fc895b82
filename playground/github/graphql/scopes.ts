import type { GraphQLError } from "graphql";
import type { Credential } from "../credential.ts";
import { typedError } from "./connection.ts";

const ofOrganisations = ["read:org", "write:org", "admin:org"];

/** What a classic token needs for a field. https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps */
const needed: Readonly<Record<string, readonly string[]>> = {
  "User.email": ["user:email", "read:user", "user"],
  "Organization.team": ofOrganisations,
  "Organization.teams": ofOrganisations,
  "Organization.membersWithRole": ofOrganisations,
};

/** Why the whole query is refused; none where the token may ask for all of it. */
export function scopeErrors(credential: Credential, fields: ReadonlySet<string>): readonly GraphQLError[] {
  if (credential.type !== "user") return [];
  return Object.entries(needed)
    .filter(([field, scopes]) => fields.has(field) && !scopes.some((scope) => credential.scopes.includes(scope)))
    .map(([field, scopes]) =>
      typedError(
        "INSUFFICIENT_SCOPES",
        `Your token has not been granted the required scopes to execute this query. The '${field.split(".")[1]}' field requires one of the following scopes: ['${scopes.join("', '")}'], but your token has only been granted the: ['${credential.scopes.join("', '")}'] scopes.`,
      ),
    );
}
