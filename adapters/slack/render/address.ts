import { limits } from "./limits.ts";

/**
 * An address that may be opened from Slack, in the form in which it can stand in markup: https, http on this machine,
 * and Slack's own `slack://` pages. Undefined for anything else, and for an address with a name and password in it.
 */
export function openable(url: string): string | undefined {
  // Long before it is parsed: nobody's page has an address of this length.
  if (url.length > limits.url || !URL.canParse(url)) return undefined;
  const { protocol, hostname, username, password, href } = new URL(url);
  const isLoopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  const isKnown = protocol === "https:" || protocol === "slack:" || (protocol === "http:" && isLoopback);
  if (!isKnown || username !== "" || password !== "") return undefined;
  const address = href.replace(/[|<>"`\s]/g, (character) => encodeURIComponent(character));
  return /^[\x21-\x7e]+$/.test(address) && address.length <= limits.url ? address : undefined;
}
