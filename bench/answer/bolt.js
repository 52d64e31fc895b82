// A Bolt app that knows nothing: it acknowledges and answers every command with the same blocks.
import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { App, HTTPReceiver } from "@slack/bolt";

const [, , signingSecret, apiUrl, answerFile] = process.argv;
const answer = JSON.parse(readFileSync(answerFile, "utf8"));
const receiver = new HTTPReceiver({ signingSecret, endpoints: ["/slack/events"] });
const app = new App({ receiver, token: "xoxb-bench-token", clientOptions: { slackApiUrl: apiUrl } });
app.command(/.*/, async ({ ack, respond }) => {
  await ack();
  await respond(answer);
});
const server = await app.start({ port: 0, host: "127.0.0.1" });
server.keepAliveTimeout = 60_000;
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on("message", (message) => {
  if (message === "stop") process.exit(0);
  const { user, system } = process.cpuUsage();
  process.send({ cpuMicros: user + system, delayP99Ms: delay.percentile(99) / 1e6, delayMaxMs: delay.max / 1e6 });
  delay.reset();
});
process.send({ port: server.address().port });
