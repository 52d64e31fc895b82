import { setTimeout } from "node:timers/promises";
import { BotError } from "../errors.ts";
import type { Bot } from "../main.ts";
import { botControl } from "./control/bot-control.ts";
import { findRunningBot } from "./control/client.ts";
import type { Control } from "./control/control.ts";
import type { Setting } from "./setting.ts";

/** A control and how to let go of it. */
export interface OpenControl {
  readonly control: Control;
  close(): Promise<void>;
}

/** How long a command waits for another that has the store, in milliseconds. */
const patienceMs = 10_000;

/**
 * The bot that runs on the setting's data folder, else one of our own for as long as the command lasts.
 * While another command has the store, waits for it; or for the bot that is just starting to listen.
 * @param open makes our own; it is ready when its control is given
 * @throws BotError `conflict` when another process keeps the store, `unavailable` when the running bot does not answer
 */
export async function openControl(
  { config: { dataFolder }, isSample }: Setting,
  open: () => Promise<Bot>,
): Promise<OpenControl> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    // The sample is read anew by every command.
    const running = isSample ? undefined : await findRunningBot(dataFolder);
    if (running !== undefined) return { control: running, close: async () => {} };
    try {
      const bot = await open();
      return { control: botControl(bot), close: () => bot.close() };
    } catch (error) {
      const isTaken = error instanceof BotError && error.code === "conflict";
      if (!isTaken || performance.now() >= deadlineMs) throw error;
      await setTimeout(50);
    }
  }
}
