import { BotError } from "../../errors.ts";
import { neededPermissions, neededScopes } from "./permissions.ts";

/** What somebody was refused, and what GitHub tells of the reason. */
export interface Unreached {
  readonly host: string;
  readonly webUrl: string;
  readonly isApp: boolean;
  /** A status, or the word that GraphQL has for it. */
  readonly code: string;
  /** What GitHub says; only looked at. */
  readonly message: string;
  /** Any of these would do. */
  readonly scopes?: readonly string[];
  /** `contents=read`; all of these it takes. */
  readonly permissions?: readonly string[];
}

/** What the credentials do not reach: what they probably lack, and what to do about it. */
export function notReached(unreached: Unreached, cause: Error): BotError {
  const { host, isApp, code, message } = unreached;
  // https://docs.github.com/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/managing-allowed-ip-addresses-for-your-organization
  if (/\bIP allow list\b/i.test(message))
    return new BotError(
      "not_allowed",
      `The organisation on ${host} lets only addresses of its IP allow list in (${code}). Ask an owner there to add this machine's.`,
      { cause },
    );
  const who = isApp ? "App" : "token";
  const { lacks, fix } = lackOf(unreached);
  return new BotError(
    "not_allowed",
    `${host} does not allow that to the ${who} of forge.github (${code}): it probably lacks ${lacks}. ${fix}`,
    { cause },
  );
}

function lackOf({ webUrl, isApp, scopes = [], permissions = [] }: Unreached): { lacks: string; fix: string } {
  if (!isApp && scopes.length > 0) {
    const own = neededScopes.find(({ name }) => scopes.includes(name))?.name;
    const lacks = `the scope ${own ?? scopes.slice(0, 3).join(" or ")}`;
    return { lacks, fix: `Give it that at ${webUrl}/settings/tokens; docs/github.md says what each is for.` };
  }
  const accept = "and have it accepted at the organisation";
  if (permissions.length > 0) {
    const lacks = permissions.map(permissionLabel).join(" and ");
    const where = isApp ? `in the App's settings ${accept}` : "in the token's settings";
    return { lacks, fix: `Set it to “Read-only” ${where}; docs/github.md says what each is for.` };
  }
  if (isApp) return { lacks: "a permission", fix: `Grant what docs/github.md lists in the App's settings, ${accept}.` };
  return { lacks: "a scope or permission", fix: "Compare it with those that docs/github.md lists." };
}

function permissionLabel(told: string): string {
  const label = neededPermissions.find(({ name }) => told === `${name}=read`)?.label;
  return label === undefined ? `the permission ${told}` : `“${label}”`;
}

/** What an answer says would have done. https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#insufficient-permissions-errors */
export function neededBy(headers: Headers): Pick<Unreached, "scopes" | "permissions"> {
  const given = headers.get("x-oauth-scopes");
  if (given !== null) {
    const accepted = wordsOf(headers.get("x-accepted-oauth-scopes"), ",", scope);
    const has = new Set(given.split(",").map((each) => each.trim()));
    return accepted.some((each) => has.has(each)) ? {} : { scopes: accepted };
  }
  // Several sets of permissions would do; within one, all are needed.
  const [first = ""] = (headers.get("x-accepted-github-permissions") ?? "").split(";");
  return { permissions: wordsOf(first, ",", permission) };
}

/** What GraphQL tells in its words alone: `… requires one of the following scopes: ['read:org'], but your token …`. */
export function scopesIn(message: string): readonly string[] {
  const [, list = ""] = /following scopes: \[([^\]]{1,300})\]/.exec(message) ?? [];
  return wordsOf(list.replaceAll("'", ""), ",", scope);
}

// They are quoted to people: nothing else goes through.
const scope = /^[a-z_]{1,40}(:[a-z_]{1,40})?$/;
const permission = /^[a-z_]{1,60}=(read|write|admin)$/;

function wordsOf(list: string | null, separator: string, pattern: RegExp): readonly string[] {
  return (list ?? "")
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => pattern.test(word));
}
