// Delivers every example of a webhook of GitHub to the route, signed, over HTTP: each is kept or knowingly not used.
// Run: npx tsx bench/webhooks/main.ts ../shared/data/webhook-examples
// Exit code 1 when one is refused or not known, 2 when the examples are not there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../src/clock.ts";
import { decodeGitHub } from "../../src/delivery/decode-github.ts";
import { createGitHubWebhook } from "../../src/delivery/github-webhook.ts";
import { createHttpServer } from "../../src/http/http-server.ts";
import { createLog } from "../../src/log.ts";
import { createInbox } from "../../src/store/inbox.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import { deliver, webhookSecret } from "../../src/testing/github-deliveries.ts";

const [folder = "../shared/data/webhook-examples"] = process.argv.slice(2);
if (!existsSync(folder)) {
  process.stderr.write(`no examples of webhooks: ${folder}\n`);
  process.exit(2);
}

const clock = systemClock();
const log = createLog({ level: "error", secrets: [], write: (line) => void process.stderr.write(line) });
const inbox = createInbox({ store: createMemoryStore(), clock, log });
const forges = [{ host: "github.com", webUrl: "https://github.com" }];
const intake = { accept: async (event: { id: string }) => inbox.accept({ id: event.id, body: event }) };
const { route } = createGitHubWebhook({ secret: webhookSecret, forges, intake, clock, log });
const server = createHttpServer({ host: "127.0.0.1", port: 0, routes: [route], readiness: () => [], log, clock });
const { port } = await server.start();

const outcomes = new Map<string, number>();
let bad = 0;
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /^\w+\/.+\.json$/.test(name));
for (const [index, name] of files.sort().entries()) {
  const [event = ""] = name.split("/");
  const body = readFileSync(join(folder, name));
  const guid = `example-${index}`;
  const response = await deliver(`http://127.0.0.1:${port}`, { event, guid, body });
  const decoded = decodeGitHub({ name: event, guid, payload: JSON.parse(body.toString()) }, forges);
  const outcome = decoded.type === "event" ? `kept: ${decoded.event.type}` : `${decoded.type}: ${decoded.reason}`;
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  if (response.status === 202 && !outcome.includes("nothing that is known")) continue;
  bad += 1;
  process.stdout.write(`${name}: ${response.status} ${(await response.text()).trim()}, ${outcome}\n`);
}
const kept = (await inbox.pending("github/")).length;
await server.stop();
for (const [outcome, count] of [...outcomes].sort()) process.stdout.write(`${String(count).padStart(4)} ${outcome}\n`);
process.stdout.write(`${files.length} examples, ${bad} refused or not known; ${kept} pending besides those in hand\n`);
if (files.length === 0 || bad > 0) process.exitCode = 1;
