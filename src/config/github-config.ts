import { keyText } from "./github-schema.ts";
import type { ConfigFile } from "./schema.ts";

/** A GitHub as configured. */
export interface GitHubConfig {
  /** Lower case. */
  readonly host: string;
  /** Without a slash at its end, as `webUrl`. */
  readonly apiUrl: string;
  readonly webUrl: string;
  readonly auth:
    | { readonly type: "app"; readonly id: string; readonly privateKey: string }
    | { readonly type: "token"; readonly token: string };
}

/** How deliveries of GitHub come in. */
export interface GitHubWebhooksConfig {
  /** Absent: nothing is delivered over HTTP. */
  readonly secret?: string;
  readonly pull: boolean;
}

/** An organisation whose repositories are read. */
export interface GitHubSourceConfig {
  readonly type: "github";
  readonly name: string;
  /** One of the configured hosts, lower case. */
  readonly host: string;
  readonly org: string;
  readonly paths: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly archived: boolean;
  readonly forks: boolean;
  readonly people: boolean;
  /** Where these groups go; users are always in `default`. */
  readonly peopleNamespace: string;
  readonly trusted: boolean;
}

type File = NonNullable<NonNullable<ConfigFile["forge"]>["github"]>[number];
type SourceFile = Extract<ConfigFile["catalog"]["sources"][number], { type: "github" }>;

/** What is read where `paths` is left out: no tree needs to be listed for these. */
const defaultGitHubPaths: readonly string[] = ["catalog-info.yaml", "catalog-info.yml"];

/** Fills in what GitHub's own addresses are. */
export function completeGitHub({ host: written, apiUrl, webUrl, app, token }: File): GitHubConfig {
  const host = written.toLowerCase();
  return {
    host,
    apiUrl: withoutSlash(apiUrl ?? apiOf(host)),
    webUrl: withoutSlash(webUrl ?? `https://${host}`),
    auth: app
      ? { type: "app", id: String(app.id), privateKey: keyText(app.privateKey) }
      : { type: "token", token: token ?? "" },
  };
}

/** `hosts` are those of the configuration; cross-check has found that one of them is meant. */
export function completeGitHubSource(source: SourceFile, hosts: readonly string[]): GitHubSourceConfig {
  const { name, org, paths, include = ["*"], exclude = [], archived, forks, people, peopleNamespace, trusted } = source;
  return {
    ...{ type: "github", name, org, include, exclude },
    host: meantHost(source.host, hosts) ?? "github.com",
    paths: paths ?? defaultGitHubPaths,
    archived: archived ?? false,
    forks: forks ?? false,
    people: people ?? false,
    peopleNamespace: peopleNamespace ?? "default",
    trusted: trusted ?? false,
  };
}

/** The configured host that a source means; undefined where it means none of them. */
export function meantHost(written: string | undefined, hosts: readonly string[]): string | undefined {
  const [only] = hosts;
  const meant = written?.toLowerCase() ?? (hosts.length === 1 ? only : "github.com");
  return hosts.find((host) => host === meant);
}

/** https://docs.github.com/en/rest/using-the-rest-api; hosts under ghe.com are GitHub Enterprise Cloud with data residency. */
function apiOf(host: string): string {
  if (host === "github.com") return "https://api.github.com";
  return host.endsWith(".ghe.com") ? `https://api.${host}` : `https://${host}/api/v3`;
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, "");
}
