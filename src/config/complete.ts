import { dirname, join, resolve } from "node:path";
import { formatRef, parseRef } from "../catalog/ref.ts";
import { parseUrl } from "../parse-url.ts";
import { isLocalPath } from "./address.ts";
import {
  completeGitHub,
  completeGitHubSource,
  type GitHubConfig,
  type GitHubSourceConfig,
  type GitHubWebhooksConfig,
} from "./github-config.ts";
import { type ConfigFile, defaultPaths } from "./schema.ts";
import { defaultSlashCommands } from "./slack-schema.ts";
import { publicCloud } from "./teams-schema.ts";

/** A Git repository that catalog files are read from. */
export interface GitSourceConfig {
  readonly type: "git";
  readonly name: string;
  /** An address that Git understands; a local path is absolute. Never holds credentials. */
  readonly url: string;
  /** Absent: the repository's own default branch. */
  readonly branch?: string;
  readonly paths: readonly string[];
  readonly trusted: boolean;
  readonly token?: string;
}

/** A folder that catalog files are read from; always trusted. */
export interface FolderSourceConfig {
  readonly type: "folder";
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly paths: readonly string[];
  readonly trusted: true;
}

/** A source as configured. */
export type SourceConfig = GitSourceConfig | GitHubSourceConfig | FolderSourceConfig;

/** Where the HTTP server listens. */
export interface ServerConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Without a slash at its end. */
  readonly publicUrl?: string;
  readonly metrics: { readonly host: string; readonly port: number };
}

/** A Slack workspace as configured. */
export interface SlackConfig {
  readonly botToken: string;
  /** Always there without an `appToken`. */
  readonly signingSecret?: string;
  /** With it Slack runs in Socket Mode, without it over HTTP. */
  readonly appToken?: string;
  /** Ends with a slash. */
  readonly apiUrl: string;
  /** Names of commands (`callboard` for all of them) with their slash commands: `{ whoowns: "/whoowns" }`. */
  readonly commands: Readonly<Record<string, string>>;
  readonly guests: "deny" | "allow";
  readonly external: "deny" | "allow";
}

/** A Teams app as configured. */
export interface TeamsConfig {
  /** In lower case; always there, with `appPassword` and `tenantId`, unless `unauthenticated`. */
  readonly appId?: string;
  readonly appPassword?: string;
  /** In lower case. */
  readonly tenantId?: string;
  /** In lower case. */
  readonly tenants: readonly string[];
  /** Each ends with a slash. */
  readonly serviceUrls: readonly string[];
  readonly openIdUrl: string;
  readonly tokenIssuer: string;
  /** Ends with a slash. */
  readonly loginUrl: string;
  /** Only where the server listens on loopback and nothing leads to it from outside. */
  readonly unauthenticated: boolean;
}

/** The configuration: checked, with every default filled in, deeply frozen. docs/config.md explains each key. */
export interface Config {
  /** The file it came from; absolute. */
  readonly path: string;
  /** Absolute. */
  readonly dataFolder: string;
  /** `path` is a folder; absolute. */
  readonly store: { readonly type: "lowdb"; readonly path: string } | { readonly type: "memory" };
  /** Started where a chat platform needs it. */
  readonly server: ServerConfig;
  readonly chat: { readonly slack?: SlackConfig; readonly teams?: TeamsConfig };
  /** Each host once. */
  readonly forge: { readonly github: readonly GitHubConfig[] };
  readonly webhooks: { readonly github?: GitHubWebhooksConfig };
  readonly network: {
    /** May hold a user and password. */
    readonly proxy?: string;
    /** Absolute. */
    readonly caFile?: string;
  };
  /** Full references of groups and users. */
  readonly admins: readonly string[];
  readonly catalog: {
    /** Cron, five fields. */
    readonly schedule: string;
    readonly sources: readonly SourceConfig[];
  };
  readonly log: { readonly level: "debug" | "info" | "warn" | "error" };
  /** Every secret value in it, for the log's redaction. */
  readonly secrets: readonly string[];
}

/** Fills in defaults, makes paths absolute and references full, collects the secrets. `file` was found right by `decode`. */
export function complete(
  file: ConfigFile,
  from: { path: string; secrets: readonly string[]; level?: Config["log"]["level"] },
): Config {
  const folder = dirname(from.path);
  const { proxy, caFile } = file.network ?? {};
  const dataFolder = dataFolderOf(file.data, from.path);
  const github = (file.forge?.github ?? []).map(completeGitHub);
  const hosts = github.map(({ host }) => host);
  return deepFreeze({
    path: from.path,
    dataFolder,
    store: file.store?.type === "memory" ? { type: "memory" } : { type: "lowdb", path: join(dataFolder, "state") },
    server: completeServer(file.server ?? {}),
    chat: completeChat(file.chat ?? {}),
    forge: { github },
    webhooks: completeWebhooks(file.webhooks ?? {}),
    network: {
      ...(proxy === undefined ? {} : { proxy }),
      ...(caFile === undefined ? {} : { caFile: resolve(folder, caFile) }),
    },
    admins: (file.admins ?? []).map((admin) => formatRef(parseRef(admin, { kind: "group" }))),
    catalog: {
      schedule: file.catalog.schedule ?? "*/5 * * * *",
      sources: file.catalog.sources.map((source) => completeSource(source, folder, hosts)),
    },
    log: { level: file.log?.level ?? from.level ?? "info" },
    secrets: [...new Set([...from.secrets, ...proxySecrets(proxy), ...github.flatMap(keySecrets)])],
  });
}

/** The data folder that the configuration file at `path` names; absolute. */
export function dataFolderOf(named: string | undefined, path: string): string {
  return resolve(dirname(path), named ?? "data");
}

function completeServer({ host, port, publicUrl, metrics = {} }: NonNullable<ConfigFile["server"]>): ServerConfig {
  return {
    host: host ?? "127.0.0.1",
    port: port ?? 3000,
    ...(publicUrl !== undefined && { publicUrl: publicUrl.replace(/\/+$/, "") }),
    metrics: { host: metrics.host ?? "127.0.0.1", port: metrics.port ?? 9464 },
  };
}

function completeChat({ slack, teams }: NonNullable<ConfigFile["chat"]>): Config["chat"] {
  return { ...(slack && { slack: completeSlack(slack) }), ...(teams && { teams: completeTeams(teams) }) };
}

function completeSlack(slack: NonNullable<NonNullable<ConfigFile["chat"]>["slack"]>): SlackConfig {
  const { botToken, signingSecret, appToken } = slack;
  return {
    botToken,
    ...(signingSecret !== undefined && { signingSecret }),
    ...(appToken !== undefined && { appToken }),
    apiUrl: slack.apiUrl ?? "https://slack.com/api/",
    commands: { ...defaultSlashCommands, ...slack.commands },
    guests: slack.guests ?? "deny",
    external: slack.external ?? "deny",
  };
}

function completeTeams(teams: NonNullable<NonNullable<ConfigFile["chat"]>["teams"]>): TeamsConfig {
  const { appId, appPassword, tenantId, tenants = [] } = teams;
  return {
    ...(appId !== undefined && { appId: appId.toLowerCase() }),
    ...(appPassword !== undefined && { appPassword }),
    ...(tenantId !== undefined && { tenantId: tenantId.toLowerCase() }),
    tenants: tenants.map((tenant) => tenant.toLowerCase()),
    serviceUrls: teams.serviceUrls ?? [],
    openIdUrl: teams.openIdUrl ?? publicCloud.openIdUrl,
    tokenIssuer: teams.tokenIssuer ?? publicCloud.tokenIssuer,
    loginUrl: teams.loginUrl ?? publicCloud.loginUrl,
    unauthenticated: teams.unauthenticated ?? false,
  };
}

function completeSource(
  source: ConfigFile["catalog"]["sources"][number],
  folder: string,
  hosts: readonly string[],
): SourceConfig {
  const { name } = source;
  if (source.type === "github") return completeGitHubSource(source, hosts);
  if (source.type === "folder") {
    const path = resolve(folder, source.path);
    return { type: "folder", name, path, paths: source.paths ?? defaultPaths, trusted: true };
  }
  return {
    type: "git",
    name,
    url: isLocalPath(source.url) ? resolve(folder, source.url) : source.url,
    ...(source.branch === undefined ? {} : { branch: source.branch }),
    paths: source.paths ?? defaultPaths,
    trusted: source.trusted ?? false,
    ...(source.token === undefined ? {} : { token: source.token }),
  };
}

function completeWebhooks({ github }: NonNullable<ConfigFile["webhooks"]>): Config["webhooks"] {
  if (github === undefined) return {};
  const { secret, pull } = github;
  return { github: { ...(secret !== undefined && { secret }), pull: pull ?? false } };
}

/** A key as it is used, and each of its lines: whatever quotes a key quotes lines of it. */
function keySecrets({ auth }: GitHubConfig): readonly string[] {
  if (auth.type === "token") return [];
  return [auth.privateKey, ...auth.privateKey.split("\n").filter((line) => line.length >= 32 && !line.startsWith("-"))];
}

/** The password of a proxy's address in every form that it may appear in. */
function proxySecrets(proxy: string | undefined): readonly string[] {
  const password = parseUrl(proxy ?? "")?.password ?? "";
  return password === "" ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is part of the password.
    return text;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
