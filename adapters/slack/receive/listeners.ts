import { App, type Receiver } from "@slack/bolt";
import type { Ticket } from "../../../src/chat/intake/ticket.ts";
import type { Fetch } from "../../../src/chat/outgoing/bounded-fetch.ts";
import type { Log } from "../../../src/log.ts";
import { boltLog } from "../web-api/bolt-log.ts";
import type { Home } from "../web-api/home.ts";
import type { SlackBody } from "./body.ts";

/** Under which name a ticket goes through Bolt. */
export const ticketKey = "callboardTicket";

/** What is done with the tickets that Bolt sorts. */
export interface Listeners {
  hear(ticket: Ticket<SlackBody>): Promise<void>;
  submit(ticket: Ticket<SlackBody>): Promise<void>;
  suggest(ticket: Ticket<SlackBody>): Promise<void>;
}

/** Bolt's app with a listener for everything that Slack sends us. It makes no calls of its own. */
export function createBoltApp(parts: {
  readonly receiver: Receiver;
  readonly token: string;
  readonly apiUrl: string;
  readonly fetch: Fetch;
  readonly home: () => Home | undefined;
  readonly log: Log;
  readonly listeners: Listeners;
}): App {
  const { log, listeners } = parts;
  const app = new App({
    receiver: parts.receiver,
    logger: boltLog(log),
    tokenVerificationEnabled: false,
    // What the bot itself wrote is left out where events are read.
    ignoreSelf: false,
    // Its default keeps every conversation in memory.
    convoStore: false,
    clientOptions: {
      slackApiUrl: parts.apiUrl,
      fetch: parts.fetch as never,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
    authorize: async () => authorization(parts.token, parts.home()),
  });
  // One for everything: the door has read what it is, and each further listener would cost every delivery its look.
  app.use(async ({ context }) => {
    const ticket = context[ticketKey] as Ticket<SlackBody>;
    await listeners[listenerOf(ticket)](ticket);
  });
  app.error(async (error) => {
    log.error({ err: error }, "a listener of Slack failed");
  });
  return app;
}

function listenerOf({ body }: Ticket<SlackBody>): keyof Listeners {
  if (body.kind === "submission") return "submit";
  return body.kind === "suggestion" ? "suggest" : "hear";
}

async function authorization(botToken: string, home: Home | undefined) {
  return {
    botToken,
    ...(home && { botId: home.botId, botUserId: home.botUserId }),
    ...(home?.teamId !== undefined && { teamId: home.teamId }),
    ...(home?.enterpriseId !== undefined && { enterpriseId: home.enterpriseId }),
  };
}
