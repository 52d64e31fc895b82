import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { component, documents, group, user } from "./descriptor.ts";
import type { CommandEnd } from "./fake-terminal.ts";
import type { Installation, RunningCommand } from "./installation.ts";

/** A folder with a configuration, a catalog of its own and what the bot keeps. */
export interface Home {
  readonly cwd: string;
  readonly dataFolder: string;
  /** The bot's whole environment but `PATH`. */
  readonly env: Readonly<Record<string, string>>;
}

/** The bot as a process of its own. */
export interface ServingBot {
  readonly pid: number;
  readonly url: string;
  /** From the start of the process until it said to be ready. */
  readonly readyMs: number;
  readonly ended: RunningCommand["ended"];
  /** What it wrote to standard error so far. */
  readonly errors: () => string;
  /** SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  readonly end: (signal?: NodeJS.Signals) => Promise<CommandEnd & { readonly signal: NodeJS.Signals | null }>;
}

/** Things of `a-team`, who listen in `#team-help` and in `Dev › help`, a few hundred a file; and Mia, whom the catalog must know to take questions. */
export async function writeThings(folder: string, count: number): Promise<void> {
  const perFile = 400;
  const team = group("a-team", {
    annotations: { "slack.com/bot-notify": "#team-help", "callboard.dev/teams-channel": "Dev › help" },
  });
  const mia = user("mia", { spec: { profile: { email: "mia@acme.example" } } });
  for (let first = 0; first < count; first += perFile) {
    const numbers = Array.from({ length: Math.min(perFile, count - first) }, (_, index) => first + index);
    const things = numbers.map((number) => component(`thing-${number}`));
    const file = join(folder, `things-${first}`, "catalog-info.yaml");
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, documents(...(first === 0 ? [team, mia] : []), ...things));
  }
}

/** How a bot is started. */
export interface ServingOptions {
  readonly withinMs?: number;
  readonly command?: readonly string[];
}

/** Starts the bot of a home and waits until it is ready. What is still running when the test ends is killed. */
export async function startBot(
  installation: Installation,
  home: Home,
  options: ServingOptions = {},
): Promise<ServingBot> {
  const startedMs = performance.now();
  const { process, ended } = installation.start(["start"], {
    cwd: home.cwd,
    env: home.env,
    ...(options.command && { command: options.command }),
  });
  let errors = "";
  process.stderr?.on("data", (bytes: Buffer) => {
    errors += bytes;
  });
  onTestFinished(async () => {
    process.kill("SIGKILL");
    await ended;
  });
  const deadlineMs = startedMs + (options.withinMs ?? 30_000);
  const wait = async (): Promise<void> => {
    if (process.exitCode !== null) throw new Error(`the bot ended with ${process.exitCode}: ${errors}`);
    if (performance.now() > deadlineMs) throw new Error(`the bot is not ready: ${errors}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  };
  for (; !/"msg":"Listening on http:\S+"/.test(errors); await wait());
  const url = /"msg":"Listening on (http:\/\/[\d.]+:\d+)/.exec(errors)?.[1] ?? "";
  for (; !(await isReady(url)); await wait());
  const readyMs = performance.now() - startedMs;
  return {
    pid: process.pid ?? 0,
    url,
    readyMs,
    ended,
    errors: () => errors,
    async kill() {
      process.kill("SIGKILL");
      await ended;
    },
    async end(signal = "SIGTERM") {
      process.kill(signal);
      return ended;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`);
    await response.text();
    return response.status === 200;
  } catch {
    // It does not listen any more: that it ended is seen elsewhere.
    return false;
  }
}
