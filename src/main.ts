import { join } from "node:path";
import { type App, createApp } from "./app.ts";
import type { ChatAdapter } from "./chat/adapter.ts";
import { systemClock } from "./clock.ts";
import type { Config, SourceConfig } from "./config.ts";
import { createJobs } from "./jobs/create-jobs.ts";
import { longestIntervalMs } from "./jobs/cron.ts";
import type { Log } from "./log.ts";
import { builtInPlugins } from "./plugins/index.ts";
import { createFolderSource } from "./sync/folder-source.ts";
import { createGitSource } from "./sync/git/git-source.ts";
import { createProcessSlots } from "./sync/git/process-slots.ts";
import { createParser } from "./sync/parse/parser.ts";
import { createSnapshotFile } from "./sync/snapshot-file.ts";
import type { EntitySource } from "./sync/source.ts";

/** A bot, and how often it reads its sources. */
export interface Bot {
  readonly app: App;
  /** Milliseconds between two scheduled syncs. */
  readonly intervalMs: number;
}

/** Builds the vendors' parts of a configuration and joins them. Opens nothing yet. */
export function createBot(
  config: Config,
  outside: {
    readonly log: Log;
    readonly adapters: readonly ChatAdapter[];
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): Bot {
  const clock = systemClock();
  const { log, environment } = outside;
  const slots = createProcessSlots(4);
  const intervalMs = longestIntervalMs(config.catalog.schedule);

  function entitySource(source: SourceConfig): EntitySource {
    if (source.type === "folder") return createFolderSource({ name: source.name, path: source.path, clock });
    const { name, url, branch, token } = source;
    return createGitSource({
      name,
      url,
      ...(branch !== undefined && { branch }),
      ...(token !== undefined && { token }),
      mirrorDir: join(config.dataFolder, "mirrors", name),
      network: config.network,
      log,
      slots,
      clock,
      environment,
    });
  }

  const app = createApp(
    { admins: config.admins, schedule: config.catalog.schedule, staleAfterMs: 2 * intervalMs },
    {
      sources: config.catalog.sources.map((source) => ({
        source: entitySource(source),
        isTrusted: source.trusted,
        paths: source.paths,
        address: source.type === "git" ? `${source.url} ${source.branch ?? ""}` : source.path,
      })),
      parser: createParser({ clock }),
      snapshotFile: createSnapshotFile(config.dataFolder),
      plugins: builtInPlugins,
      adapters: outside.adapters,
      jobs: createJobs({ clock, log }),
      clock,
      log,
    },
  );
  return { app, intervalMs };
}
