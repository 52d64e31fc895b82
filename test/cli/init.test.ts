import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { checkConfig } from "../../src/config.ts";
import { callboard } from "../../src/testing/fake-terminal.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

const tokens = {
  TEAMS_APP_ID: "1d3b5f70-aaaa-4bbb-8ccc-0123456789ab",
  TEAMS_APP_PASSWORD: "abc8Q~example-of-a-client-secret",
  TEAMS_TENANT_ID: "72f988bf-0000-4000-8000-00000000beef",
  SLACK_BOT_TOKEN: "xoxb-1111-2222-example",
  SLACK_APP_TOKEN: "xapp-1-A1-3333-example",
  SLACK_SIGNING_SECRET: "0123456789abcdef0123456789abcdef",
};

/** The configuration that was written, found right once the tokens are there. */
async function written(cwd: string) {
  const path = join(cwd, "callboard.yaml");
  const text = await readFile(path, "utf8");
  const { config, mistakes } = await checkConfig({ text, path, env: tokens });
  expect(mistakes).toEqual([]);
  return { text, config };
}

/** Somebody at a terminal who types these lines. */
function typed(lines: readonly string[]): PassThrough {
  const input = new PassThrough();
  input.end(lines.map((line) => `${line}\n`).join(""));
  return input;
}

describe("callboard init", () => {
  test("writes a right configuration from flags alone, and says what comes next", async () => {
    const cwd = await temporaryFolder();
    const repository = "https://github.com/acme/catalog.git";

    const end = await callboard(["init", "--catalog", repository, "--slack", "socket", "--admins", "platform"], {
      cwd,
    });

    const { text, config } = await written(cwd);
    expect(end.exitCode).toBe(0);
    expect(config).toMatchObject({
      admins: ["group:default/platform"],
      catalog: { sources: [{ type: "git", name: "catalog", url: repository, trusted: true }] },
      chat: { slack: { botToken: tokens.SLACK_BOT_TOKEN, appToken: tokens.SLACK_APP_TOKEN } },
    });
    expect(text).not.toMatch(/xoxb-|xapp-/);
    const steps = [
      "callboard manifest slack",
      "SLACK_BOT_TOKEN",
      "SLACK_APP_TOKEN",
      "callboard doctor",
      "callboard start",
    ];
    for (const step of steps) expect(end.output).toContain(step);
    expect(end.output).not.toContain("SLACK_SIGNING_SECRET");
  });

  test("writes one for Slack over HTTP, whose manifest follows without a token", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "catalog"));
    const url = "https://callboard.example.com";

    const end = await callboard(["init", "--catalog", "./catalog", "--slack", "http", "--url", url], { cwd });
    const manifest = await callboard(["manifest", "slack"], { cwd });

    const { config } = await written(cwd);
    expect(config).toMatchObject({
      server: { publicUrl: url },
      catalog: { sources: [{ type: "folder", path: join(cwd, "catalog") }] },
      chat: { slack: { signingSecret: tokens.SLACK_SIGNING_SECRET } },
    });
    expect(end.output).toContain("SLACK_SIGNING_SECRET");
    expect(manifest.output).toContain(`"${url}/slack/events"`);
  });

  test("writes one for Teams, alone or beside Slack, and says who clicks what in which order", async () => {
    const cwd = await temporaryFolder();
    const url = "https://callboard.example.com";
    const flags = ["init", "--catalog", ".", "--teams", "--url", url];

    const alone = await callboard(flags, { cwd });
    const { config } = await written(cwd);
    const withSlack = await callboard([...flags, "--slack", "socket", "--force"], { cwd });
    const beside = await written(cwd);

    expect(alone.exitCode).toBe(0);
    expect(config).toMatchObject({
      server: { publicUrl: url },
      chat: {
        teams: {
          appId: tokens.TEAMS_APP_ID,
          appPassword: tokens.TEAMS_APP_PASSWORD,
          tenantId: tokens.TEAMS_TENANT_ID,
        },
      },
    });
    const steps = ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "Azure Bot", `${url}/api/messages`, "start", "manifest teams"];
    const places = steps.map((step) => alone.output.indexOf(step));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(alone.output).not.toContain("teams:package");
    expect(alone.output).not.toContain("SLACK");
    expect(Object.keys(beside.config?.chat ?? {})).toEqual(["slack", "teams"]);
    expect(withSlack.output).toContain("SLACK_APP_TOKEN");
  });

  test("names the script that makes Teams' package where there is one", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "package.json"), JSON.stringify({ scripts: { "teams:package": "make it" } }));

    const { output } = await callboard(["init", "--catalog", ".", "--teams", "--url", "https://cb.example.com"], {
      cwd,
    });

    expect(output).toContain("npm run teams:package");
    expect(output).not.toContain("manifest teams");
  });

  test("asks at a terminal for Teams' address", async () => {
    const cwd = await temporaryFolder();
    const input = typed([".", "3", "1", "https://cb.example.com", ""]);

    const { exitCode } = await callboard(["init"], { cwd, input, isTerminal: true });

    expect(exitCode).toBe(0);
    expect((await written(cwd)).config).toMatchObject({
      server: { publicUrl: "https://cb.example.com" },
      chat: { teams: { appId: tokens.TEAMS_APP_ID } },
    });
  });

  test("asks at a terminal for what the flags leave open, and again for what is of no use", async () => {
    const cwd = await temporaryFolder();
    const input = typed([
      "",
      "ext::sh -c id",
      "github.com/acme/catalog",
      "git@github.com:acme/catalog.git",
      "4",
      "2",
      "maybe",
      "",
      "http://x",
      "https://cb.example.com",
      "",
    ]);

    const { exitCode, output } = await callboard(["init"], { cwd, input, isTerminal: true });

    const { config } = await written(cwd);
    expect(exitCode).toBe(0);
    expect(config).toMatchObject({
      admins: [],
      server: { publicUrl: "https://cb.example.com" },
      catalog: { sources: [{ type: "git", url: "git@github.com:acme/catalog.git" }] },
    });
    expect(output).toContain("> An answer is needed here.\nCatalog: ");
    expect(output).toContain("Slack is socket, http or none.");
    expect(output).toContain("Teams is yes or no.");
    expect(output).toContain("Slack and Teams call https addresses alone.");
  });

  test("asks nothing that a flag says, and takes Enter for Socket Mode and for Teams later", async () => {
    const cwd = await temporaryFolder();

    const args = ["init", "--catalog", ".", "--admins", "group:ops/platform"];
    const { output } = await callboard(args, { cwd, input: typed(["", ""]), isTerminal: true });

    const { config } = await written(cwd);
    expect(config).toMatchObject({ admins: ["group:ops/platform"], chat: { slack: { appToken: expect.any(String) } } });
    expect(config?.chat.teams).toBeUndefined();
    expect(output.match(/^> |\n> /g)).toHaveLength(2);
  });

  test("writes nothing when the answers end too soon", async () => {
    const cwd = await temporaryFolder();

    const end = await callboard(["init"], { cwd, input: typed(["."]), isTerminal: true });

    expect(end).toMatchObject({ exitCode: 2, errors: "Nothing was written: the answers ended too soon.\n" });
    expect(await readdir(cwd)).toEqual([]);
  });

  test("never writes over a configuration without --force", async () => {
    const cwd = await temporaryFolder();
    const path = join(cwd, "callboard.yaml");
    await writeFile(path, "mine\n");

    const refused = await callboard(["init", "--catalog", "."], { cwd });
    const kept = await readFile(path, "utf8");
    const forced = await callboard(["init", "--catalog", ".", "--force"], { cwd });

    expect(refused.exitCode).toBe(2);
    expect(refused.errors).toBe(`${path} exists already, and nothing was changed. --force writes it anew.\n`);
    expect(kept).toBe("mine\n");
    expect(forced.exitCode).toBe(0);
    expect((await written(cwd)).config?.chat).toEqual({});
  });

  test.each([
    [["init"], "--catalog is missing. Use: callboard init --catalog <repository or folder> [--slack"],
    [["init", "--catalog", ".", "--slack", "maybe"], "Slack is socket, http or none."],
    [["init", "--catalog", ".", "--slack", "http"], "Slack over HTTP needs --url"],
    [["init", "--catalog", ".", "--teams"], "Teams needs --url, the address at which Teams reaches this bot."],
    [["init", "--catalog", ".", "--teams", "--url", "http://x"], "Slack and Teams call https addresses alone."],
    [
      ["init", "--catalog", ".", "--slack", "http", "--url", "http://cb.example.com"],
      "Slack and Teams call https addresses alone.",
    ],
    [["init", "--catalog", "https://a:hunter2@github.com/x.git"], "catalog.sources[0].url: "],
    [["init", "--catalog", ".", "--admins", "a b"], "admins[0]: "],
    [["init", "--catalog", ".", "--admins", `$\{HOME}`], "admins[0]: "],
    [["init", "--catalog", "github.com/acme/catalog"], "There is no folder "],
    [["init", "--catalog", "ext::sh"], "catalog.sources[0].url: "],
    [["init", "now"], "Use: callboard init "],
  ])("%j is refused, and nothing is written", async (args, sentence) => {
    const cwd = await temporaryFolder();

    const { exitCode, output, errors } = await callboard(args, { cwd });

    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(errors).toContain(sentence);
    expect(errors).not.toContain("hunter2");
    expect(await readdir(cwd)).toEqual([]);
  });
});
