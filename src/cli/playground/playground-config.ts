import { join } from "node:path";
import { defaultSlashCommands } from "../../config/slack-schema.ts";
import type { Config, SourceConfig } from "../../config.ts";
import { packageFolder } from "../program-name.ts";
import { sampleOf } from "../sample.ts";
import type { PlaygroundHello } from "./playground-process.ts";

/**
 * The sample organisation in the playground's Slack, Teams and GitHub. Nothing that it listens on can be in another's way.
 * Its catalog and whom it trusts are one repository; the others speak for themselves.
 */
export function playgroundConfig({ slack, teams, github }: PlaygroundHello): Config {
  const { apiUrl, botToken, appToken } = slack;
  const { host, apiUrl: githubApi, webUrl, appId: id, privateKey, webhookSecret: secret } = github;
  const every = {
    type: "github" as const,
    host,
    org: "acme",
    archived: false,
    forks: false,
    people: false,
    peopleNamespace: "default",
  };
  const [everywhere, atTheTop] = [["**/catalog-info.yaml"], ["catalog-info.yaml"]];
  const sources: readonly SourceConfig[] = [
    { ...every, name: "catalog", include: ["catalog"], exclude: [], paths: everywhere, trusted: true },
    { ...every, name: "acme", include: ["*"], exclude: ["catalog"], paths: atTheTop, trusted: false },
  ];
  return {
    ...sampleOf(sources, join(packageFolder(), "data", "sample", "playground"), "error"),
    admins: ["group:default/platform"],
    server: { host: "127.0.0.1", port: 0, metrics: { host: "127.0.0.1", port: 0 } },
    chat: {
      slack: { apiUrl, botToken, appToken, commands: defaultSlashCommands, guests: "deny", external: "deny" },
      teams: { ...teams, tenants: [], unauthenticated: false },
    },
    forge: { github: [{ host, apiUrl: githubApi, webUrl, auth: { type: "app", id, privateKey } }] },
    webhooks: { github: { secret, pull: false } },
  };
}
