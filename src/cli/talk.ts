import { createConsoleAdapter } from "../../adapters/console/index.ts";
import type { ChatAdapter } from "../chat/adapter.ts";
import { botControl } from "./control/bot-control.ts";
import { serveControl } from "./control/server.ts";
import { type FreshBot, freshBot } from "./fresh-bot.ts";
import type { Setting } from "./setting.ts";
import type { Terminal } from "./terminal.ts";
import { terminalUser } from "./terminal-user.ts";

/**
 * The terminal as the only chat, until the conversation ends or `stopped`. With nobody to talk to it syncs until `stopped`.
 */
export async function talk(setting: Setting, terminal: Terminal, stopped: Promise<void>): Promise<void> {
  const isTerminal = terminal.input.isTTY === true && terminal.output.isTTY === true;
  let bot: FreshBot | undefined;
  const chat = createTalk(terminal, isTerminal, () => bot?.app.commands() ?? []);
  if (isTerminal) terminal.errors.write("Reading the catalog…\n");
  bot = await freshBot(setting, terminal, { adapters: [chat.adapter] });
  try {
    await Promise.race([stopped, converse(bot, chat)]);
  } finally {
    await bot.close();
  }

  async function converse({ app, ready }: FreshBot, { ended, wasHeard }: Talk): Promise<void> {
    const control = await serveControl(setting.config.dataFolder, botControl(bot as FreshBot), setting.log);
    try {
      await ready;
      await app.start();
      await ended();
      if (wasHeard() || isTerminal) return;
      setting.log.info("nobody to talk to: syncing until stopped");
      const keepAlive = setInterval(() => {}, 60_000);
      await stopped;
      clearInterval(keepAlive);
    } finally {
      await control.close();
    }
  }
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
