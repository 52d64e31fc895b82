import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { component, documents, group } from "../../src/testing/descriptor.ts";
import { callboard } from "../../src/testing/fake-terminal.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

/** A folder with these files. */
async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  return cwd;
}

function slackConfig(more: string): string {
  return `catalog:\n  sources: [{ type: folder, name: local, path: . }]\nchat: { slack: { botToken: xoxb-1-test, ${more} } }\n`;
}

const withoutOwner = [
  "apiVersion: backstage.io/v1alpha1",
  "kind: Component",
  "metadata:",
  "  name: web",
  "spec:",
  "  type: service",
  "  lifecycle: production",
  "",
].join("\n");

describe("callboard check", () => {
  test("has nothing to say about a good folder", async () => {
    const cwd = await folderOf({
      "catalog-info.yaml": component("web"),
      "teams/all.yaml": group("a-team"),
      "deploy.yaml": "kind: Deployment\n",
      "node_modules/x/catalog-info.yaml": "a: [",
    });

    const end = await callboard(["check", ".", "--json"], { cwd });

    expect(end).toEqual({ exitCode: 0, output: '{"entities":2,"problems":[]}\n', errors: "" });
  });

  test("names file and line of each problem, and what to do", async () => {
    const cwd = await folderOf({ "web/catalog-info.yaml": withoutOwner, "db/catalog-info.yaml": "a: b: c\n" });

    const inJson = await callboard(["check", ".", "--json"], { cwd });

    expect(inJson.exitCode).toBe(1);
    expect(JSON.parse(inJson.output)).toEqual({
      entities: 0,
      problems: [
        expect.objectContaining({ file: "db/catalog-info.yaml", line: 1, code: "yaml_invalid" }),
        {
          file: "web/catalog-info.yaml",
          line: expect.any(Number),
          entity: "component:default/web",
          code: "schema_invalid",
          severity: "error",
          message: "spec.owner is missing.",
          fix: expect.stringContaining("add spec.owner"),
        },
      ],
    });
  });

  test("reads one named file, whatever it is called, with what its placeholders name", async () => {
    const api = {
      apiVersion: "backstage.io/v1alpha1",
      kind: "API",
      metadata: { name: "charges" },
      spec: { type: "openapi", lifecycle: "production", owner: "a-team", definition: { $text: "../openapi.json" } },
    };
    const cwd = await folderOf({
      ".git/HEAD": "ref: refs/heads/main\n",
      "openapi.json": "{}",
      "api/charges.yml": JSON.stringify(api),
      "api/other.yaml": "a: [",
    });

    const good = await callboard(["check", "charges.yml"], { cwd: join(cwd, "api") });
    const bad = await callboard(["check", join(cwd, "api", "other.yaml")], { cwd: "/usr/bin" });

    expect(good).toEqual({ exitCode: 0, output: "1 thing, no problems.\n", errors: "" });
    expect(bad.exitCode).toBe(1);
    expect(bad.output).toContain(`${cwd}/api/other.yaml:1 error: `);
    expect(bad.output).toMatch(/\n0 things, 1 problem\.\n$/);
  });

  test("judges what things name only where the tree itself says which teams there are", async () => {
    const alone = await folderOf({ "catalog-info.yaml": component("web", { spec: { owner: "unheard-of" } }) });
    const whole = await folderOf({
      "catalog-info.yaml": documents(component("web", { spec: { owner: "unheard-of" } }), group("a-team")),
    });

    const aloneEnd = await callboard(["check", alone], { cwd: alone });
    const wholeEnd = await callboard(["check", whole, "--json"], { cwd: whole });

    expect(aloneEnd.exitCode).toBe(0);
    expect(wholeEnd.exitCode).toBe(1);
    expect(JSON.parse(wholeEnd.output)).toMatchObject({
      entities: 2,
      problems: [{ code: "owner_unknown", entity: "component:default/web" }],
    });
  });

  test("reads callboard.yaml, alone and in its folder", async () => {
    const cwd = await folderOf({
      "callboard.yaml": "catalog:\n  schedule: never\n  sources:\n    - { type: folder, name: local }\n",
      "catalog-info.yaml": component("web"),
    });

    const alone = await callboard(["check", "callboard.yaml", "--json"], { cwd });
    const inFolder = await callboard(["check", "."], { cwd });

    expect(alone.exitCode).toBe(1);
    expect(JSON.parse(alone.output)).toEqual({
      entities: 0,
      problems: [
        {
          file: "callboard.yaml",
          line: 2,
          code: "invalid_config",
          severity: "error",
          message: expect.stringContaining("catalog.schedule: "),
          fix: "docs/config.md explains each key.",
        },
        expect.objectContaining({ line: 4, message: expect.stringContaining("catalog.sources[0].path: ") }),
      ],
    });
    expect(inFolder.exitCode).toBe(1);
    expect(inFolder.output).toMatch(/^callboard\.yaml:2 error: /);
    expect(inFolder.output).toMatch(/\n1 thing, 2 problems\.\n$/);
  });

  test("finds a good callboard.yaml good, with its variables", async () => {
    const cwd = await folderOf({
      "callboard.yaml": `catalog:\n  sources:\n    - { type: git, name: org, url: "https://github.com/acme/catalog", token: "\${TOKEN}" }\n`,
    });

    const withToken = await callboard(["check", "callboard.yaml"], { cwd, env: { TOKEN: "canary-1234567" } });
    const without = await callboard(["check", "callboard.yaml"], { cwd });

    expect(withToken).toEqual({ exitCode: 0, output: "No problems.\n", errors: "" });
    expect(without).toEqual({
      exitCode: 0,
      output: [
        "callboard.yaml:3 warning: catalog.sources[0].token: the environment variable TOKEN is not set",
        "  docs/config.md explains each key.",
        "No problems, 1 warning.",
        "",
      ].join("\n"),
      errors: "",
    });
  });

  test("knows the commands that a slash command may stand for, with file and line, and offers no other name", async () => {
    const cwd = await folderOf({ "callboard.yaml": slackConfig("appToken: xapp-1-test, commands: { foo: /foo }") });

    const { exitCode, output } = await callboard(["check", "callboard.yaml"], { cwd });

    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /^callboard\.yaml:3 error: chat\.slack\.commands\.foo: found a key that is no command; allowed: callboard, whoowns, /,
    );
    expect(output).not.toContain("?");
    expect(output).toMatch(/\n1 problem\.\n$/);
  });

  test("warns of Slack over HTTP without an address, and not of Socket Mode", async () => {
    const http = await folderOf({ "callboard.yaml": slackConfig("signingSecret: 0123456789abcdef") });
    const socket = await folderOf({ "callboard.yaml": slackConfig("appToken: xapp-1-test") });

    const overHttp = await callboard(["check", "callboard.yaml"], { cwd: http });
    const overSocket = await callboard(["check", "callboard.yaml"], { cwd: socket });

    expect(overHttp.exitCode).toBe(0);
    expect(overHttp.output).toMatch(/^callboard\.yaml:3 warning: chat\.slack: server\.publicUrl is missing: /);
    expect(overHttp.output).toMatch(/\nNo problems, 1 warning\.\n$/);
    expect(overSocket).toEqual({ exitCode: 0, output: "No problems.\n", errors: "" });
  });

  test.each([
    ["a: [", "callboard.yaml:1 error: the file: not valid YAML: "],
    [
      "",
      "callboard.yaml:1 error: the file: found nothing; allowed: a mapping with catalog: in it, such as callboard init",
    ],
  ])("says of the configuration %j what is wrong with the file as a whole", async (text, start) => {
    const cwd = await folderOf({ "callboard.yaml": text });

    const { exitCode, output } = await callboard(["check", "callboard.yaml"], { cwd });

    expect(exitCode).toBe(1);
    expect(output.startsWith(start)).toBe(true);
    expect(output).toMatch(/\n1 problem\.\n$/);
  });

  test("does not call an empty folder wrong", async () => {
    const cwd = await folderOf({});

    expect(await callboard(["check", "."], { cwd })).toEqual({
      exitCode: 0,
      output: "0 things, no problems.\n",
      errors: "",
    });
  });

  test("says that there is nothing at a path", async () => {
    const cwd = await folderOf({});

    const end = await callboard(["check", "nowhere"], { cwd });

    expect(end).toEqual({ exitCode: 1, output: "", errors: `There is nothing at ${cwd}/nowhere.\n` });
  });

  test("does not call a file good that a sync would never read", async () => {
    const cwd = await folderOf({ ".git/HEAD": "", "real.yaml": "a: [", "node_modules/x/catalog-info.yaml": "a: [" });
    await symlink("real.yaml", join(cwd, "catalog-info.yaml"));

    const link = await callboard(["check", "catalog-info.yaml"], { cwd });
    const vendored = await callboard(["check", "node_modules/x/catalog-info.yaml"], { cwd });

    expect(link).toMatchObject({ exitCode: 2, output: "" });
    expect(link.errors).toContain("catalog-info.yaml is never read");
    expect(vendored).toMatchObject({ exitCode: 2, output: "" });
  });

  test("says when a folder cannot be read", async () => {
    const cwd = await folderOf({ "catalog-info.yaml": component("web") });

    const end = await callboard(["check", join(cwd, "catalog-info.yaml", "x")], { cwd });

    expect(end.exitCode).toBe(1);
  });
});
