import { execFileSync } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { isolatedGit } from "../testing/git-repository.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { sampleConfig } from "./sample.ts";

/** A sample catalog of one file, and its configuration. */
async function sample() {
  const folders = { catalog: await temporaryFolder(), data: await temporaryFolder() };
  await writeFile(join(folders.catalog, "catalog-info.yaml"), "a: 1\n");
  const errors = new PassThrough().setEncoding("utf8");
  const configWith = (path: string | undefined) => sampleConfig({ env: { PATH: path }, errors }, folders, "error");
  return { folders, errors, configWith, config: () => configWith(process.env["PATH"]) };
}

function git(repository: string, ...args: readonly string[]): string {
  return execFileSync("git", args, { env: { ...isolatedGit, GIT_DIR: repository }, encoding: "utf8" }).trim();
}

describe("the sample organisation", () => {
  test("is a repository whose commit is the same for the same files", async () => {
    const { folders, config } = await sample();

    const { catalog } = await config();
    const url = join(folders.data, "acme", "catalog.git");
    const first = git(url, "rev-parse", "main");
    await config();
    const second = git(url, "rev-parse", "main");
    await writeFile(join(folders.catalog, "catalog-info.yaml"), "a: 2\n");
    await config();
    const third = git(url, "show", "main:catalog-info.yaml");

    expect(catalog.sources).toEqual([
      { type: "git", name: "acme", url, branch: "main", paths: ["**/catalog-info.yaml"], trusted: true },
    ]);
    expect(second).toBe(first);
    expect(third).toBe("a: 2");
  });

  test("can be made twice at the same time", async () => {
    const { config } = await sample();
    await config();

    const both = await Promise.all([config(), config()]);

    expect(both.map(({ catalog }) => catalog.sources[0]?.type)).toEqual(["git", "git"]);
  });

  test("is made anew when what a killed process left is of no use", async () => {
    const { folders, config } = await sample();
    await config();
    const url = join(folders.data, "acme", "catalog.git");
    await rm(join(url, "objects"), { recursive: true });
    await writeFile(join(url, "refs", "heads", "main.lock"), "");
    await writeFile(join(folders.catalog, "catalog-info.yaml"), "a: 2\n");

    await config();

    expect(git(url, "show", "main:catalog-info.yaml")).toBe("a: 2");
    expect((await readdir(url)).filter((name) => name.startsWith("index"))).toEqual([]);
  });

  test("is read from its folder where there is no git, and says so", async () => {
    const { folders, errors, configWith } = await sample();

    const { catalog } = await configWith(folders.data);

    expect(catalog.sources).toMatchObject([{ type: "folder", path: folders.catalog, trusted: true }]);
    expect(errors.read()).toBe("git is not installed: the sample organisation is read from its folder.\n");
  });

  test("is read from its folder where nothing can be kept, and says why", async () => {
    const { folders, errors, config } = await sample();
    await rm(folders.data, { recursive: true });
    await writeFile(folders.data, "a file");

    const { catalog } = await config();

    expect(catalog.sources).toMatchObject([{ type: "folder", path: folders.catalog, trusted: true }]);
    expect(errors.read()).toBe(
      "data/sample cannot be written (not a directory): the sample organisation is read from its folder.\n",
    );
    expect(await readFile(folders.data, "utf8")).toBe("a file");
  });

  test("is read from its folder where a part of what was kept cannot be replaced", async () => {
    const { folders, errors, config } = await sample();
    await writeFile(join(folders.data, "acme"), "a file");

    const { catalog } = await config();

    expect(catalog.sources).toMatchObject([{ type: "folder" }]);
    expect(errors.read()).toMatch(/^data\/sample cannot be written \(not a directory\): the sample organisation is /);
  });

  test("that git cannot commit is no sample", async () => {
    const { folders, config } = await sample();
    await rm(folders.catalog, { recursive: true });
    await writeFile(folders.catalog, "a file");

    await expect(config()).rejects.toThrow();
    await rm(folders.catalog);
  });
});
