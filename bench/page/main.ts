import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { type Playground, startPlayground } from "../../playground/playground.ts";
import { readManifest } from "../../playground/slack/manifest.ts";
import { composer } from "../../src/testing/at-the-page.ts";
import { launchBrowser } from "../../src/testing/browser.ts";

/**
 * `npm run build && npx tsx bench/page/main.ts [--messages 500] [--keys 200] [--rounds 5]`: from a key to the picture that
 * shows it, in the playground's composer below a long conversation, and in turns in a bare text field of the same browser. Then
 * from the address to the first card. Exit 1 when a key is more than a frame later than in the bare field, at the 95th of 100.
 */
const frameMs = 16.7;
const root = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({
  options: {
    messages: { type: "string", default: "500" },
    keys: { type: "string", default: "200" },
    rounds: { type: "string", default: "5" },
  },
});

/** Messages of people and cards of the app, one after the other. */
async function fill({ slack, hello }: Playground, count: number): Promise<void> {
  const lena = slack.as("lena.fischer", { channel: "checkout-dev" });
  const text = { type: "mrkdwn", verbatim: true, text: "*Team Payments* owns *payments-api*\n#pay-help · Mia Chen" };
  const button = { type: "button", action_id: "a", text: { type: "plain_text", text: "Ask the team", emoji: false } };
  const blocks = [
    { type: "section", text },
    { type: "actions", elements: [button] },
  ];
  for (let index = 0; index < count; index += 2) {
    await lena.say(`Does anybody know who owns \`service-${index}\`, and *why*?`);
    await fetch(`${hello.slack.apiUrl}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${hello.slack.botToken}`, "content-type": "application/json" },
      body: JSON.stringify({ channel: "C0CHECKOUTDEV", text: "Team Payments owns payments-api", blocks }),
    });
  }
}

const observe = `
  globalThis.keyMs = [];
  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => { for (const at of waiting.splice(0)) keyMs.push(performance.now() - at); };
  addEventListener("keydown", ({ timeStamp }) => {
    waiting.push(timeStamp);
    requestAnimationFrame(() => channel.port2.postMessage(0));
  }, true);
`;

/** Milliseconds from each key to after the frame that shows it. */
async function typed(page: Page, keys: number): Promise<readonly number[]> {
  await page.evaluate("keyMs.length = 0");
  const words = "who owns payments-api and whom to tell before it changes ".repeat(10).slice(0, keys);
  await page.keyboard.type(words, { delay: 20 });
  await page.waitForTimeout(100);
  const found = (await page.evaluate("keyMs")) as number[];
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("Delete");
  return found;
}

async function bareField(browser: Browser): Promise<{ page: Page; stop: () => void }> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html").end("<!doctype html><textarea autofocus></textarea>");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.locator("textarea").focus();
  return { page, stop: () => void server.close() };
}

/** From the address to a card with its buttons. */
async function firstCardMs(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  const startedMs = performance.now();
  await page.goto(url);
  await page.getByRole("button", { name: "Ask the team" }).first().waitFor();
  const ms = performance.now() - startedMs;
  await page.close();
  return ms;
}

const at = (share: number, found: readonly number[]): number =>
  [...found].sort((a, b) => a - b)[Math.min(found.length - 1, Math.floor(found.length * share))] ?? 0;

const manifest = await readManifest(join(root, "manifest.json"));
const playground = await startPlayground({
  folder: join(root, "dist", "page"),
  data: join(root, "data"),
  manifest,
  port: 0,
});
const browser = await launchBrowser();
await fill(playground, Number(values.messages));
const url = `${playground.hello.page}/?as=lena.fischer#/C0CHECKOUTDEV`;
const bare = await bareField(browser);
const page = await browser.newPage();
await page.goto(url);
await composer(page).focus();
for (const each of [page, bare.page]) await each.evaluate(observe);
const measured: { readonly ours: number[]; readonly bare: number[] } = { ours: [], bare: [] };
for (let round = 0; round < Number(values.rounds); round += 1) {
  await page.bringToFront();
  measured.ours.push(...(await typed(page, Number(values.keys))));
  await bare.page.bringToFront();
  measured.bare.push(...(await typed(bare.page, Number(values.keys))));
}
await page.close();
const cards: number[] = [];
for (let round = 0; round < Number(values.rounds); round += 1) cards.push(await firstCardMs(browser, url));
await browser.close();
bare.stop();
await playground.stop();

const line = (name: string, found: readonly number[]): string =>
  `${name.padEnd(24)} ${found.length} keys   p50 ${at(0.5, found).toFixed(1)} ms   p95 ${at(0.95, found).toFixed(1)} ms   max ${at(1, found).toFixed(1)} ms`;
console.log(`${values.messages} messages in the conversation`);
console.log(line("composer", measured.ours));
console.log(line("bare text field", measured.bare));
console.log(`first card               p50 ${at(0.5, cards).toFixed(0)} ms from the address`);
const isMet = at(0.95, measured.ours) < at(0.95, measured.bare) + frameMs;
console.log(`a key is less than a frame later than in the bare field, p95: ${isMet ? "met" : "MISSED"}`);
if (!isMet) process.exitCode = 1;
