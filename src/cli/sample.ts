import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, statfs } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { getSystemErrorMap, promisify } from "node:util";
import type { Config, SourceConfig } from "../config.ts";
import type { Terminal } from "./terminal.ts";

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

/** What the sample needs, twice over. */
const roomBytes = 3 * 1024 * 1024;

/** The configuration of the sample organisation, read through git; from its folder where that cannot be, which is said. */
export async function sampleConfig(
  { env, errors }: Pick<Terminal, "env" | "errors">,
  folders: { readonly catalog: string; readonly data: string },
  level: Config["log"]["level"],
): Promise<Config> {
  const paths = ["**/catalog-info.yaml"];
  const { url, hindrance } = await sampleRepository(folders.catalog, folders.data, env["PATH"]);
  if (hindrance !== undefined) errors.write(`${hindrance}: the sample organisation is read from its folder.\n`);
  const source: SourceConfig =
    url === undefined
      ? { type: "folder", name: "acme", path: folders.catalog, paths, trusted: true }
      : { type: "git", name: "acme", url, branch: "main", paths, trusted: true };
  return sampleOf([source], folders.data, level);
}

/** The configuration of the sample organisation, read from these sources. Nothing of it is kept. */
export function sampleOf(sources: readonly SourceConfig[], dataFolder: string, level: Config["log"]["level"]): Config {
  return {
    path: "",
    dataFolder,
    store: { type: "memory" },
    chat: {},
    forge: { github: [] },
    webhooks: {},
    server: { host: "127.0.0.1", port: 3000, metrics: { host: "127.0.0.1", port: 9464 } },
    network: {},
    admins: [],
    catalog: { schedule: "*/5 * * * *", sources },
    log: { level },
    secrets: [],
  };
}

/**
 * Makes a bare Git repository of a folder as it stands now, so that the sample organisation is read the way a real one is.
 * One that is damaged, as by a process that was killed, is made anew.
 * @param searchPath where git is looked for, as in `PATH`
 * @returns the repository's path, or why there can be none
 */
async function sampleRepository(
  catalogFolder: string,
  dataFolder: string,
  searchPath: string | undefined,
): Promise<{ readonly url?: string; readonly hindrance?: string }> {
  const repository = join(dataFolder, "acme", "catalog.git");
  try {
    await assertRoom(dataFolder);
    await commitFolder(catalogFolder, repository, searchPath).catch(async (error) => {
      if (isAbsence(error)) throw error;
      await rm(repository, { recursive: true, force: true });
      await commitFolder(catalogFolder, repository, searchPath);
    });
    return { url: repository };
  } catch (error) {
    if (isAbsence(error)) return { hindrance: "git is not installed" };
    // What git says of a folder that it cannot write depends on git.
    const reason = wordsFor(error) ?? (await assertRoom(dataFolder).catch(wordsFor));
    if (reason === undefined) throw error;
    return { hindrance: `data/sample cannot be written (${reason})` };
  }
}

/** @throws NodeJS.ErrnoException when nothing can be kept in the folder, which is made where its parent is there */
async function assertRoom(folder: string): Promise<void> {
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(await mkdtemp(join(folder, "room-")), { recursive: true, force: true });
  const { blocks, bavail, bsize } = await statfs(folder);
  // Some file systems do not count.
  if (blocks > 0 && bavail * bsize < roomBytes)
    throw Object.assign(new Error("no room"), { errno: -constants.errno.ENOSPC });
}

/** `read-only file system`, for what a file system refused; undefined for what else went wrong. */
function wordsFor(error: unknown): string | undefined {
  const { errno, syscall = "" } = error as NodeJS.ErrnoException;
  if (errno === undefined || syscall.startsWith("spawn")) return undefined;
  return getSystemErrorMap().get(errno)?.[1];
}

/** The folder as the one commit of `main`. The index is its own: another process may do the same at the same time. */
async function commitFolder(folder: string, repository: string, searchPath: string | undefined): Promise<void> {
  await mkdir(repository, { recursive: true });
  const index = await mkdtemp(join(repository, "index-"));
  const env = {
    ...author,
    PATH: searchPath,
    GIT_DIR: repository,
    GIT_INDEX_FILE: join(index, "index"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  async function git(...args: readonly string[]): Promise<string> {
    return (await run("git", args, { env, cwd: folder })).stdout.trim();
  }
  try {
    await git("init", "--quiet", "--bare", "--initial-branch=main", "--template=", repository);
    await git(`--work-tree=${folder}`, "add", "--all", "--force", ".");
    const commit = await git("commit-tree", await git("write-tree"), "-m", "The sample organisation");
    const before = await git("rev-parse", "--quiet", "--verify", "refs/heads/main").catch(() => undefined);
    if (before !== commit) await git("update-ref", "refs/heads/main", commit);
  } finally {
    await rm(index, { recursive: true, force: true });
  }
}

/** Whether there is no git. */
function isAbsence(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === "ENOENT" && syscall === "spawn git";
}
