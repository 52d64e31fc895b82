import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type Playground, type PlaygroundOptions, startPlayground } from "./playground.ts";
import { readManifest } from "./slack/manifest.ts";

const usage = "Usage: node playground.js --page <folder> --data <folder> --manifest <manifest.json> [--port <4400>]";
/** Whoever started it waits no longer for its end. */
const endMs = 900;
const registration = z.object({
  teams: z.object({ endpoint: z.url(), manifest: z.unknown() }),
  github: z.object({ webhookUrl: z.url() }),
});

/** What the arguments say. Throws an Error with a sentence. */
function optionsOf(args: string[]): PlaygroundOptions {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args, options: { page: text, data: text, manifest: text, port: text } });
  const { page, data, manifest, port = "4400" } = values;
  if (!page || !data || !manifest) throw new Error(`--page, --data and --manifest are needed.\n${usage}`);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Error(`--port takes a number, 65535 at most.\n${usage}`);
  return { folder: page, data, manifest: readManifest(manifest), port: Number(port), rateLimits: true };
}

/** Resolves when nobody needs us any more: standard input is that of whoever started us. */
function ending(): Promise<unknown> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, resolve);
    for (const event of ["end", "close", "error"]) process.stdin.once(event, resolve);
    process.stdin.resume();
  });
}

/** Takes what whoever started it says of its app: a line of JSON. */
function takeRegistrations(playground: Playground): void {
  createInterface({ input: process.stdin }).on("line", (line) => {
    try {
      playground.register(registration.parse(JSON.parse(line)));
    } catch (error) {
      process.stderr.write(`The playground does not take this app: ${toldOf(error)}\n`);
    }
  });
}

const toldOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whatever nobody thought of: mostly of one connection, for which the others are not to end. */
function survive(): void {
  process.stderr.on("error", () => undefined);
  process.on("uncaughtException", (error: unknown) => {
    process.stderr.write(`The playground made a mistake, and goes on: ${toldOf(error)}\n`);
  });
}

let exitCode = 2;
try {
  const options = optionsOf(process.argv.slice(2));
  exitCode = 1;
  const ended = ending();
  const playground = await startPlayground(options);
  survive();
  takeRegistrations(playground);
  process.stdout.write(`${JSON.stringify(playground.hello)}\n`);
  await ended;
  setTimeout(() => process.exit(0), endMs).unref();
  await playground.stop();
  exitCode = 0;
} catch (error) {
  process.stderr.write(`${toldOf(error)}\n`);
}
process.exit(exitCode);
