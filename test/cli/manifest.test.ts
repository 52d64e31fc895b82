import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { programVersion } from "../../src/cli/program-name.ts";
import { callboard } from "../../src/testing/fake-terminal.ts";
import { manifestMistakes } from "../../src/testing/teams-manifest-schema.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

const catalog = "catalog: { sources: [{ type: folder, name: local, path: . }] }\n";

async function configured(text: string): Promise<string> {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "callboard.yaml"), text);
  return cwd;
}

function slashCommands(output: string): readonly string[] {
  const { features } = JSON.parse(output) as { features: { slash_commands: { command: string }[] } };
  return features.slash_commands.map(({ command }) => command);
}

describe("callboard manifest teams", () => {
  const appId = "1d3b5f70-aaaa-4bbb-8ccc-0123456789ab";

  test("prints a manifest that is right in form without any configuration, and says what is still to come", async () => {
    const cwd = await temporaryFolder();

    const { exitCode, output, errors } = await callboard(["manifest", "teams"], { cwd });

    expect(exitCode).toBe(0);
    expect(await manifestMistakes(JSON.parse(output))).toEqual([]);
    expect(errors).toMatchInlineSnapshot(`
      "The app's id is missing: set chat.teams.appId to the Application (client) ID of the app registration.
      The bot's address is missing: set server.publicUrl, or name it with --url <https address>.
      "
    `);
    expect(await readdir(cwd)).toEqual([]);
  });

  test("follows the configuration, whose secret need not be there yet", async () => {
    const cwd = await configured(
      `server: { publicUrl: "https://cb.example.com/" }\nchat: { teams: { appId: ${appId.toUpperCase()}, appPassword: $\{NOT_YET} } }\n${catalog}`,
    );

    const { output, errors } = await callboard(["manifest", "teams"], { cwd });

    expect(errors).toBe("");
    expect(await manifestMistakes(JSON.parse(output))).toEqual([]);
    expect(JSON.parse(output)).toMatchObject({
      id: appId,
      version: programVersion(),
      developer: { websiteUrl: "https://cb.example.com" },
      bots: [{ botId: appId }],
    });
  });

  test.each(["https://cb.example.com", "https://cb.example.com/api/messages", "https://cb.example.com/api/messages/"])(
    "takes the address %s, and a version",
    async (url) => {
      const cwd = await configured(`chat: { teams: { appId: ${appId} } }\n${catalog}`);

      const end = await callboard(["manifest", "teams", "--url", url, "--version", "2.0.1"], { cwd });

      expect(end.errors).toBe("");
      expect(JSON.parse(end.output)).toMatchObject({
        version: "2.0.1",
        developer: { websiteUrl: "https://cb.example.com" },
      });
    },
  );
});

describe("callboard manifest slack", () => {
  test("prints the manifest of an app in Socket Mode without any configuration, and keeps nothing", async () => {
    const cwd = await temporaryFolder();

    const end = await callboard(["manifest", "slack"], { cwd });

    expect({ ...end, output: "" }).toEqual({ exitCode: 0, output: "", errors: "" });
    expect(JSON.parse(end.output)).toMatchObject({ settings: { socket_mode_enabled: true } });
    expect(slashCommands(end.output)).toEqual(["/whoowns", "/callboard"]);
    expect(await readdir(cwd)).toEqual([]);
  });

  test("prints what manifest.json is", async () => {
    const committed = await readFile(new URL("../../manifest.json", import.meta.url), "utf8");

    const { output } = await callboard(["manifest", "slack"], { cwd: await temporaryFolder() });

    expect(JSON.parse(output)).toEqual(JSON.parse(committed));
  });

  test.each(["https://cb.example.com", "https://cb.example.com/slack/events", "https://cb.example.com/slack/events/"])(
    "prints that of an app over HTTP for the address %s",
    async (url) => {
      const cwd = await temporaryFolder();

      const { output } = await callboard(["manifest", "slack", "--url", url], { cwd });

      expect(JSON.parse(output)).toMatchObject({
        settings: {
          socket_mode_enabled: false,
          event_subscriptions: { request_url: "https://cb.example.com/slack/events" },
        },
      });
    },
  );

  test("follows the configuration, whose tokens need not be there yet", async () => {
    const cwd = await configured(
      `server: { publicUrl: "https://cb.example.com/" }\nchat: { slack: { botToken: $\{NOT_YET}, signingSecret: $\{NOT_YET}, commands: { whoowns: /who, deps: /deps } } }\n${catalog}`,
    );

    const { output } = await callboard(["manifest", "slack"], { cwd });

    expect(slashCommands(output)).toEqual(["/who", "/callboard", "/deps"]);
    expect(output).toContain('"https://cb.example.com/slack/events"');
  });

  test("is of an app in Socket Mode where an app token is configured, whatever the address", async () => {
    const cwd = await configured(
      `server: { publicUrl: "https://cb.example.com" }\nchat: { slack: { botToken: $\{NOT_YET}, appToken: $\{NOT_YET} } }\n${catalog}`,
    );

    const { output } = await callboard(["manifest", "slack"], { cwd });

    expect(JSON.parse(output)).toMatchObject({ settings: { socket_mode_enabled: true } });
  });

  test.each([
    [["manifest"], "", "Use: callboard manifest slack|teams"],
    [["manifest", "discord"], "", "Use: callboard manifest slack|teams"],
    [["manifest", "slack", "teams"], "", "Use: callboard manifest slack|teams"],
    [["manifest", "slack", "--version", "1.0.0"], "", "Use: callboard manifest slack|teams"],
    [["manifest", "teams", "--url", "http://cb.example.com"], "", "Teams calls https addresses alone"],
    [["manifest", "teams", "--version", "1.0"], "", "An app's version is three numbers"],
    [["manifest", "teams"], "chat: { teams: { appId: my-bot } }", 'chat.teams.appId (line 1): found "my-bot"'],
    [["manifest", "teams"], `chat: { teams: { appId: $\{NOT_YET} } }`, "environment variable NOT_YET is not set"],
    [["manifest", "teams"], "chat: { teams: [] }", "chat.teams (line 1): found a list"],
    [
      ["manifest", "teams"],
      'server: { publicUrl: "https://cb.example.com/api/messages" }',
      "allowed: the address without /api/messages, which is added",
    ],
    [["manifest", "slack", "--url", "http://cb.example.com"], "", "Slack calls https addresses alone"],
    [["manifest", "slack", "--url", "cb.example.com"], "", "Slack calls https addresses alone"],
    [["manifest", "slack", "--url", "https://cb.example.com/?a"], "", "Slack calls https addresses alone"],
    [["manifest", "slack"], "chat: { slack: { signingSecret: x } }", "Slack over HTTP needs an address"],
    [
      ["manifest", "slack"],
      "chat: { slack: { commands: { find: find } } }",
      "chat.slack.commands.find (line 1): found ",
    ],
    [["manifest", "slack"], "chat: { slack: { appToken: x, commands: { finde: /f } } }", "finde, which is no command"],
    [["manifest", "slack"], "server: { publicUrl: 5 }", "server.publicUrl (line 1): found "],
    [
      ["manifest", "slack"],
      'server: { publicUrl: "https://cb.example.com/slack/events" }',
      "allowed: the address without /slack/events, which is added",
    ],
    [["manifest", "slack"], "chat: [slack]", "chat (line 1): found a list"],
    [["manifest", "slack"], "a: [", "not valid YAML"],
  ])("%j with %j is refused", async (args, config, sentence) => {
    const cwd = config === "" ? await temporaryFolder() : await configured(`${config}\n`);

    const { exitCode, output, errors } = await callboard(args, { cwd });

    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(errors).toContain(sentence);
  });
});
