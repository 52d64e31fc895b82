import { parseUrl } from "../parse-url.ts";

/** Longer addresses are nobody's: Slack takes 3,000, Teams names no limit. */
const longest = 3000;

/**
 * An address that may be opened from a chat, in the form in which it can stand in markup: https, http on this machine, and
 * the platform's own pages, whose scheme is `own`, such as `slack:`. Undefined for anything else, and for an address with a name and password in it.
 */
export function openable(url: string, own?: string): string | undefined {
  // Long before it is parsed: nobody's page has an address of this length.
  const parsed = url.length > longest ? undefined : parseUrl(url);
  if (parsed === undefined) return undefined;
  const { protocol, hostname, username, password, href } = parsed;
  const isLoopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  const isKnown = protocol === "https:" || protocol === own || (protocol === "http:" && isLoopback);
  if (!isKnown || username !== "" || password !== "") return undefined;
  const address = href.replace(/[|<>"`\s]/g, (character) => encodeURIComponent(character));
  return /^[\x21-\x7e]+$/.test(address) && address.length <= longest ? address : undefined;
}
