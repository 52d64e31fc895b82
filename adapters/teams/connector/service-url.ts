import type { TeamsOptions } from "../teams-options.ts";

/** What decides which addresses are connectors. */
export type ServiceUrlOptions = Pick<TeamsOptions, "serviceUrls" | "unauthenticated">;

/**
 * Where Microsoft's connectors for Teams are: the public cloud, GCC, GCC High and DoD. Exact names, because everybody can
 * have a name under trafficmanager.net.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */
const microsoftHosts = new Set([
  "smba.trafficmanager.net",
  "smba.infra.gcc.teams.microsoft.com",
  "smba.infra.gov.teams.microsoft.us",
  "smba.infra.dod.teams.microsoft.us",
]);

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * What RFC 3986 allows and no userinfo: parsers of addresses drop tabs, turn `\` into `/` and other letters into dots, and
 * the SDK fills in what stands in braces.
 */
const plain = /^https?:\/\/[a-z0-9.:[\]-]+(?:\/[\w\-.~!$&'()*+,;=:@%/?#]*)?$/i;
const dotSegment = /\/(?:\.|%2e){1,2}(?:[/?#]|$)/i;
const maxLength = 2_048;

/** Whether it is http on this machine. */
function isLoopbackUrl(url: string): boolean {
  const address = parsed(url);
  return address?.protocol === "http:" && loopbackHosts.has(address.hostname);
}

/** Whether a secret may be sent there as far as the way goes: https, or http on this machine. */
export function isSafeWay(url: string): boolean {
  return parsed(url)?.protocol === "https:" || isLoopbackUrl(url);
}

/**
 * Whether this is where a connector of ours may be: at https one of Microsoft's own or below a configured one; without
 * authentication http on this machine alone. What an activity or the store says is not believed before.
 */
export function isServiceUrl(url: unknown, options: ServiceUrlOptions): url is string {
  if (typeof url !== "string" || /[?#]|%2f|%5c/i.test(url)) return false;
  return isConnectorAddress(url, options);
}

/** The same for the address of a request: it may have a query. */
export function isConnectorAddress(url: string, options: ServiceUrlOptions): boolean {
  const address = parsed(url);
  if (address === undefined) return false;
  if (options.unauthenticated) return isLoopbackUrl(url);
  if (address.protocol === "https:" && address.port === "" && microsoftHosts.has(address.hostname)) return true;
  return options.serviceUrls.some((entry) => isBelow(address, entry));
}

/** Whether two addresses are the same connector: a slash at the end makes no difference, nor do capitals in the host. */
export function isSameServiceUrl(one: string, other: string): boolean {
  const [a, b] = [parsed(one), parsed(other)];
  return a !== undefined && b !== undefined && withSlash(a.href) === withSlash(b.href);
}

function isBelow(address: URL, entry: string): boolean {
  const base = parsed(entry);
  if (base === undefined || base.origin !== address.origin) return false;
  if (base.protocol === "http:" && !loopbackHosts.has(base.hostname)) return false;
  if (isIpAddress(base.hostname) && !loopbackHosts.has(base.hostname)) return false;
  return withSlash(address.pathname).startsWith(withSlash(base.pathname));
}

/** An address that says what it means: as it is written, so it is read. */
function parsed(url: string): URL | undefined {
  if (url.length > maxLength || !plain.test(url) || dotSegment.test(url)) return undefined;
  if (!URL.canParse(url)) return undefined;
  const address = new URL(url);
  const written = url.toLowerCase();
  const rest = written.slice(address.origin.length, address.origin.length + 1);
  const isAsWritten = written.startsWith(address.origin) && (rest === "" || rest === "/");
  return isAsWritten ? address : undefined;
}

function isIpAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
}

function withSlash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}
