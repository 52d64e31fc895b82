/**
 * `npm run dev`: the bot from its sources, started anew at every change; without a configuration with the playground as it was
 * last built. Between two starts the terminal is the bot's.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { watchSources } from "./watch-sources.ts";

const inner = "--once";

if (process.argv.includes(inner)) {
  // What cannot be loaded ends the bot alone.
  const { main } = await import("../src/cli.ts");
  process.exitCode = await main(["start"]);
} else startAnewAtChanges({ ...process.env, ...(await pagePort()) });

function startAnewAtChanges(env: NodeJS.ProcessEnv): void {
  let bot: ChildProcess | undefined;
  let isStale = false;
  let isEnding = false;

  function start(): void {
    isStale = false;
    const script = fileURLToPath(import.meta.url);
    bot = spawn(process.execPath, ["--import", "tsx", script, inner], { stdio: "inherit", env });
    bot.once("exit", (code, signal) => {
      bot = undefined;
      // The terminal's Ctrl-C is for both, and its end may be heard of before our own signal.
      if (isEnding || signal === "SIGINT" || (code === 0 && !isStale)) process.exit(0);
      if (isStale) start();
      else process.stderr.write("Ended. Starts anew at the next change; Ctrl-C ends it.\n");
    });
  }

  function restart(): void {
    // A second signal would cut short how it ends.
    if (isEnding || isStale) return;
    process.stderr.write("\nChanged: starts anew.\n");
    if (bot === undefined) start();
    else {
      isStale = true;
      bot.kill("SIGTERM");
    }
  }

  function end(signal: NodeJS.Signals): void {
    isEnding = true;
    if (bot === undefined) process.exit(0);
    // The terminal's Ctrl-C reaches the bot itself, and its end is ours.
    if (signal === "SIGTERM" && !isStale) bot.kill(signal);
  }

  watchSources(
    ["src", "adapters"].map((folder) => fileURLToPath(new URL(`../${folder}`, import.meta.url))),
    restart,
  );
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  start();
}

/** The playground's port at every start, so that an open page finds it again: the first that is free now. */
async function pagePort(): Promise<NodeJS.ProcessEnv> {
  const name = "CALLBOARD_PLAYGROUND_PORT";
  try {
    return { [name]: String(await freePort(Number(process.env[name] || 4400), 20)) };
  } catch {
    return {}; // the playground says what is wrong with it
  }
}

async function freePort(port: number, tries: number): Promise<number> {
  const server = createServer();
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
  } catch (error) {
    if (tries === 0) throw error;
    return freePort(port + 1, tries - 1);
  }
  const found = (server.address() as AddressInfo).port;
  await once(server.close(), "close");
  return found;
}
