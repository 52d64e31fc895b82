import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { scriptOf } from "./static-files.ts";

test("the script of a page is the module that it begins with, as it is built now", async () => {
  const folder = await mkdtemp(join(tmpdir(), "page-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const build = (name: string) =>
    writeFile(
      join(folder, "index.html"),
      `<script src="/theme.js"></script>\n<script type="module" crossorigin src="/assets/${name}.js"></script>`,
    );

  expect(scriptOf(folder)).toBeUndefined();
  await build("index-a");
  expect(scriptOf(folder)).toBe("/assets/index-a.js");
  await build("index-b");
  expect(scriptOf(folder)).toBe("/assets/index-b.js");
});
