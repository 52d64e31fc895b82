import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { main } from "../../src/cli.ts";
import { callboard } from "../../src/testing/fake-terminal.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

describe("callboard", () => {
  test.each([["help"], ["--help"], ["-h"]])("%s lists the commands", async (word) => {
    const { exitCode, output, errors } = await callboard([word], { cwd: "/" });

    expect(exitCode).toBe(0);
    const names = ["start", "ask", "sync", "check", "doctor", "init", "manifest", "export", "import"];
    expect([...output.matchAll(/^ {2}callboard (\w+)/gm)].map(([, name]) => name)).toEqual(names);
    expect(errors).toBe("");
  });

  test.each([["start"], ["ask"], ["sync"], ["check"], ["doctor"], ["init"], ["manifest"], ["export"], ["import"]])(
    "%s --help says how it is used",
    async (name) => {
      const cwd = await temporaryFolder();

      const long = await callboard([name, "--help"], { cwd });
      const short = await callboard([name, "-h"], { cwd });

      expect(long).toMatchObject({ exitCode: 0, errors: "" });
      expect(long.output).toMatch(new RegExp(`^Use: callboard ${name}\\b.*\\n[A-Z].*\\.\\n$`));
      expect(short).toEqual(long);
      expect(await readdir(cwd)).toEqual([]);
    },
  );

  test("--version is that of the package", async () => {
    const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));

    expect(await callboard(["--version"], { cwd: "/" })).toEqual({
      exitCode: 0,
      output: `callboard ${version}\n`,
      errors: "",
    });
  });

  test("is called as it can be typed in a clone", async () => {
    const { output } = await callboard(["--help"], { cwd: fileURLToPath(new URL(".", import.meta.url)) });

    expect(output).toContain("\n  npx --no callboard init ");
  });

  test("without a command says how it is used", async () => {
    const { exitCode, output } = await callboard([], { cwd: "/" });

    expect(exitCode).toBe(2);
    expect(output).toContain("callboard ask");
  });

  test.each(["frobnicate", "__proto__", "constructor", "toString"])("%s is no command", async (word) => {
    const end = await callboard([word], { cwd: "/" });

    expect(end).toEqual({
      exitCode: 2,
      output: "",
      errors: `callboard has no command “${word}”. callboard help lists what there is.\n`,
    });
  });

  test("says a bug as what it is", async () => {
    const errors = new PassThrough().setEncoding("utf8");
    const terminal = {
      input: new PassThrough(),
      output: new PassThrough(),
      errors,
      env: {},
      get cwd(): string {
        throw new Error("no such folder");
      },
    };

    const exitCode = await main(["ask", "web"], terminal);

    expect(exitCode).toBe(1);
    expect(errors.read()).toMatch(/Something went wrong\. Reference [0-9a-f]{6}\.\n$/);
  });

  test("says in one line that nobody reads it", async () => {
    const end = await callboard(["help"], { cwd: "/", isUnread: true });

    expect(end).toEqual({ exitCode: 3, output: "", errors: "Nothing reads the terminal's output any more.\n" });
  });

  test.each([
    [["ask", "--frob", "x"], 'Use: callboard ask "<text>"'],
    [["sync", "now"], "Use: callboard sync [--json] [--accept <source>]."],
    [["check"], "Use: callboard check <path> [--json]"],
    [["check", "a", "b"], "Use: callboard check <path> [--json]"],
    [["start", "now"], "callboard start takes nothing."],
    [["doctor", "--frob"], "Use: callboard doctor [--json]."],
    [["manifest", "slack", "--frob"], "Use: callboard manifest slack"],
    [["init", "--frob"], "Use: callboard init "],
    [["export", "--frob"], "Use: callboard export [file]"],
    [["import", "a", "--frob"], "Use: callboard import <file>"],
  ])("%j is told how the command is used", async (args, sentence) => {
    const { exitCode, output, errors } = await callboard(args, { cwd: "/" });

    expect(exitCode).toBe(2);
    expect(output).toBe("");
    expect(errors).toContain(sentence);
  });
});

test("ask --json says a configuration with mistakes as an object too", async () => {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "callboard.yaml"), "data: 5\n");

  const { exitCode, output, errors } = await callboard(["ask", "--json", "whoowns a"], { cwd });

  expect({ exitCode, errors }).toEqual({ exitCode: 2, errors: "" });
  expect(JSON.parse(output)).toMatchObject({
    status: "error",
    command: null,
    data: null,
    error: { code: "invalid_config", message: expect.stringContaining("- data (line 1): found the number 5") },
  });
});

describe.each([["ask", "whoowns a"], ["sync"], ["start"], ["doctor"], ["export"], ["import", "x"]])("%s", (...args) => {
  test("lists every mistake of the configuration at once", async () => {
    const cwd = await temporaryFolder();
    await writeFile(
      join(cwd, "callboard.yaml"),
      "admin: [x]\ncatalog:\n  schedule: sometimes\n  sources:\n    - { type: git, name: Org, url: 'ext::sh -c id' }\n",
    );

    const { exitCode, output, errors } = await callboard(args, { cwd });

    expect(exitCode).toBe(2);
    expect(output).toBe("");
    expect(errors).toMatch(/^4 mistakes in .*callboard\.yaml/);
    expect(errors).toContain("- admin (line 1): found an unknown key; allowed: server, data, store, network, admins");
    expect(errors).toContain("- catalog.schedule (line 3): ");
    expect(errors).toContain("- catalog.sources[0].name (line 5): ");
    expect(errors).toContain("- catalog.sources[0].url (line 5): ");
  });

  test("says which configuration is missing where one was asked for", async () => {
    const cwd = await temporaryFolder();

    const end = await callboard(args, { cwd, env: { CALLBOARD_CONFIG: "other.yaml" } });

    const sentence = `No configuration at ${cwd}/other.yaml. Run callboard init, or set CALLBOARD_CONFIG.\n`;
    expect(end).toEqual({ exitCode: 2, output: "", errors: sentence });
  });

  test("never shows the sample organisation in production", async () => {
    const cwd = await temporaryFolder();

    const end = await callboard(args, { cwd, env: { NODE_ENV: "production" } });

    const sentence = `No configuration at ${cwd}/callboard.yaml. Run callboard init, or set CALLBOARD_CONFIG.\n`;
    expect(end).toEqual({ exitCode: 2, output: "", errors: sentence });
  });
});
