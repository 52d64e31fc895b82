import { parseArgs } from "node:util";
import { type Manifest, readManifest } from "./manifest.ts";
import { startPlayground } from "./playground.ts";

const usage = "Usage: node playground.js --page <folder> --manifest <manifest.json> [--port <4400>]";
/** Whoever started it waits no longer for its end. */
const endMs = 900;

interface Settings {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly port: number;
}

/** What the arguments say. Throws an Error with a sentence. */
function settingsOf(args: readonly string[]): Settings {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args: [...args], options: { page: text, manifest: text, port: text } });
  const { page, manifest, port = "4400" } = values;
  if (!page || !manifest) throw new Error(`--page and --manifest are needed.\n${usage}`);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Error(`--port takes a number, 65535 at most.\n${usage}`);
  return { folder: page, manifest: readManifest(manifest), port: Number(port) };
}

/** Resolves when nobody needs us any more: standard input is that of whoever started us. */
function ending(): Promise<unknown> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, resolve);
    for (const event of ["end", "close", "error"]) process.stdin.once(event, resolve);
    process.stdin.resume();
  });
}

async function serve(settings: Settings): Promise<void> {
  const ended = ending();
  const playground = await startPlayground(settings);
  process.stdout.write(`${JSON.stringify(playground.hello)}\n`);
  await ended;
  setTimeout(() => process.exit(0), endMs).unref();
  await playground.stop();
  process.exit(0);
}

function fail(error: unknown, code: number): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(code);
}

let settings: Settings | undefined;
try {
  settings = settingsOf(process.argv.slice(2));
} catch (error) {
  fail(error, 2);
}
await serve(settings).catch((error: unknown) => fail(error, 1));
