import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openBot } from "../../src/main.ts";

/** The whole bot as it is started, with the configuration in a folder; it also says how long its event loop was held up. */
async function main(folder: string): Promise<void> {
  const config = await loadConfig({ cwd: folder });
  if (!config) throw new Error("no configuration");
  const log = createLog({ level: "error", secrets: config.secrets });
  const bot = await openBot(config, { log, adapters: [], environment: process.env, isServing: true });
  await bot.app.pipeline.sync();
  await bot.app.start();
  const names = [...bot.app.snapshot().entities.values()]
    .filter(({ kind }) => kind === "Component")
    .map(({ name }) => name);
  await writeFile(join(folder, "names.json"), JSON.stringify(names));
  const address = await bot.server?.start();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  process.on("message", async (message) => {
    if (message === "stop") {
      await bot.close();
      process.exit(0);
    }
    const { user, system } = process.cpuUsage();
    const rssMb = process.memoryUsage.rss() / 2 ** 20;
    process.send?.({
      cpuMicros: user + system,
      delayP99Ms: delay.percentile(99) / 1e6,
      delayMaxMs: delay.max / 1e6,
      rssMb,
    });
    delay.reset();
  });
  process.send?.({ port: address?.port });
}

await main(process.argv[2] ?? "");
