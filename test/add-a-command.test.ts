import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import { teamsManifest } from "../adapters/teams/manifest/manifest.ts";
import type { Plugin } from "../src/plugin.ts";
import { builtInPlugins } from "../src/plugins/index.ts";
import { component } from "../src/testing/descriptor.ts";
import { createMemorySource } from "../src/testing/memory-source.ts";
import { createTestBot } from "../src/testing/test-bot.ts";

const guide = fileURLToPath(new URL("../docs/add-a-command.md", import.meta.url));
const plugins = fileURLToPath(new URL("../src/plugins/", import.meta.url));
let folder: string | undefined;

afterEach(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

test("the command of the guide is 25 lines and answers as it stands", async () => {
  const { code, plugin } = await guided();
  const source = createMemorySource("org");
  source.tree("acme/catalog", {
    files: { "a.yaml": component("old", { spec: { lifecycle: "deprecated" } }), "b.yaml": component("new") },
  });
  const bot = createTestBot([source], { plugins: [plugin] });

  await bot.sync();
  const outcome = await bot.ask("deprecated");
  await bot.app.stop();

  expect(code.trim().split("\n").length).toBeLessThanOrEqual(25);
  expect(outcome).toMatchObject({ status: "answer", data: { total: 1, items: [{ entity: "component:default/old" }] } });
});

test("the command of the guide is in the menus of Teams, beside those that come with Callboard", async () => {
  const { plugin } = await guided();
  const bot = createTestBot([createMemorySource("org")], { plugins: [...builtInPlugins, plugin] });

  const [commands, shortcuts] = [bot.app.commands(), bot.app.shortcuts()];
  await bot.app.stop();

  const manifest = teamsManifest({
    commands,
    shortcuts,
    appId: "11111111-2222-4333-8444-555555555555",
    version: "1.0.0",
  });
  expect(JSON.stringify(manifest)).toContain('"title":"deprecated"');
});

async function guided(): Promise<{ readonly code: string; readonly plugin: Plugin }> {
  const code = /```ts\n(import[\s\S]*?)```/.exec(await readFile(guide, "utf8"))?.[1] ?? "";
  folder = await mkdtemp(join(plugins, "guide-"));
  const file = join(folder, "index.ts");
  await writeFile(file, code);
  const { deprecatedPlugin } = (await import(pathToFileURL(file).href)) as { deprecatedPlugin: Plugin };
  return { code, plugin: deprecatedPlugin };
}
