import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createGitSource, type GitSourceOptions } from "../sync/git/git-source.ts";
import type { EntitySource } from "../sync/source.ts";
import { createGitHttpServer, type GitHttpServer } from "./git-http-server.ts";
import { createGitRepository, type GitRepository } from "./git-repository.ts";
import { recordedLog } from "./recorded-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Server settings under which only the blobs that are asked for are sent. */
export const filtering: readonly string[] = ["uploadpack.allowFilter=true", "uploadpack.allowAnySHA1InWant=true"];

/** An empty repository that is removed when the running test has finished. */
export async function temporaryRepository(
  options: Parameters<typeof createGitRepository>[0] = {},
): Promise<GitRepository> {
  const made = await createGitRepository(options);
  onTestFinished(() => made.remove());
  return made;
}

/** A server that is closed when the running test has finished. */
export async function temporaryGitServer(options: Parameters<typeof createGitHttpServer>[0]): Promise<GitHttpServer> {
  const server = await createGitHttpServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** A git source with a mirror in a temporary folder. */
export async function gitSourceOf(url: string, options: Partial<GitSourceOptions> = {}): Promise<EntitySource> {
  const mirrorDir = options.mirrorDir ?? join(await temporaryFolder(), "mirrors", "catalog.git");
  return createGitSource({
    name: "org",
    url,
    network: {},
    log: recordedLog().log,
    environment: process.env,
    ...options,
    mirrorDir,
  });
}
