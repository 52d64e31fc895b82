import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { callboard } from "../../src/testing/fake-terminal.ts";
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
    [["manifest"], "", "Use: callboard manifest slack"],
    [["manifest", "teams"], "", "Use: callboard manifest slack"],
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
