import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver, webApi } from "@slack/bolt";
import { afterEach, vi } from "vitest";
import { type SimulatedSlack, type SlackOptions, startSlack } from "../simulated-slack.ts";

const tokens = { botToken: "xoxb-test", signingSecret: "secret", appToken: "xapp-test" } as const;

/** A logger that says nothing. */
export const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A workspace with Ada and Bob in #general; it stops with the test. */
export async function workspace(options: Partial<SlackOptions> = {}): Promise<SimulatedSlack> {
  const slack = await startSlack({
    ...tokens,
    appName: "Callboard",
    users: [
      { id: "U1", name: "ada", realName: "Ada", email: "ada@example.com" },
      { id: "U2", name: "bob", realName: "Bob" },
    ],
    channels: [{ id: "C1", name: "general", members: ["U1", "U2"] }],
    ...options,
  });
  cleanups.push(slack.stop);
  return slack;
}

/** The stock Web API client, which gives up at the first failure. */
export function webClient(slack: SimulatedSlack, token: string = tokens.botToken): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

/** What the client throws when a call is answered `ok: false`. */
export function refusedWith(error: string, more: object = {}): object {
  return { code: "slack_webapi_platform_error", data: { ok: false, error, ...more } };
}

/** The error with which a call is refused; "" when it is not. */
export function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "",
    ({ code, data, ...error }) => (code === "slack_webapi_platform_error" ? data.error : String(error)),
  );
}

/** What messages say. */
export function textsOf(messages: readonly { readonly text?: string | undefined }[] = []): readonly unknown[] {
  return messages.map(({ text }) => text);
}

const transport = {
  HTTP: () => ({ signingSecret: tokens.signingSecret }),
  /** Takes a request that no listener acknowledged as unhandled soon, where the default waits for three seconds. */
  "impatient HTTP": () => ({
    receiver: new HTTPReceiver({
      signingSecret: tokens.signingSecret,
      unhandledRequestTimeoutMillis: 50,
      logger: silent,
    }),
  }),
  "Socket Mode": () => ({ appToken: tokens.appToken, socketMode: true as const }),
  /** Comes back soon, where the default waits for seconds; the time is also that for a pong, on a busy machine too. */
  "eager Socket Mode": (slack: SimulatedSlack) => ({
    receiver: new SocketModeReceiver({
      appToken: tokens.appToken,
      clientPingTimeout: 250,
      logger: silent,
      installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
    }),
  }),
};

/** An unmodified Bolt app on this Slack, over HTTP or Socket Mode; it stops with the test. */
export async function boltApp(
  slack: SimulatedSlack,
  listen: (app: App) => void,
  mode: keyof typeof transport = "HTTP",
): Promise<App> {
  const transported = transport[mode](slack);
  const app = new App({
    token: tokens.botToken,
    ...transported,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 2 } },
    deferInitialization: true,
  });
  listen(app);
  await app.init();
  const server = await app.start(0);
  const isBack = watched(transported);
  cleanups.push(async () => {
    await vi.waitUntil(isBack, { timeout: 2000 }).catch(() => undefined);
    await app.stop();
  });
  if (mode.endsWith("HTTP")) {
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("The app listens on no port.");
    slack.sendEventsTo(`http://127.0.0.1:${address.port}/slack/events`);
  }
  return app;
}

/** Whether a client has its connection: stopped on its way back, the stock one rejects a promise that nobody holds. */
function watched(transported: object): () => boolean {
  let isBack = true;
  if ("receiver" in transported && transported.receiver instanceof SocketModeReceiver) {
    transported.receiver.client.on("close", () => {
      isBack = false;
    });
    transported.receiver.client.on("connected", () => {
      isBack = true;
    });
  }
  return () => isBack;
}
