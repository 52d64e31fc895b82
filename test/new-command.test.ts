import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { complete } from "../adapters/console/complete.ts";
import { slackManifest } from "../adapters/slack/manifest/manifest.ts";
import { teamsManifest } from "../adapters/teams/manifest/manifest.ts";
import type { Workspace } from "../playground/desk/protocol.ts";
import { startPlayground } from "../playground/playground.ts";
import { readManifest } from "../playground/slack/manifest.ts";
import type { Plugin } from "../src/plugin.ts";
import { builtInPlugins } from "../src/plugins/index.ts";
import { component } from "../src/testing/descriptor.ts";
import { firstEvent } from "../src/testing/first-event.ts";
import { createMemorySource } from "../src/testing/memory-source.ts";
import { manifestMistakes } from "../src/testing/teams-manifest-schema.ts";
import { temporaryFolder } from "../src/testing/temporary-folder.ts";
import { createTestBot } from "../src/testing/test-bot.ts";

/** A command and a shortcut as somebody adds them: in a plugin of their own, with no other change. */
const oncallPlugin: Plugin = {
  name: "oncall",
  register({ router }) {
    router.command<string>({
      name: "oncall",
      aliases: ["pager"],
      menu: 3,
      summary: "who is on call for it tonight",
      usage: "oncall <thing>",
      examples: ["oncall payments-api"],
      parse: ({ rest }) => rest,
      run: async (_, thing) => ({ status: "answer", data: { thing }, message: { text: `Nobody for ${thing}` } }),
    });
    router.shortcut({
      id: "page-them",
      name: "Page them",
      description: "Says who is on call for what a message names",
      on: "message",
      run: async () => ({ status: "done", data: {}, message: { text: "Paged" } }),
    });
  },
};

/** What the page of a playground, in which the app with these manifests is installed, offers to whoever types. */
async function offeredAtThePage(slack: unknown, teams: unknown): Promise<Record<"slack" | "teams", Workspace>> {
  const manifest = join(await temporaryFolder(), "manifest.json");
  await writeFile(manifest, JSON.stringify(slack));
  const playground = await startPlayground({
    folder: "none",
    data: join(import.meta.dirname, "../data"),
    manifest: readManifest(manifest),
    port: 0,
  });
  onTestFinished(playground.stop);
  // Nobody listens there: the app is only registered.
  playground.register({
    teams: { endpoint: "http://127.0.0.1:9/api/messages", manifest: teams },
    github: { webhookUrl: "http://127.0.0.1:9/" },
  });
  const seen = async (platform: string): Promise<Workspace> => {
    const { workspace } = await firstEvent(`${playground.hello.page}/${platform}/live?as=mia.chen`);
    if (workspace === undefined) throw new Error("The first event tells everything.");
    return workspace;
  };
  return { slack: await seen("slack"), teams: await seen("teams") };
}

test("a command that a plugin adds is in both manifests, in help, completed in the terminal and offered at the page, with no other change", async () => {
  const source = createMemorySource("org");
  source.tree("acme/catalog", { files: { "a.yaml": component("payments-api") } });
  const bot = createTestBot([source], { plugins: [...builtInPlugins, oncallPlugin] });
  await bot.sync();
  const input = { commands: bot.app.commands(), shortcuts: bot.app.shortcuts() };

  const slack = slackManifest({ ...input, slashCommands: { callboard: "/callboard", oncall: "/oncall" } });
  const teams = teamsManifest({ ...input, version: "1.0.0" });
  const help = await bot.ask("help all");
  const helpOfOne = await bot.ask("help oncall");
  const answer = await bot.ask("pager payments-api");
  await bot.app.stop();
  const page = await offeredAtThePage(slack, teams);

  expect(slack.features.slash_commands).toContainEqual(
    expect.objectContaining({
      command: "/oncall",
      description: "Who is on call for it tonight",
      usage_hint: "<thing>",
    }),
  );
  expect(slack.features.shortcuts).toContainEqual(expect.objectContaining({ callback_id: "page-them" }));
  expect(await manifestMistakes(teams)).toEqual([]);
  for (const { commands } of teams.bots.flatMap(({ commandLists }) => commandLists)) {
    expect(commands).toContainEqual({ title: "oncall", description: "Who is on call for it tonight" });
  }
  const actions = teams.composeExtensions?.flatMap(({ commands }) => commands);
  expect(actions).toContainEqual(expect.objectContaining({ id: "page-them", context: ["message"] }));
  expect(JSON.stringify(help)).toContain("who is on call for it tonight");
  expect(JSON.stringify(helpOfOne)).toContain("oncall payments-api");
  expect(answer).toMatchObject({ status: "answer", data: { thing: "payments-api" } });
  expect(complete("onc", input.commands)).toEqual([["oncall "], "onc"]);
  for (const { commands, shortcuts } of [page.slack, page.teams]) {
    expect(commands).toContainEqual(
      expect.objectContaining({ command: "/oncall", description: "Who is on call for it tonight" }),
    );
    expect(shortcuts).toContainEqual(expect.objectContaining({ callbackId: "page-them", type: "message" }));
  }
});
