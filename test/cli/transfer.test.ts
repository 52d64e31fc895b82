import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { component, documents, group } from "../../src/testing/descriptor.ts";
import { callboard } from "../../src/testing/fake-terminal.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

async function configured(more = ""): Promise<string> {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "catalog-info.yaml"), documents(group("a-team"), component("web")));
  const source = "{ type: folder, name: local, path: ., paths: [catalog-info.yaml] }";
  await writeFile(join(cwd, "callboard.yaml"), `${more}log: { level: error }\ncatalog: { sources: [${source}] }\n`);
  return cwd;
}

/** Entries of an export. */
function entries(text: string): readonly unknown[] {
  return text.trim().split("\n").slice(1, -1);
}

describe("callboard export and import", () => {
  test("carry the state from one bot to another", async () => {
    const [from, to] = [await configured(), await configured()];
    // The audit log is state.
    await callboard(["ask", "sync"], { cwd: from });

    const exported = await callboard(["export", "state.jsonl"], { cwd: from });
    const imported = await callboard(["import", join(from, "state.jsonl")], { cwd: to });
    const again = await callboard(["export"], { cwd: to });

    const text = await readFile(join(from, "state.jsonl"), "utf8");
    expect(exported).toMatchObject({ exitCode: 0, output: "" });
    expect(entries(text).length).toBeGreaterThan(0);
    expect(imported).toMatchObject({ exitCode: 0, errors: "" });
    expect(entries(again.output)).toEqual(entries(text));
  });

  test("an import into a state that holds something needs --replace", async () => {
    const cwd = await configured();
    await callboard(["ask", "sync"], { cwd });
    await callboard(["export", "state.jsonl"], { cwd });

    const refused = await callboard(["import", "state.jsonl"], { cwd });
    const replaced = await callboard(["import", "state.jsonl", "--replace"], { cwd });

    expect(refused).toMatchObject({ exitCode: 1, output: "", errors: expect.stringContaining("--replace") });
    expect(replaced).toMatchObject({ exitCode: 0 });
  });

  test("what was changed or cut is not imported", async () => {
    const cwd = await configured();
    await callboard(["ask", "sync"], { cwd });
    await callboard(["export", "state.jsonl"], { cwd });
    const text = await readFile(join(cwd, "state.jsonl"), "utf8");
    await writeFile(join(cwd, "cut.jsonl"), text.slice(0, -40));

    const end = await callboard(["import", "cut.jsonl", "--replace"], { cwd });

    expect(end).toMatchObject({ exitCode: 2, output: "" });
    expect((await callboard(["export"], { cwd })).output).toBe(text);
  });

  test.each([
    [["import"], "Use: callboard import <file>"],
    [["import", "a", "b"], "Use: callboard import <file>"],
    [["import", "nowhere.jsonl"], "nowhere.jsonl cannot be read (ENOENT)."],
    [["import", "."], "is not a file."],
    [["import", "callboard.yaml"], "Line 1 of the export "],
    [["export", "a", "b"], "Use: callboard export [file]"],
    [["export", "nowhere/state.jsonl"], "nowhere/state.jsonl cannot be written (ENOENT)."],
    [["export", "data"], "cannot be written (EISDIR)."],
  ])("%j is refused, and leaves nothing half", async (args, sentence) => {
    const cwd = await configured();

    const { exitCode, output, errors } = await callboard(args, { cwd });

    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(errors).toContain(sentence);
    expect((await readdir(cwd)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test.each([["export"], ["import"]])("%s says that nothing is kept in memory", async (name) => {
    const cwd = await configured("store: { type: memory }\n");

    const end = await callboard(name === "export" ? ["export"] : ["import", "callboard.yaml"], { cwd });

    expect(end).toMatchObject({ exitCode: 2, output: "", errors: expect.stringContaining("kept in memory") });
  });
});
