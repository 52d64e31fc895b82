import { basename, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BotError } from "../../errors.ts";

/** A checked address of a repository: nothing in it can be read by git, ssh or a shell as an option or a command. */
export interface GitAddress {
  /** The only transport that git may use for it. */
  readonly scheme: "https" | "http" | "ssh" | "file";
  /** What git is given. */
  readonly url: string;
  /** The same repository always has the same id; no user, no credentials, no `.git`. */
  readonly id: string;
  /** `acme/payments`, or the folder's name. */
  readonly name: string;
  /** Where it lives on a forge; absent for a local path. */
  readonly forge?: { readonly host: string; readonly slug: string };
}

const user = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;
const hostName = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])$/;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
const controlCharacter = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/**
 * Reads a configured repository address: https, ssh (`ssh://` or `git@host:org/repo.git`), a local path, or http on loopback.
 * @throws BotError `invalid_config` for everything else, before git is ever started
 */
export function parseGitAddress(text: string): GitAddress {
  if (text === "" || text.trim() !== text) throw refused("is empty or has spaces around it");
  if (controlCharacter.test(text)) throw refused("contains a control character");
  if (text.startsWith("-")) throw refused('starts with "-"; write ./ before a folder of that name');
  if (/^[A-Za-z0-9.+-]+::/.test(text)) throw refused('names a git remote helper ("::")');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1]?.toLowerCase();
  if (scheme === "https" || scheme === "http") return webAddress(text, scheme);
  if (scheme === "ssh") return sshAddress(text);
  if (scheme === "file") return fileUrlAddress(text);
  if (scheme) throw refused(`uses ${scheme}://`);
  const scp = /^((?:[^/@[]+@)?\[[^\]]+\]):(.*)$/.exec(text) ?? /^([^/:]+):(.*)$/.exec(text);
  if (scp) return scpAddress(text, scp[1] ?? "", scp[2] ?? "");
  return localAddress(resolve(text), resolve(text));
}

function webAddress(text: string, scheme: "https" | "http"): GitAddress {
  const url = parsedUrl(text);
  if (/:\/\/(?:\/|$)/.test(text)) throw refused("has no valid host");
  if (url.username || url.password || text.includes("@")) {
    throw refused("carries credentials; remove them and put the token under token:");
  }
  if (url.search || url.hash || /[\s\\]/.test(text)) throw refused("has a query, a fragment, a space or a backslash");
  if (!hostName.test(url.hostname)) throw refused("has no valid host");
  if (scheme === "http" && !loopback.test(url.hostname))
    throw refused("uses http; only https is safe for another host");
  const slug = slugOf(url.pathname);
  return { scheme, url: url.href, id: `${scheme}://${url.host}/${slug}`, name: slug, forge: { host: url.host, slug } };
}

function sshAddress(text: string): GitAddress {
  const url = parsedUrl(text);
  if (url.password) throw refused("carries a password; ssh takes its key from the agent or ~/.ssh");
  if (url.username && !user.test(url.username)) throw refused("has no valid user");
  if (!hostName.test(url.hostname)) throw refused("has no valid host");
  if (url.search || url.hash || /[\s\\%]/.test(text))
    throw refused("has a query, a fragment, a space, % or a backslash");
  return overSsh(url.href, url.hostname, url.pathname);
}

function scpAddress(text: string, login: string, path: string): GitAddress {
  const at = login.indexOf("@");
  const host = login.slice(at + 1);
  if (at >= 0 && !user.test(login.slice(0, at))) throw refused("has no valid user");
  if (!hostName.test(host)) throw refused("has no valid host");
  if (path.startsWith("-") || /[\s\\%]/.test(path))
    throw refused('has a path with "-" first, a space, % or a backslash');
  return overSsh(text, host, path);
}

function overSsh(url: string, host: string, path: string): GitAddress {
  const forge = { host: host.toLowerCase(), slug: slugOf(path) };
  return { scheme: "ssh", url, id: `ssh://${forge.host}/${forge.slug}`, name: forge.slug, forge };
}

function fileUrlAddress(text: string): GitAddress {
  const url = parsedUrl(text);
  if (url.host && url.host !== "localhost") throw refused("is a file address on another host");
  if (url.search || url.hash) throw refused("has a query or a fragment");
  return localAddress(text, pathOf(url));
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(`file://${url.pathname}`);
  } catch (cause) {
    throw refused("is not a valid file address", cause);
  }
}

function localAddress(url: string, path: string): GitAddress {
  if (controlCharacter.test(path)) throw refused("contains a control character");
  const trimmed = path.replace(/\/+$/, "");
  const name = basename(trimmed.replace(/\/\.git$/, "")).replace(/\.git$/, "");
  return { scheme: "file", url, id: pathToFileURL(trimmed || "/").href, name: name || "repository" };
}

function slugOf(path: string): string {
  const slug = path
    .replace(/^\/+|\/+$/g, "")
    .replace(/\.git$/, "")
    .replace(/\/+$/, "");
  const segments = slug.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".." || segment.startsWith("-"))) {
    throw refused("names no repository");
  }
  return slug;
}

function parsedUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw refused("is not a valid address", cause);
  }
}

/** The address itself is not repeated: it may hold a credential. */
function refused(what: string, cause?: unknown): BotError {
  const allowed =
    "Use https://host/owner/repo.git, ssh://git@host/owner/repo.git, git@host:owner/repo.git or a local path.";
  return new BotError("invalid_config", `The url of the git source ${what}. ${allowed}`, { cause });
}
