import { execFile } from "node:child_process";
import { chmod, mkdir, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { FileChanges } from "../testing/memory-source.ts";
import { changedRoot, collect, describeSourceContract, onlyState, texts } from "../testing/source-contract.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { createFolderSource } from "./folder-source.ts";
import { readFolderFile } from "./read-folder-file.ts";

const never = new AbortController().signal;

async function write(folder: string, changes: FileChanges): Promise<void> {
  for (const [path, content] of Object.entries(changes)) {
    if (content === undefined) await rm(join(folder, path));
    else {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
  }
}

async function paths(folder: string): Promise<string[]> {
  const root = await changedRoot(createFolderSource({ name: "local", path: folder }));
  return (await root.list(never)).map((file) => file.path);
}

describe("the folder source", () => {
  describeSourceContract(async () => {
    const folder = join(await temporaryFolder(), "catalog");
    await mkdir(folder);
    return {
      source: createFolderSource({ name: "local", path: folder }),
      write: (changes) => write(folder, changes),
      setReachable: (reachable) => (reachable ? rename(`${folder}.away`, folder) : rename(folder, `${folder}.away`)),
      dispose: async () => {},
    };
  });

  test("links, pipes, .git, node_modules and names that are no text are left out", async () => {
    const folder = await temporaryFolder();
    await write(folder, {
      "a.yaml": "a",
      ".git/config": "x",
      "sub/node_modules/x/catalog-info.yaml": "x",
      ".github/b.yaml": "b",
    });
    await symlink("/etc/passwd", join(folder, "link.yaml"));
    await symlink("/etc", join(folder, "linked"));
    await symlink("nowhere", join(folder, "dangling.yaml"));
    await promisify(execFile)("mkfifo", [join(folder, "pipe.yaml")]);
    await writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe])]), "x");
    await writeFile(join(folder, "line\nbreak.yaml"), "x");

    expect(await paths(folder)).toEqual([".github/b.yaml", "a.yaml"]);
  });

  test("a folder that is missing is a failed root that says what to do", async () => {
    const path = join(await temporaryFolder(), "missing");

    const state = await onlyState(createFolderSource({ name: "local", path }));

    expect(state).toMatchObject({
      type: "failed",
      error: { code: "not_found", message: `The folder ${path} does not exist. Create it or correct path:.` },
    });
  });

  test("a file in the folder's place is a failed root", async () => {
    const path = join(await temporaryFolder(), "file");
    await writeFile(path, "x");

    expect(await onlyState(createFolderSource({ name: "local", path }))).toMatchObject({
      type: "failed",
      error: { code: "unavailable" },
    });
  });

  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.stderr.write("A directory that may not be read is not tried: root may read everything.\n");
  test.skipIf(isRoot)("a directory that may not be read fails the root instead of thinning it out", async () => {
    const folder = await temporaryFolder();
    await write(folder, { "a.yaml": "a", "closed/b.yaml": "b" });
    await chmod(join(folder, "closed"), 0o000);

    const state = await onlyState(createFolderSource({ name: "local", path: folder }));
    await chmod(join(folder, "closed"), 0o700);

    expect(state).toMatchObject({ type: "failed", error: { code: "unavailable" } });
  });

  test("a touched file with the same content is no change", async () => {
    const folder = await temporaryFolder();
    await write(folder, { "a.yaml": "a" });
    const source = createFolderSource({ name: "local", path: folder });
    const root = await changedRoot(source);
    await utimes(join(folder, "a.yaml"), 1, 1);

    expect(await onlyState(source, new Map([[root.id, root.revision]]))).toMatchObject({ type: "unchanged" });
  });

  test("a file over the hashing limit changes its id when it is written", async () => {
    const folder = await temporaryFolder();
    await write(folder, { "big.bin": new Uint8Array(1024 * 1024 + 1) });
    const source = createFolderSource({ name: "local", path: folder });
    const root = await changedRoot(source);
    expect(await collect(root.read(await root.list(never), { maxBytes: 1000 }, never))).toEqual([
      { path: "big.bin", missing: "too_large" },
    ]);
    await write(folder, { "big.bin": new Uint8Array(1024 * 1024 + 2) });

    expect(await onlyState(source, new Map([[root.id, root.revision]]))).toMatchObject({ type: "changed" });
  });

  test("content that changed since the listing fails the read instead of passing for the listed one", async () => {
    const folder = await temporaryFolder();
    await write(folder, { "a.yaml": "a", "b.yaml": "b" });
    const root = await changedRoot(createFolderSource({ name: "local", path: folder }));
    const files = await root.list(never);
    await write(folder, { "b.yaml": "c" });

    await expect(texts(root, files)).rejects.toMatchObject({ code: "unavailable" });
  });

  test("a file that vanished or became a link since the listing has no content", async () => {
    const folder = await temporaryFolder();
    await write(folder, { "gone.yaml": "a", "link.yaml": "b", "sub/c.yaml": "c" });
    const root = await changedRoot(createFolderSource({ name: "local", path: folder }));
    const files = await root.list(never);
    await write(folder, { "gone.yaml": undefined, "link.yaml": undefined });
    await symlink("/etc/passwd", join(folder, "link.yaml"));

    expect(await texts(root, files)).toEqual(["[absent]", "[unreadable]", "c"]);
  });

  test("a directory that became a link since the listing does not lead outside", async () => {
    const base = await temporaryFolder();
    await write(base, { "catalog/sub/a.yaml": "same", "outside/a.yaml": "same" });
    const root = await changedRoot(createFolderSource({ name: "local", path: join(base, "catalog") }));
    const files = await root.list(never);
    await rename(join(base, "catalog/sub"), join(base, "kept"));
    await symlink(join(base, "outside"), join(base, "catalog/sub"));

    expect(await texts(root, files)).toEqual(["[unreadable]"]);
  });

  test("a directory that is swapped for a link while files are read never leads outside", async () => {
    const base = await temporaryFolder();
    const folder = join(base, "catalog");
    await write(base, { "catalog/sub/a.yaml": "inside", "outside/a.yaml": "secret" });
    await symlink(join(base, "outside"), join(base, "link"));
    let swapping = true;
    const swaps = (async () => {
      while (swapping) {
        await rename(join(folder, "sub"), join(base, "kept"));
        await rename(join(base, "link"), join(folder, "sub"));
        await rename(join(folder, "sub"), join(base, "link"));
        await rename(join(base, "kept"), join(folder, "sub"));
      }
    })();

    const seen = new Set<string>();
    for (let round = 0; round < 1000; round += 1) {
      const content = await readFolderFile(folder, "sub/a.yaml", 100);
      seen.add("bytes" in content ? new TextDecoder().decode(content.bytes) : content.missing);
    }
    swapping = false;
    await swaps;

    expect(seen).not.toContain("secret");
    expect(await readFolderFile(folder, "sub/a.yaml", 100)).toHaveProperty("bytes");
  });
});
