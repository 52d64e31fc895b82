import { join } from "node:path";
import type { Clock } from "../clock.ts";
import type { Config, SourceConfig } from "../config.ts";
import { BotError } from "../errors.ts";
import type { Forges } from "../forge/forge.ts";
import type { Log } from "../log.ts";
import { createFolderSource } from "../sync/folder-source.ts";
import { createGitSource } from "../sync/git/git-source.ts";
import { createProcessSlots } from "../sync/git/process-slots.ts";
import { createGitHubSource } from "../sync/github/github-source.ts";
import { withTwins } from "../sync/github/literal-paths.ts";
import type { EntitySource } from "../sync/source.ts";
import type { ConfiguredSource } from "../sync/sync-source.ts";

/** What the sources of a configuration are made with. */
export interface SourceParts {
  readonly forges: Forges;
  readonly clock: Clock;
  readonly log: Log;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The sources of a configuration; together they run four git processes at most. */
export function sourcesOf({ catalog, dataFolder, network }: Config, parts: SourceParts): readonly ConfiguredSource[] {
  const { forges, ...around } = parts;
  const shared = { ...around, network, slots: createProcessSlots(4) };

  function entitySource(source: SourceConfig): EntitySource {
    const { name } = source;
    const mirrorDir = join(dataFolder, "mirrors", name);
    if (source.type === "folder") return createFolderSource({ name, path: source.path, clock: parts.clock });
    if (source.type === "git") {
      const { url, branch, token } = source;
      const what = { name, url, ...(branch !== undefined && { branch }), ...(token !== undefined && { token }) };
      return createGitSource({ ...shared, ...what, mirrorDir });
    }
    const { org, paths, include, exclude, people, peopleNamespace, archived: withArchived, forks: withForks } = source;
    const what = { name, org, paths, include, exclude, people, peopleNamespace, withArchived, withForks };
    return createGitHubSource({ ...shared, ...what, forge: forgeOf(forges, source.host), mirrorDir });
  }

  return catalog.sources.map((source) => ({
    source: entitySource(source),
    isTrusted: source.trusted,
    paths: source.type === "github" ? withTwins(source.paths) : source.paths,
    address: addressOf(source),
  }));
}

function forgeOf(forges: Forges, host: string) {
  const forge = forges.get(host);
  if (forge === undefined) throw new BotError("invalid_config", `${host} is not in forge.github.`);
  return forge;
}

function addressOf(source: SourceConfig): string {
  if (source.type === "git") return `${source.url} ${source.branch ?? ""}`;
  return source.type === "folder" ? source.path : `${source.host}/${source.org}`.toLowerCase();
}
