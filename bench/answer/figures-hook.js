// Loaded before the bot (`node --import`): says on request what it took from the machine, and how long its event loop was held up.
import { monitorEventLoopDelay } from "node:perf_hooks";

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on("message", (message) => {
  if (message === "stop") {
    process.kill(process.pid, "SIGTERM");
    return;
  }
  const { user, system } = process.cpuUsage();
  process.send({ cpuMicros: user + system, delayP99Ms: delay.percentile(99) / 1e6, delayMaxMs: delay.max / 1e6 });
  delay.reset();
});
// It listens for as long as it lives, and ends no later than the bench.
process.channel?.unref();
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
