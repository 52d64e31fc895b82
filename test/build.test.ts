import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../src/testing/temporary-folder.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a checkout's build; rejects when it fails. */
function build(folder: string): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [join(folder, "scripts", "build.js"), "--if-stale"]);
}

/** What the container's first stage has before it builds. */
async function containerFiles(): Promise<string> {
  const dockerfile = await readFile(join(root, "Dockerfile"), "utf8");
  const [, stage = ""] = dockerfile.split(/^FROM /m);
  const sources = [...stage.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, paths = ""]) => paths.split(" "));
  const folder = await temporaryFolder();
  for (const path of sources) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(root, path), join(folder, path), { recursive: true });
  }
  return folder;
}

test("what one user built, another may run", async () => {
  await build(root);

  expect((await stat(join(root, "dist"))).mode & 0o777).toBe(0o755);
});

test("the playground and its page are built with the bot, and nothing is said of it", async () => {
  const folder = await containerFiles();
  await cp(join(root, "playground"), join(folder, "playground"), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));

  const { stdout, stderr } = await build(folder);

  expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
  expect(await readdir(join(folder, "dist"))).toEqual(
    expect.arrayContaining(["cli.js", "main.js", "page", "playground.js", "worker.js"]),
  );
  expect(await readFile(join(folder, "dist", "page", "index.html"), "utf8")).toContain('<script type="module"');
});

test("the container's image gets the bot alone", async () => {
  const folder = await containerFiles();
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));

  const { stdout, stderr } = await build(folder);

  expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
  const built = await readdir(join(folder, "dist"));
  expect(built).toEqual(expect.arrayContaining(["cli.js", "worker.js"]));
  expect(built).not.toContain("playground.js");
  expect(built).not.toContain("page");
});

test("an installation without development dependencies is left as it is, and told so", async () => {
  const folder = await containerFiles();

  const { stderr } = await build(folder);

  expect(stderr).toBe(
    "esbuild or Vite is not installed, so dist/ stays as it is. Install with development dependencies.\n",
  );
  expect(await readdir(folder)).not.toContain("dist");
});
