import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { teamsManifest } from "../../../adapters/teams/manifest/manifest.ts";
import { defaultSlashCommands } from "../../config/slack-schema.ts";
import { configPath } from "../../config.ts";
import { BotError } from "../../errors.ts";
import { type FreshBot, freshBot } from "../fresh-bot.ts";
import { logRejections } from "../log-rejections.ts";
import { packageFolder, programName, programVersion } from "../program-name.ts";
import { type Setting, sampleSetting } from "../setting.ts";
import type { Terminal } from "../terminal.ts";
import { type PlaygroundHello, type PlaygroundProcess, startPlaygroundProcess } from "./playground-process.ts";

const closeMs = 1500;

/**
 * The bot of the sample organisation, connected to a Slack and a Microsoft Teams that are simulated on this machine, until `stopped`.
 * @throws BotError `invalid_config` where the playground is not built, `unavailable` when it ends by itself
 */
export async function play(terminal: Terminal, stopped: Promise<void>): Promise<void> {
  const playground = startPlaygroundProcess(programOf(terminal), terminal);
  // Loaded while the playground starts, which takes as long. Whoever needs it meets what is wrong with it.
  for (const platform of [import("../../../adapters/slack/index.ts"), import("../../../adapters/teams/index.ts")])
    platform.catch(() => undefined);
  try {
    const made = Promise.all([playground.hello, sampleSetting(terminal, "error")]);
    const found = await Promise.race([stopped, made]);
    if (found) await serve(found, { terminal, playground, stopped });
  } finally {
    await playground.close();
  }
}

async function serve(
  [hello, sample]: readonly [PlaygroundHello, Setting],
  { terminal, playground, stopped }: { terminal: Terminal; playground: PlaygroundProcess; stopped: Promise<void> },
): Promise<void> {
  const setting = inPlayground(sample, hello);
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
  playground.register({ teams: { endpoint: `http://127.0.0.1:${address?.port}/api/messages`, manifest } });
}

/** The sample organisation in the playground's Slack and Teams. Nothing that it listens on can be in another's way. */
function inPlayground({ config, log }: Setting, { slack, teams }: PlaygroundHello): Setting {
  const { apiUrl, botToken, appToken } = slack;
  const commands = defaultSlashCommands;
  return {
    log,
    isSample: true,
    config: {
      ...config,
      admins: ["group:default/platform"],
      server: { host: "127.0.0.1", port: 0, metrics: { host: "127.0.0.1", port: 0 } },
      chat: {
        slack: { apiUrl, botToken, appToken, commands, guests: "deny", external: "deny" },
        teams: { ...teams, tenants: [], unauthenticated: false },
      },
    },
  };
}

function greeting({ page, wantedPort }: PlaygroundHello): string {
  const port = Number(new URL(page).port);
  return [
    `The playground: ${page}`,
    ...(wantedPort === port || wantedPort === 0 ? [] : [`Port ${wantedPort} is taken, so it is on ${port}.`]),
    "The sample organisation Acme in a simulated Slack and Teams, on this machine alone. Ctrl-C ends it.\n",
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
  const places = ["--page", page, "--manifest", join(folder, "manifest.json")];
  return { path, args: [...places, ...portOf(env)] };
}

function portOf(env: Terminal["env"]): readonly string[] {
  const name = "CALLBOARD_PLAYGROUND_PORT";
  const port = env[name];
  if (!port) return [];
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return ["--port", port];
  throw new BotError("invalid_config", `${name} takes a port, 65535 at most. Set it to one, or unset it.`);
}
