import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { SimulatedSlack } from "../../playground/slack/simulated-slack.ts";
import { component, documents, group, user } from "./descriptor.ts";
import type { CommandEnd } from "./fake-terminal.ts";
import type { Installation, RunningCommand } from "./installation.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A folder with a configuration for a simulated Slack, a catalog of its own and what the bot keeps. */
export interface SlackHome {
  readonly cwd: string;
  readonly dataFolder: string;
  /** The bot's whole environment but `PATH`. */
  readonly env: Readonly<Record<string, string>>;
  /** The configuration as the bot reads it. */
  readonly config: object;
}

/** What a home may have of its own. */
export interface HomeOptions {
  readonly secrets: SlackSecrets;
  readonly isSocket?: boolean;
  /** How many things the catalog has: `thing-0`, `thing-1` … */
  readonly things?: number;
  /** Top-level keys besides those of every home. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly sources?: readonly object[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where state is kept; `data` beside the configuration unless told. */
  readonly dataFolder?: string;
}

/** What Slack and the bot share. */
export interface SlackSecrets {
  readonly botToken: string;
  readonly signingSecret: string;
  readonly appToken: string;
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

/** Secrets that are good enough for most tests. */
export const plainSecrets: SlackSecrets = {
  botToken: "xoxb-1-test-token",
  signingSecret: "0123456789abcdef0123456789abcdef",
  appToken: "xapp-1-test-token",
};

/** Makes a home for `slack`. The configuration holds secrets by name alone; all of it is removed with the test. */
export async function slackHome(slack: SimulatedSlack, options: HomeOptions): Promise<SlackHome> {
  const cwd = await temporaryFolder();
  const dataFolder = options.dataFolder ?? join(cwd, "data");
  await writeThings(join(cwd, "catalog"), options.things ?? 50);
  const { botToken, signingSecret, appToken } = options.secrets;
  const proof = options.isSocket
    ? // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own notation.
      { appToken: "${SLACK_APP_TOKEN}" }
    : // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own notation.
      { signingSecret: "${SLACK_SIGNING_SECRET}" };
  const config = {
    data: dataFolder,
    server: { port: 0, metrics: { port: 0 } },
    catalog: { sources: [{ type: "folder", name: "local", path: "catalog" }, ...(options.sources ?? [])] },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own notation.
    chat: { slack: { botToken: "${SLACK_BOT_TOKEN}", ...proof, apiUrl: slack.apiUrl } },
    ...options.config,
  };
  await writeFile(join(cwd, "callboard.yaml"), JSON.stringify(config));
  const own = options.isSocket ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret };
  return { cwd, dataFolder, config, env: { SLACK_BOT_TOKEN: botToken, ...own, ...options.env } };
}

/** Things of `a-team`, who listen in `#team-help`, a few hundred a file; and Mia, whom the catalog must know to take questions. */
async function writeThings(folder: string, count: number): Promise<void> {
  const perFile = 400;
  const team = group("a-team", { annotations: { "slack.com/bot-notify": "#team-help" } });
  const mia = user("mia", { spec: { profile: { email: "mia@acme.example" } } });
  for (let first = 0; first < count; first += perFile) {
    const numbers = Array.from({ length: Math.min(perFile, count - first) }, (_, index) => first + index);
    const things = numbers.map((number) => component(`thing-${number}`));
    const file = join(folder, `things-${first}`, "catalog-info.yaml");
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, documents(...(first === 0 ? [team, mia] : []), ...things));
  }
}

/**
 * Starts the bot of a home and waits until it is ready; Slack sends to it from then on. What is still running when the
 * test ends is killed.
 */
export async function startServing(
  installation: Installation,
  home: SlackHome,
  slack: SimulatedSlack,
  options: { readonly withinMs?: number; readonly command?: readonly string[] } = {},
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
  const usesSocket = "SLACK_APP_TOKEN" in home.env;
  if (!usesSocket) slack.sendEventsTo(`${url}/slack/events`);
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
