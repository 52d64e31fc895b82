import { BotError } from "../errors.ts";
import type { Log } from "../log.ts";
import { botControl } from "./control/bot-control.ts";
import { serveControl } from "./control/server.ts";
import { freshBot } from "./fresh-bot.ts";
import { logRejections } from "./log-rejections.ts";
import { configuredSetting, type Setting } from "./setting.ts";
import { stopSignal } from "./stop-signal.ts";
import { talk } from "./talk.ts";
import type { CliCommand, Terminal } from "./terminal.ts";

/**
 * `callboard start`: the bot. With a chat platform in the configuration it serves that until SIGTERM or SIGINT; without one
 * the terminal is its chat, and it ends with the conversation. Without a configuration it serves the playground.
 */
export const start: CliCommand = async (args, terminal) => {
  if (args.length > 0) throw new BotError("usage", "callboard start takes nothing. Settings are in callboard.yaml.");
  // A person is told in words what a supervisor finds in the log.
  const setting = await configuredSetting(terminal, terminal.errors.isTTY ? "warn" : "info");
  const listening = new AbortController();
  const stopped = stopSignal(listening.signal, terminal.env);
  try {
    if (setting !== undefined) await run(setting, terminal, stopped);
    else await (await import("./playground/play.ts")).play(terminal, stopped);
    return 0;
  } finally {
    listening.abort();
  }
};

async function run(setting: Setting, terminal: Terminal, stopped: Promise<void>): Promise<void> {
  const unlisten = logRejections(setting.log);
  try {
    const { chat, webhooks } = setting.config;
    const isServer = [chat.slack, chat.teams, webhooks.github].some((part) => part !== undefined);
    await (isServer ? serve : talk)(setting, terminal, stopped);
  } finally {
    unlisten();
  }
}

/** Serves the platforms and webhooks of the configuration until `stopped`. */
async function serve(setting: Setting, terminal: Terminal, stopped: Promise<void>): Promise<void> {
  const { log, config } = setting;
  const bot = await freshBot(setting, terminal, { isServing: true });
  let isEnding = false;
  try {
    bot.ready.catch((error) => {
      if (!isEnding) log.error({ err: error }, "catalog not read");
    });
    const control = await serveControl(config.dataFolder, botControl(bot), log);
    try {
      // What an earlier run left open is answered from what it knew.
      await bot.restored;
      // First, so that nothing is connected where the port is taken. Platforms are told to come again until the start.
      const address = await bot.server?.start();
      // Whoever asks before a catalog is read for the first time is told so: that is better than silence.
      await bot.app.start();
      if (address) announce(terminal, log, `Listening on http://${config.server.host}:${address.port}.`);
      await stopped;
    } finally {
      isEnding = true;
      await control.close();
    }
  } finally {
    isEnding = true;
    await bot.close();
  }
}

/** Says to a person at a terminal what a supervisor finds in the log. */
function announce({ errors }: Terminal, log: Log, message: string): void {
  if (errors.isTTY === true) errors.write(`${message} Ctrl-C ends it.\n`);
  else log.info(message);
}
