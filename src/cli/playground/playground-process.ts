import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { BotError } from "../../errors.ts";
import type { Terminal } from "../terminal.ts";

/** What the playground says of itself in its first line, as far as the bot needs it. */
const helloSchema = z.object({
  /** Its page's address. */
  page: z.url(),
  /** The port that it asked for; another one is in `page` where that was taken. */
  wantedPort: z.int(),
  slack: z.object({ apiUrl: z.url(), botToken: z.string().min(1), appToken: z.string().min(1) }),
  teams: z.object({
    appId: z.string().min(1),
    appPassword: z.string().min(1),
    tenantId: z.string().min(1),
    serviceUrls: z.array(z.url()),
    openIdUrl: z.url(),
    tokenIssuer: z.string().min(1),
    loginUrl: z.url(),
  }),
  github: z.object({
    host: z.string().min(1),
    apiUrl: z.url(),
    webUrl: z.url(),
    appId: z.string().min(1),
    privateKey: z.string().min(1),
    webhookSecret: z.string().min(1),
  }),
});

/** Where the playground is and how to be its app. */
export type PlaygroundHello = z.infer<typeof helloSchema>;

/** What the playground is told once the bot listens: what an administrator enters where a bot is registered. */
export interface Registration {
  readonly teams: {
    /** Where activities are posted. */
    readonly endpoint: string;
    /** The app's manifest. */
    readonly manifest: unknown;
  };
  readonly github: {
    /** Where webhooks are delivered. */
    readonly webhookUrl: string;
  };
}

/** The playground, in a process of its own. */
export interface PlaygroundProcess {
  /** @throws BotError `unavailable` when it ends, says something else, or nothing for ten seconds */
  readonly hello: Promise<PlaygroundHello>;
  /** Rejects with a BotError `unavailable` when it has ended and nobody asked it to; never resolves. */
  readonly lost: Promise<never>;
  register(registration: Registration): void;
  /** Ends it, and waits until it has ended. Safe to call twice. */
  close(): Promise<void>;
}

const helloMs = 10_000;
/** How long it may take to end by itself. */
const endMs = 1000;
/** Whoever ends the bot may end the playground at the same moment: then nothing is lost. */
const signalMs = 250;

/**
 * Starts the program at `path`. It lives as long as its standard input is open: that ends with us, however we end.
 * What it writes to standard error is passed on.
 */
export function startPlaygroundProcess(
  { path, args }: { readonly path: string; readonly args: readonly string[] },
  { env, errors }: Pick<Terminal, "env" | "errors">,
): PlaygroundProcess {
  // A group of its own: a terminal's Ctrl-C is for the bot, which first takes its leave.
  const child = spawn(process.execPath, [path, ...args], {
    env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
    windowsHide: true,
  });
  child.stdin.on("error", () => {}); // that it is gone says `lost`
  child.stderr.on("data", (chunk: Buffer) => void errors.write(chunk));
  let isEnding = false;
  const ended = once(child, "close").then(
    ([code, signal]) => `it ended with ${signal ?? `exit code ${code}`}`,
    (error: Error) => error.message,
  );
  const lost = ended.then(async (how) => {
    if (!isEnding) await setTimeout(signalMs);
    return isEnding ? new Promise<never>(() => {}) : Promise.reject(failure(how));
  });
  lost.catch(() => {}); // whoever waits for it hears of it
  const hello = firstLine(child.stdout, ended).then(readHello);
  hello.catch(() => {});

  return {
    hello,
    lost,
    register: (registration) => void child.stdin.write(`${JSON.stringify(registration)}\n`),
    async close() {
      isEnding = true;
      child.stdin.end();
      const hasEnded = await Promise.race([ended, setTimeout(endMs, undefined, { ref: false })]);
      if (hasEnded === undefined) child.kill("SIGKILL");
      await ended;
    },
  };
}

/** The first line of what a process writes; the rest is left unread without stopping it. */
async function firstLine(output: NodeJS.ReadableStream, ended: Promise<string>): Promise<string> {
  const giveUp = new AbortController();
  const lines = createInterface({ input: output });
  try {
    return await Promise.race([
      once(lines, "line").then(([line]) => String(line)),
      ended.then((how) => Promise.reject(failure(how))),
      setTimeout(helloMs, undefined, { signal: giveUp.signal }).then(() => Promise.reject(failure("it said nothing"))),
    ]);
  } finally {
    giveUp.abort();
    lines.close();
    output.resume();
  }
}

function readHello(line: string): PlaygroundHello {
  try {
    return helloSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw failure("it did not say where it is", cause);
  }
}

function failure(how: string, cause?: unknown): BotError {
  return new BotError("unavailable", `The playground is gone: ${how}. Start it again.`, { cause });
}
