import type { ChatAdapter } from "../chat/adapter.ts";
import { type Bot, createBot } from "../main.ts";
import type { Setting } from "./setting.ts";
import type { Terminal } from "./terminal.ts";

/** How long an answer waits for a sync when there is an older catalog to answer from, in milliseconds. */
const patienceMs = 3000;

/**
 * A bot that can answer: from what the last run kept while that is younger than one sync interval, else after a sync.
 * Where Git does not answer in time, from what was kept, which then says how old it is.
 */
export async function freshBot(
  setting: Setting,
  terminal: Terminal,
  adapters: readonly ChatAdapter[] = [],
): Promise<Bot> {
  const bot = createBot(setting.config, { log: setting.log, adapters, environment: terminal.env });
  const isRestored = await bot.app.pipeline.restore();
  if (isRestored && !setting.isSample && isYoung(bot)) return bot;
  const syncing = bot.app.pipeline.sync();
  if (!isRestored) await syncing;
  else await Promise.race([syncing, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
  return bot;
}

/** Whether every source was read within one interval. */
function isYoung({ app, intervalMs }: Bot): boolean {
  const oldest = Date.now() - intervalMs;
  const { sources } = app.snapshot();
  return sources.every(({ syncedAt, failure }) => failure === undefined && (syncedAt?.getTime() ?? 0) >= oldest);
}
