import { readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitOnPath } from "../../testing/git-on-path.ts";
import type { GitRepository } from "../../testing/git-repository.ts";
import { gitSourceOf, temporaryRepository } from "../../testing/git-source-subject.ts";
import { changedRoot, collect, describeSourceContract, onlyState, texts } from "../../testing/source-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import type { EntitySource } from "../source.ts";

const never = new AbortController().signal;

async function paths(source: EntitySource): Promise<string[]> {
  const root = await changedRoot(source);
  return (await root.list(never)).map((file) => file.path);
}

async function localSubject(toUrl: (path: string) => string) {
  const repo = await temporaryRepository();
  return {
    source: await gitSourceOf(toUrl(repo.path)),
    write: async (changes: Parameters<GitRepository["commit"]>[0]) => void (await repo.commit(changes)),
    setReachable: (reachable: boolean) =>
      reachable ? rename(`${repo.path}.away`, repo.path) : rename(repo.path, `${repo.path}.away`),
    dispose: async () => {},
  };
}

describe("the git source of a local path", () => {
  describeSourceContract(() => localSubject((path) => path));
});

describe("the git source of a file address", () => {
  describeSourceContract(() => localSubject((path) => `file://${path}`));
});

describe("the git source", () => {
  test("an unchanged head costs one ls-remote and nothing else", async () => {
    const repo = await temporaryRepository();
    const commit = await repo.commit({ "a.yaml": "a" });
    const git = await gitOnPath();
    const source = await gitSourceOf(repo.path, { environment: git.environment });

    const state = await onlyState(source, new Map([[`file://${repo.path}`, commit]]));

    expect(state.type).toBe("unchanged");
    expect(await git.commands()).toEqual(["ls-remote"]);
  });

  test("a head that the mirror has already is not fetched again", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    const git = await gitOnPath();
    const source = await gitSourceOf(repo.path, { environment: git.environment });
    await changedRoot(source);

    await changedRoot(source);

    expect((await git.commands()).filter((command) => command === "fetch")).toHaveLength(1);
  });

  test("the revision is the commit, the name is the folder's and a local path is on no forge", async () => {
    const repo = await temporaryRepository({ name: "catalog.git" });
    const commit = await repo.commit({ "a.yaml": "a" });

    const root = await changedRoot(await gitSourceOf(repo.path));

    expect(root).toMatchObject({ id: `file://${repo.path}`, name: "catalog", revision: commit });
    expect(root.repository).toBeUndefined();
  });

  test("a configured branch is read, whatever the default is", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "main.yaml": "" });
    await repo.commit({ "release.yaml": "" }, { branch: "release/1", orphan: true });

    expect(await paths(await gitSourceOf(repo.path, { branch: "release/1" }))).toEqual(["release.yaml"]);
  });

  test("a branch whose name ends like another's is not mistaken for it", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "" }, { branch: "x/refs/heads/main" });

    expect(await onlyState(await gitSourceOf(repo.path, { branch: "main" }))).toMatchObject({ type: "failed" });
  });

  test("a force-push and a renamed default branch are just the new head", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "first.yaml": "" });
    const source = await gitSourceOf(repo.path);
    await changedRoot(source);

    await repo.commit({ "forced.yaml": "" }, { orphan: true });
    expect(await paths(source)).toEqual(["forced.yaml"]);

    await repo.commit({ "trunk.yaml": "" }, { branch: "trunk", orphan: true });
    await repo.git(["symbolic-ref", "HEAD", "refs/heads/trunk"]);
    await repo.git(["update-ref", "-d", "refs/heads/main"]);
    expect(await paths(source)).toEqual(["trunk.yaml"]);
  });

  test("a detached head is read", async () => {
    const repo = await temporaryRepository();
    await repo.git(["update-ref", "--no-deref", "HEAD", await repo.commit({ "a.yaml": "" })]);

    expect(await paths(await gitSourceOf(repo.path))).toEqual(["a.yaml"]);
  });

  test("a missing branch is named with what to do", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "" });
    const source = await gitSourceOf(repo.path, { branch: "gone" });

    expect(await onlyState(source)).toMatchObject({
      type: "failed",
      error: { code: "not_found", message: expect.stringContaining('has no branch "gone". Correct branch:') },
    });
  });

  test("a deleted branch fails, and is read again when it is back", async () => {
    const repo = await temporaryRepository();
    const commit = await repo.commit({ "a.yaml": "" });
    const source = await gitSourceOf(repo.path, { branch: "main" });
    await changedRoot(source);
    await repo.git(["update-ref", "-d", "refs/heads/main"]);

    expect(await onlyState(source)).toMatchObject({ type: "failed", error: { code: "not_found" } });

    await repo.git(["update-ref", "refs/heads/main", commit]);
    expect(await paths(source)).toEqual(["a.yaml"]);
  });

  test("an empty repository fails and asks for a first commit", async () => {
    const repo = await temporaryRepository();

    expect(await onlyState(await gitSourceOf(repo.path))).toMatchObject({
      type: "failed",
      error: { code: "not_found", message: expect.stringContaining("Push one") },
    });
  });

  test("a commit without files is an empty tree", async () => {
    const repo = await temporaryRepository();
    await repo.commit({});

    expect(await paths(await gitSourceOf(repo.path))).toEqual([]);
  });

  test("symlinks, submodules and names that are no plain text are left out", async () => {
    const repo = await temporaryRepository();
    const commit = await repo.commit({ "a.yaml": "a" });
    await repo.commit({
      "executable.yaml": { mode: "100755", content: "x" },
      "link.yaml": { symlink: "/etc/passwd" },
      module: { submodule: commit },
      "line\nbreak.yaml": "x",
      "\udcff\udcfe.yaml": "x",
      "bell\x07.yaml": "x",
      "-x.yaml": "x",
      ":(glob)*.yaml": "x",
      'quote".yaml': "x",
    });

    expect(await paths(await gitSourceOf(repo.path))).toEqual([
      "-x.yaml",
      ":(glob)*.yaml",
      "a.yaml",
      "executable.yaml",
      'quote".yaml',
    ]);
  });

  test("a tree entry that would lead elsewhere is left out", async () => {
    const repo = await temporaryRepository();
    const blob = (await repo.git(["hash-object", "-w", "--stdin"], "x")).trim();
    const inner = (await repo.git(["mktree"], `100644 blob ${blob}\ta.yaml\n`)).trim();
    const tree = (
      await repo.git(["mktree"], `040000 tree ${inner}\t..\n040000 tree ${inner}\t.GIT\n040000 tree ${inner}\tb\n`)
    ).trim();
    const commit = (
      await repo.git(["-c", "user.name=t", "-c", "user.email=t@t", "commit-tree", "-m", "x", tree])
    ).trim();
    await repo.git(["update-ref", "refs/heads/main", commit]);

    expect(await paths(await gitSourceOf(repo.path))).toEqual(["b/a.yaml"]);
  });

  test("a tree of a few kilobytes that names millions of files is refused", async () => {
    const repo = await temporaryRepository();
    const blob = (await repo.git(["hash-object", "-w", "--stdin"], "x")).trim();
    const names = Array.from({ length: 10 }, (_, index) => `${"n".repeat(30)}${index}`);
    let entry = `100644 blob ${blob}`;
    for (let level = 0; level < 9; level += 1) {
      entry = `040000 tree ${(await repo.git(["mktree"], names.map((name) => `${entry}\t${name}\n`).join(""))).trim()}`;
    }
    const tree = entry.split(" ")[2] ?? "";
    const commit = (
      await repo.git(["-c", "user.name=t", "-c", "user.email=t@t", "commit-tree", "-m", "x", tree])
    ).trim();
    await repo.git(["update-ref", "refs/heads/main", commit]);
    const root = await changedRoot(await gitSourceOf(repo.path));

    await expect(root.list(never)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("64 MiB"),
    });
  });

  test("a huge file is passed over and the next one is read", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a", "huge.yaml": new Uint8Array(10_000_000), "z.yaml": "z" });
    const root = await changedRoot(await gitSourceOf(repo.path));

    const contents = await collect(root.read(await root.list(never), { maxBytes: 1000 }, never));

    expect(contents.map((content) => ("bytes" in content ? content.bytes.length : content.missing))).toEqual([
      1,
      "too_large",
      1,
    ]);
  });

  test("a repository with SHA-256 ids is read", async () => {
    const repo = await temporaryRepository({ objectFormat: "sha256" });
    await repo.commit({ "a.yaml": "a" });
    const root = await changedRoot(await gitSourceOf(repo.path));

    expect(root.revision).toMatch(/^[0-9a-f]{64}$/);
    expect(await texts(root, await root.list(never))).toEqual(["a"]);
  });

  test("a shallow clone is a source like any other", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "1" });
    await repo.commit({ "a.yaml": "2" });
    const shallow = join(await temporaryFolder(), "shallow");
    await repo.git(["clone", "--quiet", "--depth=1", `file://${repo.path}`, shallow]);
    const root = await changedRoot(await gitSourceOf(shallow));

    expect(await texts(root, await root.list(never))).toEqual(["2"]);
  });

  test("an older root keeps its own tree after a newer one was read", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "old" });
    const source = await gitSourceOf(repo.path);
    const old = await changedRoot(source);
    await repo.commit({ "a.yaml": "new" });
    await changedRoot(source);

    expect(await texts(old, await old.list(never))).toEqual(["old"]);
  });

  test("the mirror has no checkout, no hook, no leftovers and keeps no history", async () => {
    const repo = await temporaryRepository();
    for (let index = 0; index < 5; index += 1) await repo.commit({ "a.yaml": `${index}` });
    const folder = await temporaryFolder();
    const source = await gitSourceOf(repo.path, { mirrorDir: join(folder, "m.git") });
    await changedRoot(source);

    expect(await readdir(folder)).toEqual(["m.git"]);
    expect((await readdir(join(folder, "m.git"))).toSorted()).toEqual(["HEAD", "config", "objects", "refs", "shallow"]);
  });

  test("a mirror that collected many packs is made afresh", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "1" });
    const mirrorDir = join(await temporaryFolder(), "m.git");
    const source = await gitSourceOf(repo.path, { mirrorDir });
    await changedRoot(source);
    const packs = join(mirrorDir, "objects", "pack");
    for (let index = 0; index < 100; index += 1) await writeFile(join(packs, `pack-${index}.pack`), "");
    await repo.commit({ "a.yaml": "2" });

    const root = await changedRoot(source);

    expect(await texts(root, await root.list(never))).toEqual(["2"]);
    expect((await readdir(packs)).filter((name) => name.endsWith(".pack"))).toHaveLength(1);
  });

  test("without git the failure says to install it", async () => {
    const source = await gitSourceOf("/srv/catalog", { environment: { PATH: "/nonexistent" } });

    expect(await onlyState(source)).toMatchObject({
      type: "failed",
      error: { code: "unavailable", message: expect.stringContaining("Install git") },
    });
  });
});
