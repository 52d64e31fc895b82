import { createSlackAdapter, type SlackOptions } from "../../adapters/slack/index.ts";
import { scopes } from "../../adapters/slack/manifest/scopes.ts";
import {
  type SimulatedSlack,
  type SlackOptions as SlackWorld,
  startSlack,
} from "../../playground/slack/simulated-slack.ts";
import type { ChatAdapter } from "../chat/adapter.ts";
import { type ServedBot, type ServedBotOptions, type ServedParts, servedBot } from "./served-bot.ts";

export { sampleSource } from "./served-bot.ts";

/** What a test may choose. */
export interface SlackBotOptions extends ServedBotOptions {
  readonly world?: Partial<SlackWorld>;
  readonly slack?: Partial<SlackOptions>;
}

/** A whole bot of which people see what a simulated Slack shows them; idle when all that Slack delivered is dealt with. */
export interface SlackBot extends ServedBot {
  readonly slack: SimulatedSlack;
}

const botToken = "xoxb-1-test-token";
const signingSecret = "0123456789abcdef0123456789abcdef";

/** People and channels of the sample organisation, and somebody of whom its catalog knows nothing. */
export const sampleWorkspace = {
  users: [
    { id: "U0MIA", name: "mia", realName: "Mia Chen", email: "mia.chen@acme.example" },
    { id: "U0JONAS", name: "jonas", realName: "Jonas Weber", email: "jonas.weber@acme.example" },
    { id: "U0LENA", name: "lena", realName: "Lena Fischer", email: "lena.fischer@acme.example" },
    { id: "U0RUTH", name: "ruth", realName: "Ruth Keller", email: "ruth.keller@acme.example" },
    { id: "U0ADA", name: "ada", realName: "Ada Byron", email: "ada@example.com" },
  ],
  channels: [
    { id: "C0CHECKOUT", name: "checkout-dev", members: ["U0MIA", "U0JONAS", "U0LENA", "U0RUTH", "U0ADA"] },
    { id: "C0PAYHELP", name: "pay-help", members: ["U0MIA", "U0JONAS"] },
    { id: "C0SECRET", name: "secret", isPrivate: true, members: ["U0MIA", "U0LENA"] },
  ],
} satisfies Partial<SlackWorld>;

/** A Slack with the scopes of the manifest and no more. */
export function slackWorkspace(world: Partial<SlackWorld> = {}): Promise<SimulatedSlack> {
  return startSlack({
    botToken,
    appName: "Callboard",
    signingSecret,
    retryScale: 0.0001,
    scopes: scopes.map(({ scope }) => scope),
    ...sampleWorkspace,
    ...world,
  });
}

/** The bot's side of it. */
export function slackAdapter(
  { apiUrl }: Pick<SimulatedSlack, "apiUrl">,
  { inbox, clock, log }: ServedParts,
  own: Partial<SlackOptions> = {},
): ChatAdapter {
  return createSlackAdapter(
    {
      botToken,
      signingSecret,
      apiUrl,
      commands: { whoowns: "/whoowns", callboard: "/callboard" },
      guests: "deny",
      external: "deny",
      ...own,
    },
    { inbox, clock, log },
  );
}

/** Starts Slack and a synced bot that serves it. */
export async function slackBot(options: SlackBotOptions = {}): Promise<SlackBot> {
  const slack = await slackWorkspace(options.world);
  const bot = await servedBot((parts) => [slackAdapter(slack, parts, options.slack)], options);
  await introduceSlack(slack, bot);
  return {
    ...bot,
    slack,
    async idle(ms) {
      await slack.settled();
      await bot.idle(ms);
    },
    async stop() {
      await bot.stop();
      await slack.stop();
    },
  };
}

/** Slack sends to the bot from now on; names have links once it listed its members. */
export async function introduceSlack(slack: SimulatedSlack, { url }: Pick<ServedBot, "url">): Promise<void> {
  slack.sendEventsTo(`${url}/slack/events`);
  for (let tries = 0; tries < 500 && slack.callsOf("users.list").length === 0; tries += 1) await moment();
  await moment();
}

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
