import { parseUrl } from "../parse-url.ts";
import { parseGitAddress } from "../sync/git/address.ts";

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
// No colon or @ in the path: what stands before them might be a password.
const scpLike = /^(?:[\w.-]+@)?(?:\[[\da-f:]+\]|[\w.-]+):[^:@]+$/i;
const gitAddresses =
  "an https or ssh address, user@host:path, file:///path or a local path that starts with /, ./ or ../";

/** Why a text is no address of a Git repository; undefined when it is one that a git source takes. */
export function gitAddressMistake(text: string): string | undefined {
  if (text.length > 2000 || /[\s\p{Cc}]/u.test(text)) return gitAddresses;
  if (isLocalPath(text)) return refusal(text);
  if (text.includes("://")) return urlMistake(text) ?? refusal(text);
  return scpLike.test(text) ? refusal(text) : gitAddresses;
}

/** Whether a Git address is a path on this machine. */
export function isLocalPath(address: string): boolean {
  return /^(\/|\.\.?\/)/.test(address);
}

/** Whether a Git address takes a token. */
export function isHttp(address: string): boolean {
  return /^https?:\/\//i.test(address);
}

/** Why a text is no address of a proxy; undefined when it is one. A proxy's user and password belong in its address. */
export function proxyMistake(text: string): string | undefined {
  const url = parseUrl(text);
  const isProxy =
    url !== undefined && /^https?:$/.test(url.protocol) && /^\/?$/.test(url.pathname + url.search + url.hash);
  return isProxy ? undefined : "the address of a proxy, such as http://proxy.example.com:3128";
}

/** Why a text is no address at which platforms reach the server; undefined when it is one. */
export function publicUrlMistake(text: string): string | undefined {
  const mistake = webMistake(text) ?? (/[?#]/.test(text) ? "an address without a question mark or #" : undefined);
  const [, added] = /(\/slack\/events|\/api\/messages)\/*$/.exec(text) ?? [];
  return mistake ?? (added === undefined ? undefined : `the address without ${added}, which is added`);
}

/** Why a text is no base address of an API; undefined when it is one. */
export function apiUrlMistake(text: string): string | undefined {
  const isBase = text.endsWith("/") && !/[?#]/.test(text);
  return webMistake(text) ?? (isBase ? undefined : "an address that ends with /");
}

/** Whether a name or address is one of this machine alone. */
export function isLoopback(host: string): boolean {
  return loopback.test(host) || host === "::1";
}

/** Why a text is no address of the web: https; http on this machine alone, since tokens go there. */
export function webMistake(text: string): string | undefined {
  const url = /^https?:\/\/[^\s\p{Cc}]+$/iu.test(text) && text.length <= 2000 ? parseUrl(text) : undefined;
  if (url === undefined) return "an https address";
  if (url.username !== "" || url.password !== "") return "an address without a user or password in it";
  const isSafe = url.protocol === "https:" || loopback.test(url.hostname);
  return isSafe ? undefined : "https: http is only for this machine (localhost)";
}

/** The refusals that deserve a word of their own. */
function urlMistake(text: string): string | undefined {
  const url = /^(https?|ssh):\/\//i.test(text) ? parseUrl(text) : undefined;
  if (url === undefined) return undefined;
  if (url.protocol === "ssh:") {
    return url.password === "" ? undefined : "an ssh address without a password: ssh uses your keys";
  }
  if (url.username !== "" || url.password !== "") return "an address without a user or password in it: use token:";
  const isSafe = url.protocol === "https:" || loopback.test(url.hostname);
  return isSafe ? undefined : "https: http is only for this machine (localhost)";
}

function refusal(text: string): string | undefined {
  try {
    parseGitAddress(text);
    return undefined;
  } catch {
    // Its reason is one of many; what is allowed says more.
    return gitAddresses;
  }
}
