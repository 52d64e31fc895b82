import { randomBytes } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BotError } from "../../errors.ts";
import { filtering, temporaryGitServer, temporaryRepository } from "../../testing/git-source-subject.ts";
import { githubSourceOf } from "../../testing/github-source-subject.ts";
import { createMemoryForge, type MemoryForge } from "../../testing/memory-forge.ts";
import { collect, texts } from "../../testing/source-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import type { Root } from "../source.ts";

const never = new AbortController().signal;
const limited = new BotError("rate_limited", "The budget of GitHub is used up.");
const token = "renewed-token";

/** A forge that tells of repositories called by these names, all with the tree of one real repository behind git over HTTP. */
async function forgeWithGit(files: Readonly<Record<string, string>>, names: readonly string[] = ["big"]) {
  const repository = await temporaryRepository();
  const server = await temporaryGitServer({ path: repository.path, token, config: filtering });
  const memory = createMemoryForge();
  const commits = new Map(names.map((name) => [`acme/${name}`, memory.commit(`acme/${name}`, files)]));
  let commit = await repository.commit(files);
  const forge: MemoryForge = {
    ...memory,
    async list(...args) {
      const { repositories } = await memory.list(...args);
      return { repositories: repositories.map((each) => ({ ...each, head: { branch: "main", commit } })) };
    },
    tree: (slug, _, signal) => memory.tree(slug, commits.get(slug) ?? "", signal),
    async cloneAccess(slug, signal) {
      await memory.cloneAccess(slug, signal);
      return { url: `${server.origin}/acme/catalog.git`, token };
    },
  };
  const push = async (changes: Readonly<Record<string, string>>, options?: { orphan?: boolean }) => {
    commit = await repository.commit(changes, options);
  };
  return { forge, server, repository, push };
}

async function changedRoots(source: Awaited<ReturnType<typeof githubSourceOf>>): Promise<readonly Root[]> {
  const { roots } = await source.read(new Map(), never);
  return roots.flatMap((state) => (state.type === "changed" ? [state.root] : []));
}

async function onlyRoot(source: Awaited<ReturnType<typeof githubSourceOf>>): Promise<Root> {
  const [root] = await changedRoots(source);
  if (root === undefined) throw new Error("there is no changed root");
  return root;
}

function countOf({ calls }: MemoryForge, verb: string): number {
  return calls.filter((call) => call.verb === verb).length;
}

describe("git", () => {
  test("gives a tree that is too long for the API, and its contents, commit after commit", async () => {
    const { forge, push } = await forgeWithGit({ "b.yaml": "b", "a/ü.yaml": "u", "😀.yaml": "smile" });
    forge.truncate("acme/big");
    const source = await githubSourceOf({ forge });

    const root = await onlyRoot(source);
    const files = await root.list(never);
    await push({ "b.yaml": "new" });
    const next = await onlyRoot(source);

    expect(files.map(({ path }) => path)).toEqual(["a/ü.yaml", "b.yaml", "😀.yaml"]);
    expect(await texts(root, files)).toEqual(["u", "b", "smile"]);
    expect(await texts(next, await next.list(never))).toEqual(["u", "new", "smile"]);
    expect(countOf(forge, "read")).toBe(0);
  });

  test("gives the contents where many files are wanted", async () => {
    const files = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`${1000 + index}.yaml`, `${index}`]));
    const { forge } = await forgeWithGit(files);
    const root = await onlyRoot(await githubSourceOf({ forge }));

    const contents = await texts(root, await root.list(never));

    expect(contents).toEqual(Object.values(files));
    expect([countOf(forge, "tree"), countOf(forge, "read")]).toEqual([1, 0]);
  });

  test("takes over in the middle where the budget of the API is used up", async () => {
    const files = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`${1000 + index}.yaml`, `${index}`]));
    const { forge } = await forgeWithGit(files);
    const root = await onlyRoot(await githubSourceOf({ forge }));
    const tree = await root.list(never);

    const contents: string[] = [];
    for await (const content of root.read(tree, { maxBytes: 100 }, never)) {
      if ("bytes" in content) contents.push(Buffer.from(content.bytes).toString());
      forge.fail(limited, ["read"]);
    }

    expect(contents).toEqual(Object.values(files));
    expect(countOf(forge, "read")).toBe(2);
  });

  test("finds and lists in the place of the API, which is then asked no more", async () => {
    const { forge } = await forgeWithGit({ "catalog-info.yaml": "a", "x.yaml": "x" }, ["a", "b"]);
    const [a, b] = await changedRoots(await githubSourceOf({ forge }));
    forge.fail(limited, ["find", "tree", "read"]);

    expect(await a?.find?.(["x.yaml", "none.yaml"], never)).toEqual([{ path: "x.yaml", blobId: expect.any(String) }]);
    const found = (await b?.find?.(["catalog-info.yaml"], never)) ?? [];

    expect(b && (await texts(b, found))).toEqual(["a"]);
    expect([countOf(forge, "find"), countOf(forge, "tree"), countOf(forge, "read")]).toEqual([1, 0, 0]);
  });

  test("is asked once where it is refused as well, and every repository fails with the reason", async () => {
    const { forge } = await forgeWithGit({ "a.yaml": "a" }, ["a", "b", "c"]);
    const roots = await changedRoots(await githubSourceOf({ forge }));
    forge.fail(limited);

    for (const root of roots) await expect(root.list(never)).rejects.toThrow(limited);

    expect([countOf(forge, "tree"), countOf(forge, "cloneAccess")]).toEqual([1, 1]);
  });

  test("has the token that holds when it fetches", async () => {
    const { forge } = await forgeWithGit({ "a.yaml": "a" });
    forge.truncate("acme/big");
    const root = await onlyRoot(await githubSourceOf({ forge }));
    const files = await root.list(never);
    const asked = countOf(forge, "cloneAccess");
    await texts(root, files);

    expect(countOf(forge, "cloneAccess")).toBeGreaterThan(asked);
  });
});

describe("a copy that cannot be made", () => {
  test("because the connection breaks half-way fails its repository, and is made the next time", async () => {
    const big = randomBytes(200_000).toString("base64");
    const { forge, server } = await forgeWithGit({ "a.yaml": big });
    forge.truncate("acme/big");
    const source = await githubSourceOf({ forge });
    const root = await onlyRoot(source);
    const files = await root.list(never);
    server.cutAfter(100_000);

    await expect(collect(root.read(files, { maxBytes: 1_000_000 }, never))).rejects.toMatchObject({
      code: "unavailable",
    });
    server.cutAfter(50);
    await expect((await onlyRoot(await githubSourceOf({ forge }))).list(never)).rejects.toMatchObject({
      code: "unavailable",
    });
    server.cutAfter();

    expect(await texts(root, files)).toEqual([big]);
  });

  test("because its folder cannot be written fails its repository with what to check", async () => {
    const { forge } = await forgeWithGit({ "a.yaml": "a" });
    forge.truncate("acme/big");
    const mirrorDir = join(await temporaryFolder(), "file");
    await writeFile(mirrorDir, "");
    const root = await onlyRoot(await githubSourceOf({ forge, mirrorDir }));

    await expect(root.list(never)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("Check the disk and its rights."),
    });
  });

  test("because the commit was pushed away fails its repository, and the new head is read", async () => {
    const { forge, push, repository } = await forgeWithGit({ "a.yaml": "a" });
    forge.truncate("acme/big");
    const source = await githubSourceOf({ forge });
    const root = await onlyRoot(source);
    await push({ "b.yaml": "b" }, { orphan: true });
    await repository.git(["reflog", "expire", "--expire=now", "--all"]);
    await repository.git(["gc", "--quiet", "--prune=now"]);

    await expect(root.list(never)).rejects.toMatchObject({ code: "unavailable" });

    const next = await onlyRoot(source);
    expect((await next.list(never)).map(({ path }) => path)).toEqual(["b.yaml"]);
  });
});

test("copies of repositories that a complete listing does not name are removed, and no others", async () => {
  const { forge } = await forgeWithGit({ "a.yaml": "a" }, ["One", "two"]);
  forge.truncate("acme/One");
  const mirrorDir = join(await temporaryFolder(), "mirrors");
  const source = await githubSourceOf({ forge, mirrorDir });
  for (const root of await changedRoots(source)) await root.list(never);
  await mkdir(join(mirrorDir, "two"));
  await mkdir(join(mirrorDir, "..hidden"));

  await source.read(new Map(), never);
  const before = await readdir(mirrorDir);
  forge.remove("acme/One");
  await source.read(new Map(), never);

  expect(before.sort()).toEqual(["one", "two"]);
  expect(await readdir(mirrorDir)).toEqual(["two"]);
});
