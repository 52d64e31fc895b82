import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Nobody's name, and the same commit for the same files. */
const author = {
  GIT_AUTHOR_NAME: "Acme",
  GIT_AUTHOR_EMAIL: "catalog@acme.example",
  GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
  GIT_COMMITTER_NAME: "Acme",
  GIT_COMMITTER_EMAIL: "catalog@acme.example",
  GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
};

/**
 * Makes a bare Git repository of a folder as it stands now, so that the sample organisation is read the way a real one is.
 * @param searchPath where git is looked for, as in `PATH`
 * @returns the repository's path, or undefined where there is no git
 */
export async function sampleRepository(
  catalogFolder: string,
  dataFolder: string,
  searchPath: string | undefined,
): Promise<string | undefined> {
  const repository = join(dataFolder, "acme", "catalog.git");
  await mkdir(repository, { recursive: true });
  const env = {
    ...author,
    PATH: searchPath,
    GIT_DIR: repository,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  async function git(...args: readonly string[]): Promise<string> {
    return (await run("git", args, { env, cwd: catalogFolder })).stdout.trim();
  }
  try {
    await git("init", "--quiet", "--bare", "--initial-branch=main", repository);
    await git(`--work-tree=${catalogFolder}`, "add", "--all", "--force", ".");
    const tree = await git("write-tree");
    const commit = await git("commit-tree", tree, "-m", "The sample organisation");
    await git("update-ref", "refs/heads/main", commit);
    return repository;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
