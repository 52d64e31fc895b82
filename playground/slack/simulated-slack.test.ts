import { App, LogLevel } from "@slack/bolt";
import { afterEach, expect, test } from "vitest";
import { type SimulatedSlack, type SlackOptions, startSlack } from "./simulated-slack.ts";

const base: SlackOptions = {
  botToken: "xoxb-test",
  signingSecret: "secret",
  users: [
    { id: "U1", name: "ada", realName: "Ada", email: "ada@example.com" },
    { id: "U2", name: "bob", realName: "Bob" },
  ],
  channels: [{ id: "C1", name: "general", members: ["U1", "U2"] }],
};

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: Partial<SlackOptions> = {}): Promise<SimulatedSlack> {
  const slack = await startSlack({ ...base, ...options });
  cleanups.push(slack.stop);
  return slack;
}

async function httpApp(slack: SimulatedSlack, set: (app: App) => void): Promise<App> {
  const app = new App({
    token: "xoxb-test",
    signingSecret: "secret",
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl },
    deferInitialization: true,
  });
  set(app);
  await app.init();
  const server = await app.start(0);
  cleanups.push(() => app.stop());
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  slack.sendEventsTo(`http://127.0.0.1:${address.port}/slack/events`);
  return app;
}

async function socketApp(slack: SimulatedSlack, set: (app: App) => void): Promise<App> {
  const app = new App({
    token: "xoxb-test",
    appToken: "xapp-test",
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl },
    deferInitialization: true,
  });
  set(app);
  await app.init();
  await app.start();
  cleanups.push(() => app.stop());
  return app;
}

function greeting(app: App): void {
  app.command("/hello", async ({ ack, respond, body }) => {
    await ack();
    await respond({ text: `Hello ${body.user_name}: ${body.text}` });
  });
  app.event("app_mention", async ({ event, say }) => {
    await say({ text: `heard: ${event.text}`, thread_ts: event.thread_ts ?? event.ts });
  });
}

test.each([["HTTP"], ["Socket Mode"]])(
  "over %s a slash command is acknowledged and answered at its response_url",
  async (mode) => {
    const slack = await start({ appToken: "xapp-test" });
    await (mode === "HTTP" ? httpApp : socketApp)(slack, greeting);

    const ada = slack.as("ada");
    const ack = await ada.slash("/hello", "look at payments.io & @bob");

    expect(ack).toMatchObject({ status: 200, body: undefined });
    await expect
      .poll(() => ada.sees().map((message) => message.text))
      .toEqual(["Hello ada: look at <http://payments.io|payments.io> &amp; <@U2|bob>"]);
    expect(slack.as("bob").sees()).toEqual([]);
    expect(slack.violations).toEqual([]);
  },
);

test.each([["HTTP"], ["Socket Mode"]])("over %s a mention is answered in its thread", async (mode) => {
  const slack = await start({ appToken: "xapp-test" });
  await (mode === "HTTP" ? httpApp : socketApp)(slack, greeting);

  const ack = await slack.as("ada").mention("who owns web?");

  expect(ack.status).toBe(200);
  await expect.poll(() => slack.as("bob").sees().length).toBe(2);
  const [question, answer] = slack.as("bob").sees();
  expect(answer).toMatchObject({ thread_ts: question?.ts, text: "heard: <@U0CALLBOARD> who owns web?" });
});
