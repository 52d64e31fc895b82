import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { component } from "../../src/testing/descriptor.ts";
import { callboard } from "../../src/testing/fake-terminal.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

/** A folder with a configuration whose data folder is this. */
async function configured(data: string): Promise<string> {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, "catalog"));
  await writeFile(join(cwd, "catalog", "catalog-info.yaml"), component("web"));
  const source = "{ type: folder, name: local, path: catalog }";
  await writeFile(join(cwd, "callboard.yaml"), `data: ${data}\ncatalog: { sources: [${source}] }\n`);
  return cwd;
}

describe("the data folder", () => {
  test("is made with the folders that it lies in, for us alone", async () => {
    const cwd = await configured("a/b/data");

    const end = await callboard(["ask", "whoowns web"], { cwd });

    expect(end.errors).toBe("");
    expect((await stat(join(cwd, "a/b/data"))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(cwd, "a/b/data"))).toContain("state");
  });

  test.each([
    ["/proc/callboard/data", "The data folder /proc/callboard/data cannot be made (ENOENT)."],
    ["callboard.yaml/data", "cannot be made (ENOTDIR)."],
    ["callboard.yaml", "is not a folder."],
  ])("%s is refused at once, without a stack", async (data, sentence) => {
    const cwd = await configured(data);

    for (const args of [["ask", "whoowns web"], ["sync"], ["start"], ["doctor"], ["export"]]) {
      const { exitCode, output, errors } = await callboard(args, { cwd });

      expect({ args, exitCode, output }).toEqual({ args, exitCode: 2, output: "" });
      expect(errors).toContain(sentence);
      expect(errors).toContain("Correct data: in callboard.yaml, or the folder's permissions.");
      expect(errors.split("\n")).toHaveLength(2);
    }
  });
});
