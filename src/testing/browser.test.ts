import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findBrowser } from "./browser.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const elsewhere = { platform: "linux", arch: "riscv64" };

/** A program that answers `--version` with this exit code. */
async function program(path: string, exitCode = 0): Promise<string> {
  await writeFile(path, `#!/bin/sh\nexit ${exitCode}\n`);
  await chmod(path, 0o755);
  return path;
}

test("the browser that is named is taken", async () => {
  const folder = await temporaryFolder();
  const named = await program(join(folder, "mine"));
  await program(join(folder, "chromium"));

  expect(await findBrowser({ CALLBOARD_BROWSER: named, PATH: folder }, elsewhere)).toMatchObject({ path: named });
});

test("a name that cannot be run is told, instead of taking another browser", async () => {
  const folder = await temporaryFolder();
  await program(join(folder, "chromium"));

  await expect(findBrowser({ CALLBOARD_BROWSER: folder, PATH: folder }, elsewhere)).rejects.toThrow(
    `CALLBOARD_BROWSER names ${folder}, which cannot be run. Name Chrome's or Chromium's program.`,
  );
});

test("an installed one is found; a folder of its name and one that does not start are passed over", async () => {
  const [first, second, third] = await Promise.all([temporaryFolder(), temporaryFolder(), temporaryFolder()]);
  await mkdir(join(first, "google-chrome"));
  await program(join(second, "google-chrome"), 1);
  const sound = await program(join(third, "chromium"));

  expect(await findBrowser({ PATH: [first, second, third].join(":") }, elsewhere)).toMatchObject({ path: sound });
});

test("without any, the packaged one is for Linux on x64, and elsewhere it is said why there is none", async () => {
  expect(await findBrowser({ PATH: "" }, elsewhere)).toEqual({
    missing: "no Chrome or Chromium is installed, and none comes as a package for linux riscv64; set CALLBOARD_BROWSER",
  });
});

const isPackaged = process.platform === "linux" && process.arch === "x64";
if (!isPackaged) process.stderr.write("The packaged browser is not tried: it is for Linux on x64.\n");
test.skipIf(!isPackaged)("the packaged one is unpacked where there is no other", async () => {
  const found = await findBrowser({ PATH: "" });

  expect(found).toMatchObject({ path: expect.stringMatching(/chromium-[\d.]+\/chromium$/) });
});
