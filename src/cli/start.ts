import { once } from "node:events";
import { createConsoleAdapter } from "../../adapters/console/index.ts";
import type { ChatAdapter } from "../chat/adapter.ts";
import { BotError } from "../errors.ts";
import { terminalUser } from "./ask.ts";
import { freshBot } from "./fresh-bot.ts";
import { openSetting } from "./setting.ts";
import type { CliCommand, Terminal } from "./terminal.ts";

/**
 * `callboard start`: the bot, with the terminal as its chat. Ends with the conversation, or cleanly on SIGTERM and SIGINT.
 * Started with a configuration and nobody to talk to (no terminal, nothing piped in) it runs until it is stopped.
 */
export const start: CliCommand = async (args, terminal) => {
  if (args.length > 0) throw new BotError("usage", "callboard start takes nothing. Settings are in callboard.yaml.");
  const isTerminal = terminal.input.isTTY === true && terminal.output.isTTY === true;
  const setting = await openSetting(terminal, "warn");
  const { log } = setting;
  const onRejection = (error: unknown) => log.error({ err: error }, "unhandled rejection");
  process.on("unhandledRejection", onRejection);
  const listening = new AbortController();
  const stopped = stopSignal(listening.signal);
  const talk = createTalk(terminal, isTerminal, () => bot.app.commands());
  if (isTerminal)
    terminal.errors.write(
      setting.isSample ? "The sample organisation Acme. Reading its catalog…\n" : "Reading the catalog…\n",
    );
  const bot = freshBot(setting, terminal, [talk.adapter]);
  try {
    await Promise.race([stopped, converse()]);
    return 0;
  } finally {
    await bot.app.stop();
    listening.abort();
    process.off("unhandledRejection", onRejection);
  }

  async function converse(): Promise<void> {
    await bot.ready;
    await bot.app.start();
    await talk.ended();
    if (talk.wasHeard() || setting.isSample || isTerminal) return;
    log.info("nobody to talk to: syncing until stopped");
    const keepAlive = setInterval(() => {}, 60_000);
    await stopped;
    clearInterval(keepAlive);
  }
};

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
      talk.start((event) => {
        wasHeard = true;
        return sink(event);
      }),
  };
  return { adapter, ended: () => talk.ended, wasHeard: () => wasHeard };
}
