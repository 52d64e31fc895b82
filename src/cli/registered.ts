import type { App } from "../app.ts";
import { checkConfig } from "../config.ts";
import { createLog } from "../log.ts";
import { openBot } from "../main.ts";
import type { Terminal } from "./terminal.ts";

/** What the built-in plugins bring. */
export interface Registered {
  readonly commands: ReturnType<App["commands"]>;
  readonly shortcuts: ReturnType<App["shortcuts"]>;
}

/** What the built-in plugins bring, whatever is configured. Opens nothing. */
export async function registered({ cwd, env }: Pick<Terminal, "cwd" | "env">): Promise<Registered> {
  const text = "{ store: { type: memory }, catalog: { sources: [{ type: folder, name: none, path: . }] } }";
  const { config } = await checkConfig({ text, path: `${cwd}/callboard.yaml`, env: {} });
  if (config === undefined) throw new Error("the smallest configuration is right");
  const log = createLog({ level: "error", secrets: [] });
  const bot = await openBot(config, { log, adapters: [], environment: env });
  try {
    return { commands: bot.app.commands(), shortcuts: bot.app.shortcuts() };
  } finally {
    await bot.close();
  }
}
