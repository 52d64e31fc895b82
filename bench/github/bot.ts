// The bot's real parts in a process of their own, asked in process; its webhook is reached over HTTP.
import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type { Config } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { type Bot, openBot } from "../../src/main.ts";
import { type AskedStretch, askSteadily } from "./ask-steadily.ts";
import type { HubHello, OwnerChange } from "./hub.ts";
import { owner } from "./organisation.ts";
import { serve, sharedMs } from "./served.ts";

/** What a sync took. */
export interface SyncFigures {
  readonly ms: number;
  readonly cpuMs: number;
  readonly blockMs: number;
  readonly things: number;
  /** `acme: changed`, and why where there is a reason. */
  readonly said: readonly string[];
}

const log = createLog({ level: process.env["BENCH_LOG"] ?? "error", secrets: [] });
const never = new AbortController().signal;
const asker = {
  user: { platform: "console", tenant: "local", id: "operator", isOperator: true },
  address: { platform: "console", tenant: "local", channel: "terminal" },
} as const;
const [delay, stretchDelay] = [monitorEventLoopDelay({ resolution: 5 }), monitorEventLoopDelay({ resolution: 5 })];
delay.enable();
let bot: Bot;
let asking: { stop(): Promise<AskedStretch> } | undefined;

function configOf({ apiUrl, webUrl, appId: id, privateKey, webhookSecret: secret }: HubHello, folder: string): Config {
  const host = "github.com";
  return {
    path: "",
    dataFolder: folder,
    store: { type: "lowdb", path: `${folder}/state` },
    chat: {},
    forge: { github: [{ host, apiUrl, webUrl, auth: { type: "app", id, privateKey } }] },
    webhooks: { github: { secret, pull: false } },
    server: { host: "127.0.0.1", port: 0, metrics: { host: "127.0.0.1", port: 0 } },
    network: {},
    admins: [],
    catalog: {
      // It syncs when the bench says so.
      schedule: "0 0 1 1 *",
      sources: [
        {
          ...{ type: "github", name: owner, host, org: owner, paths: ["catalog-info.yaml"], include: [], exclude: [] },
          ...{ archived: false, forks: false, people: false, peopleNamespace: "default", trusted: true },
        },
      ],
    },
    log: { level: "error" },
    secrets: [],
  };
}

async function answer(text: string): Promise<string> {
  const said = await bot.app.answer({ type: "command", text, ...asker, place: "direct" }, never);
  if (said.status === "error") throw new Error(`${text}: ${said.error.message}`);
  return JSON.stringify(said);
}

async function sync(): Promise<SyncFigures> {
  delay.reset();
  const startedMs = performance.now();
  const before = process.cpuUsage();
  const reports = await bot.app.pipeline.sync();
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(before);
  const said = reports.map(({ name, status, problems, message }) =>
    [`${name}: ${status}`, ...(problems > 0 ? [`${problems} problems`] : []), ...(message ? [message] : [])].join(", "),
  );
  const things = bot.app.snapshot().entities.size;
  return { ms, cpuMs: (user + system) / 1000, blockMs: delay.max / 1e6, things, said };
}

/** Until the new owner is answered; undefined where that takes longer than a minute. */
async function seen({ thing, team }: Pick<OwnerChange, "thing" | "team">): Promise<number | undefined> {
  const endMs = sharedMs() + 60_000;
  let last: unknown;
  while (sharedMs() < endMs) {
    const snapshot = bot.app.snapshot();
    if (snapshot !== last && (await answer(`whoowns ${thing}`)).includes(team)) return sharedMs();
    last = snapshot;
    await wait(1);
  }
  return undefined;
}

const commands = {
  open: async (hello: HubHello, folder: string): Promise<void> => {
    bot = await openBot(configOf(hello, folder), { log, adapters: [], environment: process.env, isServing: true });
  },
  sync,
  settle: (): Promise<void> => bot.app.pipeline.settled(),
  /** When each of these had its new owner in an answer. */
  watch: (changes: readonly Pick<OwnerChange, "thing" | "team">[]): Promise<readonly (number | undefined)[]> =>
    Promise.all(changes.map(seen)),
  peakMb: (): number =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? Number.NaN) / 1024,
  listen: async (): Promise<number> => {
    const listening = await bot.server?.start();
    await bot.app.start();
    return (listening as { readonly port: number }).port;
  },
  startAsking: (things: readonly string[], aSecond: number): void => {
    stretchDelay.reset();
    stretchDelay.enable();
    asking = askSteadily(async (thing) => void (await answer(`whoowns ${thing}`)), things, aSecond);
  },
  stopAsking: async (): Promise<AskedStretch & { readonly delayP99Ms: number }> => {
    const stretch = await asking?.stop();
    if (stretch === undefined) throw new Error("nobody asks");
    stretchDelay.disable();
    return { ...stretch, delayP99Ms: stretchDelay.percentile(99) / 1e6 };
  },
  close: (): Promise<void> => bot.close(),
};

/** What it does. */
export type BotCommands = typeof commands;

serve(commands);
