import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { teamsManifest } from "../../../adapters/teams/manifest/manifest.ts";
import { configPath } from "../../config.ts";
import { BotError } from "../../errors.ts";
import { type FreshBot, freshBot } from "../fresh-bot.ts";
import { logRejections } from "../log-rejections.ts";
import { packageFolder, programName, programVersion } from "../program-name.ts";
import { settingOf } from "../setting.ts";
import type { Terminal } from "../terminal.ts";
import { playgroundConfig } from "./playground-config.ts";
import { type PlaygroundHello, type PlaygroundProcess, startPlaygroundProcess } from "./playground-process.ts";

const closeMs = 1500;

/**
 * The bot of the sample organisation, connected to a Slack, a Microsoft Teams and a GitHub that are simulated on this machine, until `stopped`.
 * @throws BotError `invalid_config` where the playground is not built, `unavailable` when it ends by itself
 */
export async function play(terminal: Terminal, stopped: Promise<void>): Promise<void> {
  const playground = startPlaygroundProcess(programOf(terminal), terminal);
  // Loaded while the playground starts, which takes as long. Whoever needs it meets what is wrong with it.
  for (const platform of [import("../../../adapters/slack/index.ts"), import("../../../adapters/teams/index.ts")])
    platform.catch(() => undefined);
  try {
    const hello = await Promise.race([stopped, playground.hello]);
    if (hello) await serve(hello, { terminal, playground, stopped });
  } finally {
    await playground.close();
  }
}

async function serve(
  hello: PlaygroundHello,
  { terminal, playground, stopped }: { terminal: Terminal; playground: PlaygroundProcess; stopped: Promise<void> },
): Promise<void> {
  const config = playgroundConfig(hello);
  // What an earlier run left is of a GitHub that is gone.
  await rm(config.dataFolder, { recursive: true, force: true }).catch(() => undefined);
  const setting = settingOf(config, terminal, true);
  const unlisten = logRejections(setting.log);
  try {
    const bot = await freshBot(setting, terminal, { isServing: true });
    try {
      const connected = connect(bot, hello, playground).then(() => void terminal.errors.write(greeting(hello)));
      await Promise.race([stopped, playground.lost, connected]);
      await Promise.race([stopped, playground.lost]);
    } finally {
      // Nothing of the sample is kept: what still waits for a playground that is gone may be left.
      await Promise.race([bot.close(), setTimeout(closeMs, undefined, { ref: false })]);
    }
  } finally {
    unlisten();
  }
}

/** Not before the catalog is there: the first answer is to be right. */
async function connect(bot: FreshBot, { teams }: PlaygroundHello, playground: PlaygroundProcess): Promise<void> {
  await bot.ready;
  const address = await bot.server?.start();
  await bot.app.start();
  const [commands, shortcuts] = [bot.app.commands(), bot.app.shortcuts()];
  const manifest = teamsManifest({ commands, shortcuts, appId: teams.appId, version: programVersion() });
  const here = `http://127.0.0.1:${address?.port}`;
  playground.register({
    teams: { endpoint: `${here}/api/messages`, manifest },
    github: { webhookUrl: `${here}/webhooks/github` },
  });
}

function greeting({ page, wantedPort }: PlaygroundHello): string {
  const port = Number(new URL(page).port);
  return [
    `The playground: ${page}`,
    ...(wantedPort === port || wantedPort === 0 ? [] : [`Port ${wantedPort} is taken, so it is on ${port}.`]),
    "The sample organisation Acme in a simulated Slack, Teams and GitHub, on this machine alone. Ctrl-C ends it.\n",
  ].join("\n");
}

function programOf({ env, cwd }: Terminal): { readonly path: string; readonly args: readonly string[] } {
  const folder = packageFolder();
  const path = join(folder, "dist", "playground.js");
  const page = join(folder, "dist", "page");
  if (![path, join(page, "index.html")].every(existsSync)) {
    throw new BotError(
      "invalid_config",
      `No configuration at ${configPath({ env, cwd })}, and the playground is not built here. Run ${programName(cwd)} init, or in a clone npm ci with development dependencies.`,
    );
  }
  const places = ["--page", page, "--data", join(folder, "data"), "--manifest", join(folder, "manifest.json")];
  return { path, args: [...places, ...portOf(env)] };
}

function portOf(env: Terminal["env"]): readonly string[] {
  const name = "CALLBOARD_PLAYGROUND_PORT";
  const port = env[name];
  if (!port) return [];
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return ["--port", port];
  throw new BotError("invalid_config", `${name} takes a port, 65535 at most. Set it to one, or unset it.`);
}
