import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { component, documents, group } from "../../src/testing/descriptor.ts";
import { callboard } from "../../src/testing/fake-terminal.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

/** A folder with a configuration of one folder as its source. */
async function configured(path: string): Promise<string> {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "catalog-info.yaml"), documents(group("a-team"), component("web")));
  const source = `{ type: folder, name: local, path: ${path}, paths: [catalog-info.yaml] }`;
  await writeFile(join(cwd, "callboard.yaml"), `log: { level: error }\ncatalog: { sources: [${source}] }\n`);
  return cwd;
}

describe("callboard doctor", () => {
  test("says for people and for scripts what is well", async () => {
    const cwd = await configured(".");

    const inWords = await callboard(["doctor"], { cwd });
    const inJson = await callboard(["doctor", "--json"], { cwd });

    expect(inWords).toMatchObject({ exitCode: 0, errors: "" });
    expect(inWords.output).toMatch(/^✓ .*store/im);
    expect(inJson.exitCode).toBe(0);
    expect(JSON.parse(inJson.output).findings).toContainEqual(expect.objectContaining({ area: "Store", level: "ok" }));
  });

  test("ends with 1 for a problem, and says what to do", async () => {
    const cwd = await configured("nowhere");

    const inWords = await callboard(["doctor"], { cwd });
    const inJson = await callboard(["doctor", "--json"], { cwd });

    expect(inWords.exitCode).toBe(1);
    expect(inWords.output).toMatch(/^✗ [^✗]*nowhere/m);
    expect(inJson.exitCode).toBe(1);
    expect(JSON.parse(inJson.output).findings[0]).toMatchObject({
      level: "problem",
      found: expect.stringContaining("Create it or correct path:."),
    });
  });

  test("takes no words", async () => {
    const end = await callboard(["doctor", "now"], { cwd: "/" });

    expect(end).toEqual({ exitCode: 2, output: "", errors: "Use: callboard doctor [--json].\n" });
  });
});
