import { stat } from "node:fs/promises";
import type { ChatAdapter } from "../chat/adapter.ts";
import { type Bot, createBot } from "../main.ts";
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
}

/** Makes the bot and starts to make it ready. */
export function freshBot(setting: Setting, terminal: Terminal, adapters: readonly ChatAdapter[] = []): FreshBot {
  const bot = createBot(setting.config, { log: setting.log, adapters, environment: terminal.env });
  const ready = freshen(bot, setting);
  ready.catch(() => undefined); // whoever stops the bot earlier does not wait for it
  return { ...bot, ready };
}

async function freshen(bot: Bot, setting: Setting): Promise<void> {
  const { pipeline } = bot.app;
  const isRestored = await pipeline.restore();
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
