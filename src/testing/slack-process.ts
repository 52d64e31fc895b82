import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SimulatedSlack } from "../../playground/slack/simulated-slack.ts";
import type { Installation } from "./installation.ts";
import { type Home, type ServingBot, type ServingOptions, startBot, writeThings } from "./serving-bot.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export type { ServingBot } from "./serving-bot.ts";

/** A home with a configuration for a simulated Slack. */
export interface SlackHome extends Home {
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

/** Starts the bot of a home, as `startBot` does; Slack sends to it from then on. */
export async function startServing(
  installation: Installation,
  home: SlackHome,
  slack: SimulatedSlack,
  options: ServingOptions = {},
): Promise<ServingBot> {
  const bot = await startBot(installation, home, options);
  const usesSocket = "SLACK_APP_TOKEN" in home.env;
  if (!usesSocket) slack.sendEventsTo(`${bot.url}/slack/events`);
  return bot;
}
