import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { gitOnPath } from "../../testing/git-on-path.ts";
import { filtering, gitSourceOf, temporaryGitServer, temporaryRepository } from "../../testing/git-source-subject.ts";
import { changedRoot, onlyState, texts } from "../../testing/source-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import type { EntitySource } from "../source.ts";

const never = new AbortController().signal;

async function contents(source: EntitySource): Promise<string[]> {
  const root = await changedRoot(source);
  return texts(root, await root.list(never));
}

async function filesIn(folder: string, ending: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

/** Each is done to a mirror that was in order, with its path. */
const damages: Record<string, (mirror: string) => Promise<void>> = {
  "a deleted pack": async (mirror) => {
    for (const pack of await filesIn(join(mirror, "objects/pack"), ".pack")) await rm(pack);
  },
  "a deleted pack with its index": (mirror) => rm(join(mirror, "objects/pack"), { recursive: true }),
  "a truncated pack": async (mirror) => {
    for (const pack of await filesIn(join(mirror, "objects/pack"), ".pack")) await truncate(pack, 60);
  },
  "an overwritten pack": async (mirror) => {
    for (const pack of await filesIn(join(mirror, "objects/pack"), ".pack")) {
      await rm(pack);
      await writeFile(pack, new Uint8Array(500).fill(7));
    }
  },
  "an empty index": async (mirror) => {
    for (const index of await filesIn(join(mirror, "objects/pack"), ".idx")) {
      await rm(index);
      await writeFile(index, "");
    }
  },
  "a truncated ref": (mirror) => writeFile(join(mirror, "refs/callboard/head"), "12ab"),
  "an empty ref": (mirror) => writeFile(join(mirror, "refs/callboard/head"), ""),
  "a ref to nothing": (mirror) => writeFile(join(mirror, "refs/callboard/head"), `${"1".repeat(40)}\n`),
  "a locked ref": (mirror) => writeFile(join(mirror, "refs/callboard/head.lock"), ""),
  "a leftover shallow.lock": (mirror) => writeFile(join(mirror, "shallow.lock"), ""),
  "a leftover index.lock": (mirror) => writeFile(join(mirror, "index.lock"), ""),
  "a leftover config.lock": (mirror) => writeFile(join(mirror, "config.lock"), ""),
  "a broken configuration": (mirror) => writeFile(join(mirror, "config"), "[core\nrepositoryformatversion"),
  "a broken shallow file": (mirror) => writeFile(join(mirror, "shallow"), "no commit\n"),
  "a missing HEAD": (mirror) => rm(join(mirror, "HEAD")),
  "an empty folder": async (mirror) => {
    await rm(mirror, { recursive: true });
    await mkdir(mirror);
  },
  "a half-made mirror": async (mirror) => {
    await rm(mirror, { recursive: true });
    await mkdir(join(mirror, "objects/pack"), { recursive: true });
    await writeFile(join(mirror, "objects/pack/tmp_pack_x"), "half");
  },
  "a file in its place": async (mirror) => {
    await rm(mirror, { recursive: true });
    await writeFile(mirror, "");
  },
};

describe.each(Object.entries(damages))("a mirror with %s", (_, damage) => {
  test("is healed in the sync that meets it", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "1", "b.yaml": "x".repeat(500) });
    const mirrorDir = join(await temporaryFolder(), "m.git");
    const source = await gitSourceOf(repo.path, { mirrorDir });
    await contents(source);
    await damage(mirrorDir);
    await repo.commit({ "a.yaml": "2" });

    expect(await contents(source)).toEqual(["2", "x".repeat(500)]);
    expect(await contents(source)).toEqual(["2", "x".repeat(500)]);
  });

  test("is healed when it is met between the read and the listing, or the listing and the contents", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "1", "b.yaml": "x".repeat(500) });
    const mirrorDir = join(await temporaryFolder(), "m.git");
    const root = await changedRoot(await gitSourceOf(repo.path, { mirrorDir }));

    await damage(mirrorDir);
    const files = await root.list(never);
    await damage(mirrorDir);

    expect(await texts(root, files)).toEqual(["1", "x".repeat(500)]);
  });
});

describe("a content that the mirror cannot give", () => {
  test("is read from a fresh mirror, after those that it could give, which are not given twice", async () => {
    const repo = await temporaryRepository();
    const spoilt = randomBytes(50_000).toString("base64");
    await repo.commit({ "a.yaml": "a", "b.yaml": spoilt, "c.yaml": "c" });
    const mirrorDir = join(await temporaryFolder(), "m.git");
    const root = await changedRoot(await gitSourceOf(repo.path, { mirrorDir }));
    const files = await root.list(never);
    for (const path of await filesIn(join(mirrorDir, "objects/pack"), ".pack")) {
      const pack = await readFile(path);
      const middle = Math.floor(pack.length / 2);
      pack.fill(0, middle, middle + 1000);
      await rm(path);
      await writeFile(path, pack);
    }

    expect(await texts(root, files)).toEqual(["a", spoilt, "c"]);
  });

  test("is absent when no repository has it", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    const root = await changedRoot(await gitSourceOf(repo.path));
    const files = [...(await root.list(never)), { path: "b.yaml", blobId: "1".repeat(40) }];

    expect(await texts(root, files)).toEqual(["a", "[absent]"]);
  });

  test("fails when a fresh mirror does not help", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    const git = await gitOnPath(`if [ "$2" = --batch ]; then exit 128; fi`);
    const root = await changedRoot(await gitSourceOf(repo.path, { environment: git.environment }));

    await expect(texts(root, await root.list(never))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("could not be made again"),
    });
  });
});

describe("a mirror whose remote has moved on", () => {
  test("is healed at the old commit", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "old" });
    const mirrorDir = join(await temporaryFolder(), "m.git");
    const root = await changedRoot(await gitSourceOf(repo.path, { mirrorDir }));
    await repo.commit({ "a.yaml": "new" });
    await rm(join(mirrorDir, "objects/pack"), { recursive: true });

    expect(await texts(root, await root.list(never))).toEqual(["old"]);
  });

  test("and no longer has that commit fails, and the next sync reads the new one", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "old" });
    const mirrorDir = join(await temporaryFolder(), "m.git");
    const source = await gitSourceOf(repo.path, { mirrorDir });
    const root = await changedRoot(source);
    await repo.commit({ "a.yaml": "new" }, { orphan: true });
    await repo.git(["-c", "gc.pruneExpire=now", "gc", "--quiet", "--prune=now"]);
    await rm(join(mirrorDir, "objects/pack"), { recursive: true });

    await expect(root.list(never)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/changed while it was read/),
    });
    expect(await contents(source)).toEqual(["new"]);
  });
});

describe("a damaged mirror of a server that does not answer", () => {
  test("fails with what is wrong, and is healed once it answers", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    const server = await temporaryGitServer({ path: repo.path, config: filtering });
    const mirrorDir = join(await temporaryFolder(), "m.git");
    const root = await changedRoot(await gitSourceOf(`${server.origin}/acme/catalog.git`, { mirrorDir }));
    const files = await root.list(never);
    await rm(join(mirrorDir, "objects/pack"), { recursive: true });
    server.answerWith(503);

    await expect(root.list(never)).rejects.toMatchObject({ code: "unavailable" });
    await expect(texts(root, files)).rejects.toMatchObject({ code: "unavailable" });

    server.answerWith();
    expect(await texts(root, await root.list(never))).toEqual(["a"]);
  });
});

describe("a fetch that breaks half-way", () => {
  const large = () => randomBytes(200_000);

  test("because the connection is cut keeps the mirror, and the next sync is complete", async () => {
    const repo = await temporaryRepository();
    const first = await repo.commit({ "a.yaml": "1" });
    const server = await temporaryGitServer({ path: repo.path });
    const folder = await temporaryFolder();
    const source = await gitSourceOf(`${server.origin}/acme/catalog.git`, { mirrorDir: join(folder, "m.git") });
    const root = await changedRoot(source);
    await repo.commit({ "a.yaml": "2", "large.bin": large() });
    server.cutAfter(100_000);

    const state = await onlyState(source, new Map([[root.id, first]]));

    expect(state).toMatchObject({ type: "failed", rootId: root.id, error: { code: "unavailable" } });
    expect(await texts(root, await root.list(never))).toEqual(["1"]);
    expect(await readdir(folder)).toEqual(["m.git"]);
    server.cutAfter();
    expect((await contents(source))[0]).toBe("2");
  });

  test("because git is killed keeps the mirror, and the next sync is complete", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "1" });
    const folder = await temporaryFolder();
    const armed = join(folder, "armed");
    // A process that writes a file past this limit gets a signal that ends it: here in the middle of a pack.
    const git = await gitOnPath(`if [ "$1" = fetch ] && [ -e '${armed}' ]; then ulimit -c 0; ulimit -f 40; fi`);
    const source = await gitSourceOf(repo.path, { mirrorDir: join(folder, "m.git"), environment: git.environment });
    const root = await changedRoot(source);
    await repo.commit({ "a.yaml": "2", "large.bin": large() });
    await writeFile(armed, "");

    expect(await onlyState(source)).toMatchObject({ type: "failed", error: { code: "unavailable" } });

    expect(await texts(root, await root.list(never))).toEqual(["1"]);
    await rm(armed);
    expect((await contents(source))[0]).toBe("2");
  });

  test("because the disk is full keeps the mirror, and the next sync is complete", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "1" });
    const folder = await temporaryFolder();
    const full = join(folder, "full");
    // A limit on the size of a file fails a write as a full disk does.
    const git = await gitOnPath(`if [ "$1" = fetch ] && [ -e '${full}' ]; then trap '' XFSZ; ulimit -f 40; fi`);
    const source = await gitSourceOf(repo.path, { mirrorDir: join(folder, "m.git"), environment: git.environment });
    const root = await changedRoot(source);
    await repo.commit({ "a.yaml": "2", "large.bin": large() });
    await writeFile(full, "");

    expect(await onlyState(source)).toMatchObject({ type: "failed", error: { code: "unavailable" } });

    expect(await texts(root, await root.list(never))).toEqual(["1"]);
    expect((await readdir(folder)).toSorted()).toEqual(["full", "m.git"]);
    await rm(full);
    expect((await contents(source))[0]).toBe("2");
  });

  test("because the folder cannot be written says which", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "1" });
    const folder = await temporaryFolder();
    await writeFile(join(folder, "file"), "");
    const mirrorDir = join(folder, "file", "m.git");

    expect(await onlyState(await gitSourceOf(repo.path, { mirrorDir }))).toMatchObject({
      type: "failed",
      error: { code: "unavailable", message: expect.stringContaining(`The mirror ${mirrorDir} could not be written`) },
    });
  });
});

test("what an interrupted process left is removed at the first read", async () => {
  const repo = await temporaryRepository();
  await repo.commit({ "a.yaml": "1" });
  const folder = await temporaryFolder();
  const mirrorDir = join(folder, "m.git");
  await contents(await gitSourceOf(repo.path, { mirrorDir }));
  await mkdir(join(folder, "m.git.tmp-abc123/objects"), { recursive: true });
  await writeFile(join(mirrorDir, "objects/pack/tmp_pack_abc123"), "half");

  await contents(await gitSourceOf(repo.path, { mirrorDir }));

  expect(await readdir(folder)).toEqual(["m.git"]);
  expect((await readdir(join(mirrorDir, "objects/pack"))).filter((name) => name.startsWith("tmp_"))).toEqual([]);
});

describe("a git that hangs and ignores SIGTERM", () => {
  const hang = `if [ "$1" = ls-remote ]; then trap '' TERM; echo $$ > "$HANGING"; tail -f /dev/null; fi`;

  function isAlive(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  async function hanging() {
    const pidFile = join(await temporaryFolder(), "pid");
    const git = await gitOnPath(hang.replace("$HANGING", pidFile));
    const clock = createFakeClock();
    const source = await gitSourceOf("/srv/catalog", { environment: git.environment, clock });
    const pid = () =>
      vi.waitFor(async () => Number(/^\d+$/m.exec(await readFile(pidFile, "utf8"))?.[0] ?? expect.unreachable()));
    return { source, clock, pid };
  }

  test("is ended at its deadline, with its children", async () => {
    const { source, clock, pid } = await hanging();
    const state = onlyState(source);
    const running = await pid();

    await clock.advance(30_000);
    await clock.advance(2000);

    expect(await state).toMatchObject({
      type: "failed",
      error: { code: "unavailable", message: expect.stringMatching(/no answer .* in time/) },
    });
    expect(isAlive(running)).toBe(false);
  });

  test("is ended on abort, and the read rejects with the reason", async () => {
    const { source, clock, pid } = await hanging();
    const controller = new AbortController();
    const read = source.read(new Map(), controller.signal);
    const running = await pid();
    controller.abort(new Error("stopped"));

    await clock.advance(2000);

    await expect(read).rejects.toThrow("stopped");
    expect(isAlive(running)).toBe(false);
  });
});
