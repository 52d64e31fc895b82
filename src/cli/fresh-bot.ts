import { stat } from "node:fs/promises";
import { type Bot, type Outside, openBot } from "../main.ts";
import { prepareDataFolder } from "./data-folder.ts";
import type { Setting } from "./setting.ts";
import type { Terminal } from "./terminal.ts";

/** How long an answer waits for a sync when there is an older catalog to answer from, in milliseconds. */
const patienceMs = 3000;
/** The same while a source was never read: what it holds would be missing from the answer. */
const longPatienceMs = 10_000;

/** A bot of a setting, and when it can answer. */
export interface FreshBot extends Bot {
  /**
   * Resolves when it can answer: from what the last run kept while that is younger than one sync interval, else after a
   * sync. Where Git does not answer in time, from what was kept, which then says how old it is.
   */
  readonly ready: Promise<void>;
  /** Resolves when the catalog that the last run kept is there, if it kept one. Never rejects. */
  readonly restored: Promise<void>;
}

/**
 * Opens the bot and starts to make it ready.
 * @throws BotError `invalid_config` for a data folder that is of no use, `conflict` when another process has the store
 */
export async function freshBot(
  setting: Setting,
  terminal: Terminal,
  outside: Partial<Pick<Outside, "adapters" | "isServing">> = {},
): Promise<FreshBot> {
  const bot = await openSettingsBot(setting, terminal, outside);
  const restoring = bot.app.pipeline.restore();
  const ready = freshen(bot, setting, restoring);
  ready.catch(() => undefined); // whoever stops the bot earlier does not wait for it
  const settled = (): undefined => undefined;
  return { ...bot, ready, restored: restoring.then(settled, settled) };
}

/** The bot of a setting, with the catalog still to be read. Throws as `freshBot` does. */
export async function openSettingsBot(
  { config, log, isSample }: Setting,
  { env }: Terminal,
  outside: Partial<Pick<Outside, "adapters" | "isServing">> = {},
): Promise<Bot> {
  // The sample does without where nothing can be kept.
  if (!isSample) await prepareDataFolder(config.dataFolder);
  return openBot(config, { log, adapters: [], environment: env, ...outside });
}

/** The bot once it is ready; closed when it cannot be. */
export async function whenReady<B extends Bot & { readonly ready: Promise<unknown> }>(bot: B): Promise<B> {
  try {
    await bot.ready;
    return bot;
  } catch (error) {
    await bot.close();
    throw error;
  }
}

async function freshen(bot: Bot, setting: Setting, restoring: Promise<boolean>): Promise<void> {
  const { pipeline } = bot.app;
  const isRestored = await restoring;
  if (isRestored && !setting.isSample && (await isYoung(bot, setting))) return;
  const syncing = pipeline.sync();
  syncing.catch(() => undefined); // it ends with the bot, when nobody waits for it any more
  // The sample is on this machine and has no reason to hang.
  if (!isRestored || setting.isSample) await syncing;
  else await Promise.race([syncing, after(isWhole(bot) ? patienceMs : longPatienceMs)]);
}

function after(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs).unref());
}

/** Whether every source that the configuration has now was ever read. */
function isWhole({ app }: Bot): boolean {
  const read = new Set(app.snapshot().sources.map(({ name }) => name));
  return app.pipeline.sources.every((name) => read.has(name));
}

/** Whether every source was read within one interval, and as the configuration says now. */
async function isYoung({ app, intervalMs }: Bot, { config }: Setting): Promise<boolean> {
  const configuredMs = (await stat(config.path)).mtimeMs;
  const oldestMs = Math.max(Date.now() - intervalMs, configuredMs);
  const states = new Map(app.snapshot().sources.map((state) => [state.name, state]));
  return app.pipeline.sources.every((name) => {
    const { syncedAt, failure } = states.get(name) ?? {};
    const syncedMs = syncedAt?.getTime() ?? 0;
    // A time to come was written by a wrong clock.
    return failure === undefined && syncedMs >= oldestMs && syncedMs <= Date.now();
  });
}
