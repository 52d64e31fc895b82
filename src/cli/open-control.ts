import { setTimeout } from "node:timers/promises";
import { loadDataFolder } from "../config.ts";
import { BotError } from "../errors.ts";
import type { Bot } from "../main.ts";
import { botControl } from "./control/bot-control.ts";
import { findRunningBot, type RunningBot } from "./control/client.ts";
import type { Control } from "./control/control.ts";
import { openSetting, type Setting } from "./setting.ts";
import type { Terminal } from "./terminal.ts";

/** A control and how to let go of it. */
export interface OpenControl {
  readonly control: Control;
  close(): Promise<void>;
}

/** How long a command waits for another that has the store, in milliseconds. */
const patienceMs = 10_000;

/**
 * The bot that runs on the configuration's data folder, else one of our own for as long as the command lasts. Only the
 * latter needs the whole configuration with its secrets.
 * While another command has the store, waits for it; or for the bot that is just starting to listen.
 * @param open makes our own; it is ready when its control is given
 * @throws BotError `invalid_config`, `conflict` when another process keeps the store, `unavailable` when the running bot does not answer
 */
export async function openControl(terminal: Terminal, open: (setting: Setting) => Promise<Bot>): Promise<OpenControl> {
  const deadlineMs = performance.now() + patienceMs;
  let setting: Setting | undefined;
  for (;;) {
    const running = await runningBot(terminal);
    if (running !== undefined) return { control: running, close: async () => {} };
    setting ??= await openSetting(terminal, "error");
    try {
      const bot = await open(setting);
      return { control: botControl(bot), close: () => bot.close() };
    } catch (error) {
      const isTaken = error instanceof BotError && error.code === "conflict";
      if (!isTaken || performance.now() >= deadlineMs) throw error;
      await setTimeout(50);
    }
  }
}

/** The bot that runs on the configuration's data folder; none for the sample, which every command reads anew. */
export async function runningBot(terminal: Pick<Terminal, "env" | "cwd">): Promise<RunningBot | undefined> {
  const folder = await loadDataFolder(terminal);
  return folder === undefined ? undefined : findRunningBot(folder);
}
