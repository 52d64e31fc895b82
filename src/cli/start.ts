import { once } from "node:events";
import { createConsoleAdapter } from "../../adapters/console/index.ts";
import type { ChatAdapter } from "../chat/adapter.ts";
import { BotError } from "../errors.ts";
import type { Log } from "../log.ts";
import { botControl } from "./control/bot-control.ts";
import { serveControl } from "./control/server.ts";
import { type FreshBot, freshBot } from "./fresh-bot.ts";
import { openSetting, type Setting } from "./setting.ts";
import type { CliCommand, Terminal } from "./terminal.ts";
import { terminalUser } from "./terminal-user.ts";

/**
 * `callboard start`: the bot. With a chat platform in the configuration it serves that until SIGTERM or SIGINT; without one
 * the terminal is its chat, and it ends with the conversation. With nobody to talk to it syncs until it is stopped.
 */
export const start: CliCommand = async (args, terminal) => {
  if (args.length > 0) throw new BotError("usage", "callboard start takes nothing. Settings are in callboard.yaml.");
  // A person is told in words what a supervisor finds in the log.
  const setting = await openSetting(terminal, "warn", terminal.errors.isTTY ? "warn" : "info");
  const { log } = setting;
  const onRejection = (error: unknown) => log.error({ err: error }, "unhandled rejection");
  process.on("unhandledRejection", onRejection);
  const listening = new AbortController();
  const stopped = stopSignal(listening.signal);
  try {
    if (setting.config.chat.slack === undefined) await talk(setting, terminal, stopped);
    else await serve(setting, terminal, stopped);
    return 0;
  } finally {
    listening.abort();
    process.off("unhandledRejection", onRejection);
  }
};

/** Serves the platforms of the configuration until `stopped`. */
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
      // First, so that nothing is connected where the port is taken. Slack is told to come again until the start.
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

/** The terminal as the only chat, until the conversation ends or `stopped`. */
async function talk(setting: Setting, terminal: Terminal, stopped: Promise<void>): Promise<void> {
  const isTerminal = terminal.input.isTTY === true && terminal.output.isTTY === true;
  let bot: FreshBot | undefined;
  const chat = createTalk(terminal, isTerminal, () => bot?.app.commands() ?? []);
  if (isTerminal)
    terminal.errors.write(
      setting.isSample ? "The sample organisation Acme. Reading its catalog…\n" : "Reading the catalog…\n",
    );
  bot = await freshBot(setting, terminal, { adapters: [chat.adapter] });
  try {
    await Promise.race([stopped, converse(bot, chat)]);
  } finally {
    await bot.close();
  }

  async function converse({ app, ready }: FreshBot, { ended, wasHeard }: Talk): Promise<void> {
    const control = setting.isSample
      ? undefined
      : await serveControl(setting.config.dataFolder, botControl(bot as FreshBot), setting.log);
    try {
      await ready;
      await app.start();
      await ended();
      if (wasHeard() || setting.isSample || isTerminal) return;
      setting.log.info("nobody to talk to: syncing until stopped");
      const keepAlive = setInterval(() => {}, 60_000);
      await stopped;
      clearInterval(keepAlive);
    } finally {
      await control?.close();
    }
  }
}

/** Resolves with the first SIGTERM or SIGINT. Until `signal` aborts. */
async function stopSignal(signal: AbortSignal): Promise<void> {
  const ignoreEnd = (): Promise<void> => new Promise(() => {});
  await Promise.race(["SIGTERM", "SIGINT"].map((name) => once(process, name, { signal }).catch(ignoreEnd)));
}

interface Talk {
  readonly adapter: ChatAdapter;
  ended(): Promise<void>;
  wasHeard(): boolean;
}

/** The terminal as a chat, and whether anything was said in it. */
function createTalk(
  { input, output, env }: Terminal,
  isTerminal: boolean,
  commands: () => readonly { name: string; aliases?: readonly string[] }[],
): Talk {
  const colors = isTerminal && !env["NO_COLOR"];
  const talk = createConsoleAdapter({ input, output, isTerminal, colors, user: terminalUser(undefined), commands });
  let wasHeard = false;
  const adapter: ChatAdapter = {
    ...talk,
    start: (sink) =>
      talk.start({
        ...sink,
        hear(event, responder) {
          wasHeard = true;
          return sink.hear(event, responder);
        },
      }),
  };
  return { adapter, ended: () => talk.ended, wasHeard: () => wasHeard };
}
