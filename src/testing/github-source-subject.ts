import { join } from "node:path";
import { createGitHubSource, type GitHubSourceOptions } from "../sync/github/github-source.ts";
import type { EntitySource } from "../sync/source.ts";
import { recordedLog } from "./recorded-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The source of an organisation `acme`, with its copies in a temporary folder. */
export async function githubSourceOf(
  options: Partial<GitHubSourceOptions> & Pick<GitHubSourceOptions, "forge">,
): Promise<EntitySource> {
  const mirrorDir = options.mirrorDir ?? join(await temporaryFolder(), "mirrors", "github");
  return createGitHubSource({
    name: "github",
    org: "acme",
    paths: ["catalog-info.yaml"],
    network: {},
    log: recordedLog().log,
    environment: process.env,
    ...options,
    mirrorDir,
  });
}
