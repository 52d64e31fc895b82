import type { GitAddress } from "./address.ts";

/** How git leaves this machine. */
export interface GitNetwork {
  /** `http://user:password@proxy:8080`; may hold a password, so it travels in the environment only. */
  readonly proxy?: string;
  /** PEM file of the authorities to trust. */
  readonly caFile?: string;
}

/**
 * The whole environment of a git process: nothing else of ours reaches it. No configuration but this and the mirror's is read;
 * the token is answered by a credential helper that is bound to the configured host, so no argument, file or other host sees it.
 */
export function gitEnvironment(options: {
  address: GitAddress;
  token?: string;
  network: GitNetwork;
  /** Our own environment; only what is named below is taken over. */
  inherited: Readonly<Record<string, string | undefined>>;
  gitDir: string;
  config?: readonly (readonly [key: string, value: string])[];
}): Record<string, string> {
  const { address, token, inherited } = options;
  const overHttp = address.scheme === "https" || address.scheme === "http";
  const config = [
    ...fixedConfig,
    ...addressConfig(address),
    ...networkConfig(options.network),
    ...(options.config ?? []),
  ];
  if (token && overHttp) config.push(...credentialConfig(address.url));
  return {
    PATH: inherited["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    LC_ALL: "C",
    GIT_DIR: options.gitDir,
    GIT_ALLOW_PROTOCOL: address.scheme,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    GIT_NO_LAZY_FETCH: "1",
    GIT_DEFAULT_REF_FORMAT: "files",
    ...(address.scheme === "ssh" ? sshEnvironment(inherited) : {}),
    ...(token && overHttp ? { CALLBOARD_GIT_TOKEN: token } : {}),
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/**
 * followRedirects: a redirect would read another repository, perhaps inside our network, with the rights of the configured one.
 * unpackLimit: every fetch makes one pack, so that the number of packs tells when a mirror is worth cloning afresh.
 */
const fixedConfig: readonly (readonly [string, string])[] = [
  ["core.hooksPath", "/dev/null"],
  ["core.logAllRefUpdates", "false"],
  ["protocol.version", "2"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["fetch.unpackLimit", "1"],
  ["fetch.recurseSubmodules", "false"],
  ["fetch.writeCommitGraph", "false"],
  ["credential.interactive", "false"],
  ["http.followRedirects", "false"],
  ["http.lowSpeedLimit", "1000"],
  ["http.lowSpeedTime", "60"],
];

/** A local repository may belong to another user: it was named by the operator, and only `upload-pack` ever opens it. */
function addressConfig(address: GitAddress): [string, string][] {
  const url: [string, string] = ["remote.origin.url", address.url];
  return address.scheme === "file"
    ? [url, ["remote.origin.uploadpack", "git -c 'safe.directory=*' upload-pack"]]
    : [url];
}

function networkConfig(network: GitNetwork): [string, string][] {
  return [
    ...(network.proxy ? [["http.proxy", network.proxy] as [string, string]] : []),
    ...(network.caFile ? [["http.sslCAInfo", network.caFile] as [string, string]] : []),
  ];
}

/** https://git-scm.com/docs/gitcredentials: the helper of a host is never asked for another one. */
function credentialConfig(url: string): [string, string][] {
  const answer = `printf 'username=x-access-token\\npassword=%s\\n' "$CALLBOARD_GIT_TOKEN"`;
  return [[`credential.${new URL(url).origin}.helper`, `!f() { test "$1" = get && ${answer}; }; f`]];
}

/**
 * The user's agent, keys, `~/.ssh/config` and known hosts hold. A host key that is not known yet is refused, not learned:
 * a catalog decides who may do what, so the operator adds the host to known_hosts once.
 */
function sshEnvironment(inherited: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const taken = ["HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK"].flatMap((name) => {
    const value = inherited[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const command = "ssh -oBatchMode=yes -oConnectTimeout=15 -oServerAliveInterval=15 -oServerAliveCountMax=4";
  return { ...Object.fromEntries(taken), GIT_SSH_COMMAND: command, GIT_SSH_VARIANT: "ssh" };
}
