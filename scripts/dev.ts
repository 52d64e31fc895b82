/**
 * `npm run dev`: the bot from its sources, started anew at every change; without a configuration with the playground as it was
 * last built. Between two starts the terminal is the bot's.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { watch } from "node:fs";
import { fileURLToPath } from "node:url";

const inner = "--once";
/** An editor writes a file in several steps, and a branch has many files. */
const settleMs = 200;

if (process.argv.includes(inner)) {
  // What cannot be loaded ends the bot alone.
  const { main } = await import("../src/cli.ts");
  process.exitCode = await main(["start"]);
} else startAnewAtChanges();

function startAnewAtChanges(): void {
  let bot: ChildProcess | undefined;
  let isStale = false;
  let isEnding = false;
  let timer: NodeJS.Timeout | undefined;

  function start(): void {
    isStale = false;
    const script = fileURLToPath(import.meta.url);
    bot = spawn(process.execPath, ["--import", "tsx", script, inner], { stdio: "inherit" });
    bot.once("exit", (code) => {
      bot = undefined;
      if (isEnding || (code === 0 && !isStale)) process.exit(0);
      if (isStale) start();
      else process.stderr.write("Ended. Starts anew at the next change; Ctrl-C ends it.\n");
    });
  }

  function restart(): void {
    process.stderr.write("\nChanged: starts anew.\n");
    isStale = true;
    if (bot === undefined) start();
    else bot.kill("SIGTERM");
  }

  for (const folder of ["src", "adapters"]) {
    watch(fileURLToPath(new URL(`../${folder}`, import.meta.url)), { recursive: true }, (_, file) => {
      if (file === null || !file.endsWith(".ts") || /\.(test|soak)\.ts$/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(restart, settleMs);
    });
  }
  // The terminal's Ctrl-C reaches the bot itself, and its end is ours.
  process.on("SIGINT", () => bot ?? process.exit(0));
  process.on("SIGTERM", () => {
    isEnding = true;
    if (bot === undefined) process.exit(0);
    bot.kill("SIGTERM");
  });
  start();
}
