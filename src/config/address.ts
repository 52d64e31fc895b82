const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const gitAddresses =
  "an https or ssh address, user@host:path, file:///path or a local path that starts with /, ./ or ../";

/** Why a text is no address of a Git repository; undefined when it is one. */
export function gitAddressMistake(text: string): string | undefined {
  if (text === "" || text.length > 2000 || /[\s\p{Cc}]/u.test(text)) return gitAddresses;
  if (isLocalPath(text)) return undefined;
  if (text.includes("://")) return urlMistake(text);
  const scpLike = /^[\w.][\w.-]*@(?:\[[\da-f:]+\]|[\w.][\w.-]*):(?!-)[^:]+$/i;
  return scpLike.test(text) ? undefined : gitAddresses;
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

/** The address as a URL, if it is one. */
export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function urlMistake(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === undefined || /[?#\\]/.test(text) || url.pathname.replaceAll("/", "") === "") return gitAddresses;
  if (url.protocol === "file:") return url.host === "" ? undefined : gitAddresses;
  if (/^[.-]|^$/.test(url.hostname)) return gitAddresses;
  if (url.protocol === "ssh:") return sshMistake(url);
  return /^https?:$/.test(url.protocol) ? httpMistake(url) : gitAddresses;
}

function sshMistake(url: URL): string | undefined {
  if (url.password !== "") return "an ssh address without a password: ssh uses your keys";
  return /^[\w.][\w.-]*$|^$/.test(url.username) ? undefined : gitAddresses;
}

function httpMistake(url: URL): string | undefined {
  if (url.username !== "" || url.password !== "") return "an address without a user or password in it: use token:";
  if (url.protocol === "https:" || loopback.test(url.hostname)) return undefined;
  return "https: http is only for this machine (localhost)";
}
